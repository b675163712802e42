import { connected, established } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import { limitedTransmit, tailLossProbe, withinInitialWindow, withinMss } from './mss.ts';

testRule(withinMss, established({ mss: 1000 }), {
  accepts: {
    'a full segment': '0 > . 1:1001(1000) ack 1',
    'options come off': {
      after: established({ mss: 1000, stamps: 'both' }),
      trace: '0 > . 1:989(988) ack 1 <nop,nop,TS val 1100 ecr 200>',
    },
  },
  rejects: {
    'one octet more': '0 > . 1:1002(1001) ack 1',
    'options do not come off': {
      after: established({ mss: 1000, stamps: 'both' }),
      trace: '0 > . 1:990(989) ack 1 <nop,nop,TS val 1100 ecr 200>',
    },
    'as active opener': { after: connected({ mss: 536 }), trace: '0 > . 1:538(537) ack 1' },
  },
});

const flight = (segments: number, from = 0): string =>
  Array.from({ length: segments }, (_, i) => {
    const seq = 1 + 1000 * (from + i);
    return `+.0001 > . ${seq}:${seq + 1000}(1000) ack 1`;
  }).join('\n');

testRule(withinInitialWindow, established({ mss: 1000 }), {
  accepts: {
    'ten segments': flight(10),
    'an eleventh once something is acknowledged': `${flight(10)}
      +.1    < . 1:1(0) ack 1001
      ${flight(2, 10)}`,
  },
  rejects: { 'eleven segments': flight(11) },
});

testRule(withinInitialWindow, established({ mss: 1000 }), {
  profile: 'strict',
  accepts: { 'four segments, RFC 3390': flight(4) },
  rejects: { 'five segments, RFC 3390': flight(5) },
});

testRule(limitedTransmit, established({ mss: 1000 }), {
  accepts: {
    'two more on two duplicates': `${flight(10)}
      +.1    < . 1:1(0) ack 1
      ${flight(1, 10)}
      +.001  < . 1:1(0) ack 1
      ${flight(1, 11)}`,
  },
  rejects: {
    'three more': {
      by: 'within-initial-window',
      trace: `${flight(10)}
        +.1    < . 1:1(0) ack 1
        +.001  < . 1:1(0) ack 1
        ${flight(3, 10)}`,
    },
  },
});

testRule(tailLossProbe, established({ mss: 1000 }), {
  accepts: {
    'one more after two round trips': `${flight(10)}
      +.2    > . 10001:11001(1000) ack 1`,
    'beside what two duplicates allow': `${flight(10)}
      +.1    < . 1:1(0) ack 1
      ${flight(1, 10)}
      +.001  < . 1:1(0) ack 1
      ${flight(1, 11)}
      +.2    > . 12001:13001(1000) ack 1`,
  },
  rejects: {
    'before a round trip has passed': {
      by: 'within-initial-window',
      trace: `${flight(10)}
        +.02   > . 10001:11001(1000) ack 1`,
    },
    'two more': {
      by: 'within-initial-window',
      trace: `${flight(10)}
        +.2    > . 10001:11001(1000) ack 1
        +.2    > . 11001:12001(1000) ack 1`,
    },
  },
});
