/** A FIN with an old timestamp: PAWS refuses it, and another may have another number. */
import { established } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import { finWithOldStamp } from './close.ts';

const ts = (val: number, ecr: number): string => `<nop,nop,TS val ${val} ecr ${ecr}>`;
const before = `
  0     < P. 1:101(100) ack 1 ${ts(300, 1000)}
  +.001 > . 1:1(0) ack 101 ${ts(1100, 300)}
  +.1   < F. 101:101(0) ack 1 ${ts(250, 1000)}`;
/** In CLOSE-WAIT only a FIN of the stack is the last one. */
const goesOn = (ack: number): string => `${before}
  +.001 > . 1:1(0) ack ${ack} ${ts(1200, 300)}
  +.1   shutdown(write)
  +.001 > F. 1:1(0) ack ${ack} ${ts(1310, 300)}
  +.1   < . ${ack}:${ack}(0) ack 2 ${ts(500, 1310)}`;

testRule(finWithOldStamp, established({ stamps: 'both' }), {
  accepts: {
    taken: `${goesOn(102)}
      +.1   < P. 1:101(100) ack 2 ${ts(600, 1310)}
      +.001 > R 2:2(0)`,
    refused: goesOn(101),
  },
  rejects: {
    'more than the FIN is acknowledged': {
      by: 'acknowledgment',
      trace: `${before}
        +.001 > . 1:1(0) ack 103 ${ts(1200, 300)}`,
    },
  },
});
