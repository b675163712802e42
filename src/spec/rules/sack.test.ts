import { closed, established, type Prelude } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import {
  allAnswered,
  aloneAboveGap,
  anotherArrives,
  answered,
  firstBlockLatest,
  latestAnswered,
  newAboveGap,
  octetsAgain,
  runAboveGap,
  runGoesOn,
  sackAgainAbove,
  sackAgainBelow,
  sackArrives,
  sackBlocksApart,
  sackHeld,
  sackPermitted,
  sackPermittedOnSyn,
  sackWithAck,
} from './sack.ts';

/** The same connection with SACK-permitted on the SYNs that match. */
const permitting = (before: Prelude, syn: RegExp): Prelude => ({
  ...before,
  lines: before.lines.map((line) =>
    syn.test(line) ? line.replace(/<mss (\d+)>/, '<mss $1,sackOK,nop,nop>') : line,
  ),
});
const both = permitting(established(), / S\.? /);

const GAP = `
  0     < . 101:201(100) ack 1`;
const TWO_GAPS = `${GAP}
  +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201>
  +.001 < . 301:401(100) ack 1`;

testRule(sackPermitted, both, {
  accepts: {
    'the peer permitted it': `${GAP}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201>`,
    'only the peer permitted it': {
      after: permitting(established(), /< S /),
      trace: `${GAP}
        +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201>`,
    },
  },
  rejects: {
    'only the stack permitted it': {
      after: permitting(established(), /> S\. /),
      by: 'SACK blocks',
      trace: `${GAP}
        +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201>`,
    },
  },
});

testRule(sackHeld, both, {
  accepts: {
    'one block': `${GAP}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201>`,
    'two, the latest first': `${TWO_GAPS}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 301:401 101:201>`,
    'a run of two segments': `${GAP}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201>
      +.001 < . 201:301(100) ack 1
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:301>`,
    'on data': `${GAP}
      +.001 > P. 1:11(10) ack 1 <nop,nop,sack 101:201>
      +.1   < . 1:1(0) ack 11`,
    'the FIN counts': `
      0     < F. 101:201(100) ack 1
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:202>`,
  },
  rejects: {
    'octets that have not come': `${GAP}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:202>`,
    'octets of the gap': `${GAP}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 100:201>`,
    'a gap in the block': `${TWO_GAPS}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:401>`,
    'an empty block': `${TWO_GAPS}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 301:401 101:101>`,
    'left and right exchanged': `${TWO_GAPS}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 301:401 201:101>`,
    'a second block below the ACK': `
      0     < . 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101
      +.001 < . 301:401(100) ack 1
      +.001 > . 1:1(0) ack 101 <nop,nop,sack 301:401 1:101>`,
    'not permitted': {
      after: established(),
      trace: `${GAP}
        +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201>`,
    },
  },
});

const AGAIN = `
  0     < . 1:201(200) ack 1
  +.001 > . 1:1(0) ack 201
  +.1   < . 1:101(100) ack 1`;

testRule(sackAgainBelow, both, {
  accepts: {
    'what came twice': `${AGAIN}
      +.001 > . 1:1(0) ack 201 <nop,nop,sack 1:101>`,
    'before a block above the gap': `${AGAIN}
      +.001 > . 1:1(0) ack 201 <nop,nop,sack 1:101>
      +.001 < . 301:401(100) ack 1
      +.001 > . 1:1(0) ack 201 <nop,nop,sack 301:401>
      +.001 < . 1:201(200) ack 1
      +.001 > . 1:1(0) ack 201 <nop,nop,sack 1:201 301:401>`,
    'the SYN came twice': `
      0     < S. 0:0(0) ack 1
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 0:1>`,
  },
  rejects: {
    'more than came twice': `${AGAIN}
      +.001 > . 1:1(0) ack 201 <nop,nop,sack 1:151>`,
    'reported twice': {
      by: 'SACK blocks',
      trace: `${AGAIN}
        +.001 > . 1:1(0) ack 201 <nop,nop,sack 1:101>
        +.001 > . 1:1(0) ack 201 <nop,nop,sack 1:101>`,
    },
    'beyond the ACK': {
      by: 'SACK blocks',
      trace: `${AGAIN}
        +.001 > . 1:1(0) ack 201 <nop,nop,sack 101:202>`,
    },
  },
});

