import { established } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import { urgentNeverBack, urgentSent } from './urgent.ts';

const acked = `
  +.1   < . 1:1(0) ack 201`;

testRule(urgentNeverBack, established(), {
  accepts: {
    'the same octet': `
      0     > PU. 1:101(100) ack 1 urg 150
      +.001 > PU. 101:201(100) ack 1 urg 50 ${acked}`,
    'moved on': `
      0     > PU. 1:101(100) ack 1 urg 50
      +.001 > PU. 101:201(100) ack 1 urg 100 ${acked}`,
    'no URG, no pointer': `
      0     > PU. 1:101(100) ack 1 urg 150
      +.001 > P. 101:201(100) ack 1 urg 1 ${acked}`,
    'far ahead': `
      0     > PU. 1:101(100) ack 1 urg 65535
      +.001 > PU. 101:201(100) ack 1 urg 65534 ${acked}`,
  },
  rejects: {
    'moved back': `
      0     > PU. 1:101(100) ack 1 urg 150
      +.001 > PU. 101:201(100) ack 1 urg 49 ${acked}`,
    'the pointer of the segment before': `
      0     > PU. 1:101(100) ack 1 urg 200
      +.001 > PU. 101:201(100) ack 1 urg 0 ${acked}`,
  },
});

testRule(urgentSent, established(), {
  accepts: {
    'a pointer once named': `
      0     > PU. 1:101(100) ack 1 urg 150
      +.001 > PU. 101:201(100) ack 1 urg 50 ${acked}`,
  },
  rejects: {
    'stays so': {
      by: 'urgent-pointer-never-back',
      trace: `
        0     > PU. 1:101(100) ack 1 urg 150
        +.001 > PU. 101:201(100) ack 1 urg 49 ${acked}`,
    },
  },
});
