/** The answer to a segment that PAWS refuses. */
import { established } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import { ackOldStamp, askedByOldStamp } from './paws-answers.ts';

const agreed = established({ stamps: 'both' });
const ts = (val: number, ecr: number): string => `<nop,nop,TS val ${val} ecr ${ecr}>`;
const before = `
  0     < P. 1:101(100) ack 1 ${ts(300, 1000)}
  +.001 > . 1:1(0) ack 101 ${ts(1100, 300)}`;

testRule(ackOldStamp, agreed, {
  accepts: {
    'refused and answered': `${before}
      +.1   < P. 101:201(100) ack 1 ${ts(250, 1000)}
      +.001 > . 1:1(0) ack 101 ${ts(1200, 300)}`,
    'taken by a stack without PAWS': `${before}
      +.1   < P. 101:201(100) ack 1 ${ts(250, 1000)}
      +.2   > . 1:1(0) ack 201 ${ts(1300, 300)}`,
    'an equal one is not old': `${before}
      +.1   < P. 101:201(100) ack 1 ${ts(250, 1000)}
      +.01  > . 1:1(0) ack 101 ${ts(1200, 300)}
      +.1   < P. 101:201(100) ack 1 ${ts(300, 1000)}
      +.01  > . 1:1(0) ack 201 ${ts(1210, 300)}`,
  },
  rejects: {
    'no answer': `${before}
      +.1   < P. 101:201(100) ack 1 ${ts(250, 1000)}`,
    'far out of the window': `${before}
      +.1   < P. 100101:100201(100) ack 1 ${ts(250, 1000)}`,
  },
});

testRule(askedByOldStamp, agreed, {
  accepts: {
    'a second one soon after may wait': `${before}
      +.1   < . 101:101(0) ack 1 ${ts(250, 1000)}
      +.1   < P. 1:101(100) ack 1 ${ts(300, 1000)}`,
  },
  rejects: {
    'the first': {
      by: 'ack-unacceptable-segment',
      trace: `${before}
        +.1   < P. 1:101(100) ack 1 ${ts(300, 1000)}`,
    },
  },
});