const AGAIN_ABOVE = `
  0     < . 101:301(200) ack 1
  +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:301>
  +.1   < . 101:201(100) ack 1`;

testRule(sackAgainAbove, both, {
  accepts: {
    'inside the second block': `${AGAIN_ABOVE}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201 101:301>`,
    'all of the second block': `${AGAIN_ABOVE}
      +.001 < . 101:301(200) ack 1
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:301 101:301>`,
  },
  rejects: {
    'nothing came twice': {
      by: 'SACK blocks',
      trace: `
        0     < . 101:301(200) ack 1
        +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201 101:301>`,
    },
    'more than came twice': `${AGAIN_ABOVE}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:251 101:301>`,
  },
});

testRule(octetsAgain, both, {
  accepts: {
    'below the ACK': `${AGAIN}
      +.001 > . 1:1(0) ack 201 <nop,nop,sack 1:101>`,
    'in part': `
      0     < . 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101
      +.1   < . 51:151(100) ack 1
      +.001 > . 1:1(0) ack 151 <nop,nop,sack 51:101>`,
  },
  rejects: {
    'nothing came twice': {
      by: 'SACK blocks',
      trace: `
        0     < . 1:101(100) ack 1
        +.001 > . 1:1(0) ack 101 <nop,nop,sack 1:101>`,
    },
  },
});

testRule(sackBlocksApart, both, {
  accepts: {
    'a gap between': `${TWO_GAPS}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 301:401 101:201>`,
  },
  rejects: {
    'they meet': `
      0     < . 101:301(200) ack 1
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201 201:301>`,
    'they overlap': `
      0     < . 101:301(200) ack 1
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:251 201:301>`,
    'the second lies in the first': `
      0     < . 101:301(200) ack 1
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:301 201:301>`,
  },
});

testRule(firstBlockLatest, both, {
  accepts: {
    'the run that it belongs to': `${TWO_GAPS}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 301:401 101:201>`,
    'text that leaves before the latest is taken in': `${TWO_GAPS}
      +.001 > P. 1:11(10) ack 1 <nop,nop,sack 101:201>
      +.001 > . 11:11(0) ack 1 <nop,nop,sack 301:401 101:201>
      +.001 < . 501:601(100) ack 1
      +.001 > . 11:11(0) ack 1 <nop,nop,sack 501:601 301:401 101:201>`,
    'any, where the latest filled the gap': `${TWO_GAPS}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 301:401 101:201>
      +.001 < . 501:601(100) ack 1
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 501:601 301:401 101:201>
      +.001 < . 1:101(100) ack 1
      +.001 > . 1:1(0) ack 201 <nop,nop,sack 301:401 501:601>`,
  },
  rejects: {
    second: `${TWO_GAPS}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201 301:401>`,
    nowhere: `${TWO_GAPS}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201>`,
  },
});

const OTHER_FIRST = `
  +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201 301:401>`;

testRule(newAboveGap, both, {
  accepts: {
    'the latest first': `${TWO_GAPS}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 301:401 101:201>`,
    'a FIN alone need be in no block': `${TWO_GAPS}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 301:401 101:201>
      +.001 < F. 401:401(0) ack 1
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 301:401 101:201>`,
    'that it is no news': `${TWO_GAPS}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 301:401 101:201>
      +.001 < . 101:201(100) ack 1 ${OTHER_FIRST}`,
  },
  rejects: { 'another first': { by: 'first-block-of-latest-segment', trace: `${TWO_GAPS}${OTHER_FIRST}` } },
});

testRule(runAboveGap, both, {
  noFlip: 'it only makes more certain what has arrived',
  accepts: {
    'one segment is a run': `${GAP}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201>`,
  },
  rejects: {
    'and no more': {
      by: 'SACK blocks',
      trace: `${GAP}
        +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:202>`,
    },
  },
});

