/** Header bits and the options of the handshake. */
import { established, listening, synReceived } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import {
  ecnAsked,
  ecnAskedFor,
  mssOnSyn,
  optionsWhole,
  reservedZero,
  scaleAsked,
  scaleOnSyn,
  shiftWithin,
} from './header.ts';

testRule(reservedZero, established(), {
  accepts: {
    none: '0 > P. 1:101(100) ack 1',
    'the peer’s are ignored': `
      0      < P. 1:101(100) ack 1 reserved 4
      +.001  > . 1:1(0) ack 101`,
  },
  rejects: {
    'one on data': '0 > P. 1:101(100) ack 1 reserved 4',
    'one of the peer’s comes back': `
      0      < P. 1:101(100) ack 1 reserved 1
      +.001  > . 1:1(0) ack 101 reserved 1`,
  },
});

testRule(optionsWhole, established(), {
  accepts: {
    'an option that nobody knows': '0 > P. 1:101(100) ack 1 <opt 253 0x0102>',
    'one of another length than its kind has': '0 > . 1:1(0) ack 1 <opt 4 0x0102>',
  },
  rejects: {
    'a length octet of 1': '0 > P. 1:101(100) ack 1 <opt 253 len 1 0x0102>',
    'one that the header cuts off': '0 > P. 1:101(100) ack 1 <opt 253 len 30 0x0102>',
  },
});

testRule(mssOnSyn, established(), {
  accepts: { 'on the SYN,ACK': '0 > P. 1:101(100) ack 1' },
  rejects: { 'on data': '0 > P. 1:101(100) ack 1 <mss 1460>' },
});

testRule(scaleOnSyn, established({ wscale: 7 }), {
  accepts: { 'on the SYN,ACK': '0 > P. 1:101(100) ack 1 win 512' },
  rejects: { 'on data': '0 > P. 1:101(100) ack 1 win 512 <nop,wscale 7>' },
});

testRule(shiftWithin, listening(), {
  accepts: {
    fourteen: `
      0     < S 0:0(0) <mss 1460,nop,wscale 2>
      +.001 > S. 0:0(0) ack 1 <mss 1460,nop,wscale 14>`,
    'the peer’s is its own affair': `
      0     < S 0:0(0) <mss 1460,nop,wscale 15>
      +.001 > S. 0:0(0) ack 1 <mss 1460,nop,wscale 0>`,
  },
  rejects: {
    fifteen: `
      0     < S 0:0(0) <mss 1460,nop,wscale 2>
      +.001 > S. 0:0(0) ack 1 <mss 1460,nop,wscale 15>`,
  },
});

testRule(scaleAsked, listening(), {
  accepts: {
    'asked for': `
      0     < S 0:0(0) <mss 1460,nop,wscale 0>
      +.001 > S. 0:0(0) ack 1 <mss 1460,nop,wscale 7>`,
  },
  rejects: {
    'not asked for': `
      0     < S 0:0(0) <mss 1460>
      +.001 > S. 0:0(0) ack 1 <mss 1460,nop,wscale 7>`,
    'asked for by nobody, though the SYN came twice': {
      after: synReceived(),
      trace: `
        0     < S 0:0(0) <mss 1460>
        +.001 > S. 0:0(0) ack 1 <mss 1460,nop,wscale 7>`,
    },
  },
});

const asked = `
  0     < SEW 0:0(0) <mss 1460>
  +.001 > S.E 0:0(0) ack 1 <mss 1460>`;
const unasked = `
  0     < S 0:0(0) <mss 1460>
  +.001 > S.E 0:0(0) ack 1 <mss 1460>`;
testRule(ecnAsked, listening(), {
  accepts: {
    'asked for': asked,
    'asked for by the second SYN': `
      0     < S 0:0(0) <mss 1460>
      +.5   < SEW 0:0(0) <mss 1460>
      +.001 > S.E 0:0(0) ack 1 <mss 1460>`,
  },
  rejects: {
    'not asked for': unasked,
    'one bit is no question': `
      0     < SE 0:0(0) <mss 1460>
      +.001 > S.E 0:0(0) ack 1 <mss 1460>`,
  },
});
testRule(ecnAskedFor, listening(), {
  accepts: { 'answered with ECE': asked },
  rejects: { 'not asked for': { by: 'ecn-setup-syn-ack-only-if-asked', trace: unasked } },
});
