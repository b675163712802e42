/** Text with an old timestamp or none: refused by PAWS, taken by stacks without. */
import { established } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import { textWithOldStamp } from './receive-window.ts';

const ts = (val: number, ecr: number): string => `<nop,nop,TS val ${val} ecr ${ecr}>`;
const before = `
  0     < P. 1:101(100) ack 1 ${ts(300, 1000)}
  +.001 > . 1:1(0) ack 101 ${ts(1100, 300)}`;

testRule(textWithOldStamp, established({ stamps: 'both' }), {
  accepts: {
    taken: `${before}
      +.1   < P. 101:201(100) ack 1 ${ts(250, 1000)}
      +.001 > . 1:1(0) ack 201 ${ts(1200, 300)}`,
    refused: `${before}
      +.1   < P. 101:201(100) ack 1 ${ts(250, 1000)}
      +.001 > . 1:1(0) ack 101 ${ts(1200, 300)}`,
    'without Timestamps, dropped in silence': `${before}
      +.1   < P. 101:201(100) ack 1`,
    'without Timestamps, taken': `${before}
      +.1   < P. 101:201(100) ack 1
      +.001 > . 1:1(0) ack 201 ${ts(1200, 300)}`,
  },
  rejects: {
    'more than came': {
      by: 'acknowledgment',
      trace: `${before}
        +.1   < P. 101:201(100) ack 1 ${ts(250, 1000)}
        +.001 > . 1:1(0) ack 202 ${ts(1200, 300)}`,
    },
  },
});