testRule(runGoesOn, both, {
  noFlip: 'it only makes more certain what has arrived',
  accepts: {
    'two segments are one run': `${GAP}
      +.001 < . 201:301(100) ack 1
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:301>`,
  },
  rejects: {
    'and no more': {
      by: 'SACK blocks',
      trace: `${GAP}
        +.001 < . 201:301(100) ack 1
        +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:302>`,
    },
  },
});

testRule(anotherArrives, both, {
  accepts: {
    'the other may have triggered it': `${TWO_GAPS}
    +.001 < . 1:1(0) ack 1 ${OTHER_FIRST}`,
  },
  rejects: { 'no other came': { by: 'first-block-of-latest-segment', trace: `${TWO_GAPS}${OTHER_FIRST}` } },
});

testRule(answered, both, {
  accepts: {
    'text may have been the answer': `${TWO_GAPS}
      +.001 > P. 1:11(10) ack 1 <nop,nop,sack 101:201>
      +.001 > . 11:11(0) ack 1 <nop,nop,sack 101:201 301:401>`,
  },
  rejects: {
    'the answer itself': { by: 'first-block-of-latest-segment', trace: `${TWO_GAPS}${OTHER_FIRST}` },
  },
});

testRule(latestAnswered, both, {
  accepts: {
    'a later ACK is no answer': `${TWO_GAPS}
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 301:401 101:201>${OTHER_FIRST}`,
  },
  rejects: {
    'an ACK of its own for each': {
      by: 'first-block-of-latest-segment',
      trace: `${TWO_GAPS}
        +.001 > . 1:1(0) ack 1 <nop,nop,sack 301:401 101:201>
        +.001 < . 501:601(100) ack 1
        +.001 > . 1:1(0) ack 1 <nop,nop,sack 301:401 501:601 101:201>`,
    },
  },
});

testRule(allAnswered, both, {
  accepts: {
    'the latest first, though the one before was not reported': `${GAP}
      +.001 > . 1:1(0) ack 1
      +.001 < . 301:401(100) ack 1
      +.001 > . 1:1(0) ack 1 <nop,nop,sack 301:401 101:201>`,
  },
  rejects: {
    'the latest nowhere': {
      by: 'first-block-of-latest-segment',
      trace: `${GAP}
        +.001 > . 1:1(0) ack 1
        +.001 < . 301:401(100) ack 1
        +.001 > . 1:1(0) ack 1 <nop,nop,sack 101:201>`,
    },
  },
});

testRule(aloneAboveGap, both, {
  accepts: {
    'an ACK that was put off may be of an earlier one': `${TWO_GAPS}
      +.001 < . 501:601(100) ack 1${OTHER_FIRST}`,
  },
  rejects: { 'it waits alone': { by: 'first-block-of-latest-segment', trace: `${TWO_GAPS}${OTHER_FIRST}` } },
});

testRule(sackWithAck, closed({ api: false }), {
  accepts: { 'a SYN without': '0 > S 0:0(0) win 65535 <mss 1460,sackOK,nop,nop>' },
  rejects: { 'a SYN with blocks': '0 > S 0:0(0) win 65535 <mss 1460,nop,nop,sack 1:2>' },
});

testRule(sackPermittedOnSyn, both, {
  accepts: {
    'an ACK without': `
    0     < . 1:101(100) ack 1
    +.001 > . 1:1(0) ack 101`,
  },
  rejects: {
    'an ACK with': `
    0     < . 1:101(100) ack 1
    +.001 > . 1:1(0) ack 101 <sackOK,nop,nop>`,
  },
});

/** Full segments of text, from the `from`-th on. */
const flight = (segments: number, from = 0): string =>
  Array.from({ length: segments }, (_, i) => {
    const seq = 1 + 1000 * (from + i);
    return `+.0001 > . ${seq}:${seq + 1000}(1000) ack 1`;
  }).join('\n');

testRule(sackArrives, established({ mss: 1000 }), {
  accepts: {
    'more once something above a gap is reported': `${flight(10)}
      +.1    < . 1:1(0) ack 1 <nop,nop,sack 2001:4001>
      ${flight(4, 10)}`,
  },
  rejects: {
    'a duplicate that reports nothing': {
      by: 'within-initial-window',
      trace: `${flight(10)}
        +.1    < . 1:1(0) ack 1
        ${flight(4, 10)}`,
    },
  },
});
