import { established, synSent } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import { flightBegins, resendInTime, resendRest, synInTime } from './liveness.ts';

testRule(resendInTime, established(), {
  accepts: {
    'sent again in time': `
      0     > P. 1:101(100) ack 1
      +5    > P. 1:101(100) ack 1
      +.1   < . 1:1(0) ack 101
      +30 end`,
    'a probe instead': `
      0     > P. 1:101(100) ack 1
      +5    > . 0:0(0) ack 1
      +.1   < . 1:1(0) ack 101
      +30 end`,
    'after ten seconds it may have given up': `
      0     > P. 1:101(100) ack 1
      +1    > P. 1:101(100) ack 1
      +4    > P. 1:101(100) ack 1
      +60 end`,
  },
  rejects: {
    'data, never again': `
      0     > P. 1:101(100) ack 1
      +30 end`,
    'a FIN, never again': `
      0     shutdown(write)
      +.001 > F. 1:1(0) ack 1
      +30 end`,
    'after an hour of rest': `
      3600  > P. 1:101(100) ack 1
      +30 end`,
    'new data is no retransmission': `
      0     > P. 1:101(100) ack 1
      +3    > P. 101:201(100) ack 1
      +.1   < . 1:1(0) ack 1
      +4    < . 1:1(0) ack 201
      +30 end`,
  },
});

testRule(resendRest, established(), {
  accepts: {
    'the rest, sent again in time': `
      0     > P. 1:101(100) ack 1
      +.001 > P. 101:201(100) ack 1
      +.1   < . 1:1(0) ack 101
      +5    > P. 101:201(100) ack 1
      +.1   < . 1:1(0) ack 201
      +30 end`,
  },
  rejects: {
    'the rest, never again': `
      0     > P. 1:101(100) ack 1
      +.001 > P. 101:201(100) ack 1
      +.1   < . 1:1(0) ack 101
      +30 end`,
  },
});

testRule(synInTime, synSent(), {
  accepts: {
    'sent again in time': `
      3     > S 0:0(0) <mss 1460>
      +.1   < S. 0:0(0) ack 1 <mss 1460>
      +.001 > . 1:1(0) ack 1
      +30 end`,
  },
  rejects: { 'never again': '30 end' },
});

testRule(flightBegins, established(), {
  accepts: {
    'a path of ten seconds has its time': `
      0     > P. 1:101(100) ack 1
      +3    > P. 1:101(100) ack 1
      +5    < . 1:1(0) ack 101
      +1    > P. 101:201(100) ack 1
      +8    < . 1:1(0) ack 201`,
  },
  rejects: {
    'after a rest the time counts from the next segment': {
      by: 'retransmission-in-time',
      trace: `
        100   > P. 1:101(100) ack 1
        +.1   < . 1:1(0) ack 101
        +100  > P. 101:201(100) ack 1
        +9    < . 1:1(0) ack 201`,
    },
  },
});
