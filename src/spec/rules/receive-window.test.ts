import { established, synReceived } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import {
  ackBit,
  ackNeverBack,
  acknowledge,
  acknowledgeBeforeText,
  edgeOffered,
  finAfterClose,
  segmentArrives,
  textAfterClose,
  textArrives,
  textBeyondWindow,
  textWithAckBeforeIss,
  textWithOldAck,
  windowNotShrunk,
} from './receive-window.ts';

testRule(textArrives, established(), {
  accepts: {
    'in order': `
      0     < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101`,
    'a gap, then what fills it': `
      0     < P. 101:201(100) ack 1
      +.001 > . 1:1(0) ack 1
      +.001 < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 201`,
    'a gap, and what stood behind it was not kept': `
      0     < P. 101:201(100) ack 1
      +.001 > . 1:1(0) ack 1
      +.001 < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101`,
  },
  rejects: {
    'more than has arrived': {
      by: 'acknowledgment',
      trace: `
        0     < P. 1:101(100) ack 1
        +.001 > . 1:1(0) ack 102`,
    },
    'octets behind the gap': {
      by: 'acknowledgment',
      trace: `
        0     < P. 101:201(100) ack 1
        +.001 > . 1:1(0) ack 201`,
    },
  },
});

testRule(textBeyondWindow, established({ offers: 1000 }), {
  accepts: {
    'a stack may take it': `
      0     < P. 1:1101(1100) ack 1
      +.001 > . 1:1(0) ack 1101 win 1000`,
    'or leave it': `
      0     < P. 1:1101(1100) ack 1
      +.001 > . 1:1(0) ack 1 win 1000`,
  },
  rejects: {
    'but nothing beyond that': {
      by: 'acknowledgment',
      trace: `
        0     < P. 1:1101(1100) ack 1
        +.001 > . 1:1(0) ack 1102 win 1000`,
    },
  },
});

testRule(textWithOldAck, established(), {
  accepts: {
    'a stack may take it': `
      0     > P. 1:101(100) ack 1
      +.1   < . 1:1(0) ack 101
      +.1   < P. 1:101(100) ack 51
      +.001 > . 101:101(0) ack 101`,
    'or leave it': `
      0     > P. 1:101(100) ack 1
      +.1   < . 1:1(0) ack 101
      +.1   < P. 1:101(100) ack 51
      +.001 > . 101:101(0) ack 1`,
  },
  rejects: {
    'but nothing beyond it': {
      by: 'acknowledgment',
      trace: `
        0     > P. 1:101(100) ack 1
        +.1   < . 1:1(0) ack 101
        +.1   < P. 1:101(100) ack 51
        +.001 > . 101:101(0) ack 102`,
    },
  },
});

/** ISS is 0, so 4294966296 lies a thousand before it. */
const BEFORE_ISS = `
  0     < P. 1:101(100) ack 4294966296`;
testRule(textWithAckBeforeIss, established(), {
  accepts: {
    'a stack may take it': `${BEFORE_ISS}
      +.001 > . 1:1(0) ack 101`,
    'or leave it': `${BEFORE_ISS}
      +.001 > . 1:1(0) ack 1`,
  },
  rejects: {
    'but nothing beyond it': {
      by: 'acknowledgment',
      trace: `${BEFORE_ISS}
        +.001 > . 1:1(0) ack 102`,
    },
  },
});

const CLOSED_FULLY = `
  0     close()
  +.001 > F. 1:1(0) ack 1
  +.1   < . 1:1(0) ack 2`;

testRule(textAfterClose, established(), {
  accepts: {
    'a stack may acknowledge it': `${CLOSED_FULLY}
      +.1   < P. 1:101(100) ack 2
      +.001 > . 2:2(0) ack 101`,
    'or not': `${CLOSED_FULLY}
      +.1   < P. 1:101(100) ack 2`,
  },
  rejects: {
    'but nothing beyond it': {
      by: 'acknowledgment',
      trace: `${CLOSED_FULLY}
        +.1   < P. 1:101(100) ack 2
        +.001 > . 2:2(0) ack 102`,
    },
  },
});

testRule(finAfterClose, established(), {
  accepts: {
    'a FIN is acknowledged': `${CLOSED_FULLY}
      +.1   < F. 1:1(0) ack 2
      +.001 > . 2:2(0) ack 2`,
  },
  rejects: {
    'but not the number before it': {
      by: 'acknowledgment',
      trace: `${CLOSED_FULLY}
        +.1   < F. 1:1(0) ack 2
        +.001 > . 2:2(0) ack 1`,
    },
  },
});

testRule(acknowledge, established(), {
  accepts: {
    'the next number expected': `
      0     < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101`,
  },
  rejects: {
    'one more': `
      0     < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 102`,
    'a number from before': `
      0     < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101
      +.1   < P. 101:201(100) ack 1
      +.001 > . 1:1(0) ack 151
      +.1   > . 1:1(0) ack 201`,
  },
});

testRule(acknowledgeBeforeText, established(), {
  accepts: {
    'text that the ACK field lets go': `
      0     > P. 1:101(100) ack 1
      +.1   < P. 1:101(100) ack 101
      +.001 > P. 101:201(100) ack 1
      +.001 > . 201:201(0) ack 101`,
  },
  rejects: {
    'an empty segment': {
      by: 'acknowledgment',
      trace: `
        0     < P. 1:101(100) ack 1
        +.001 > . 1:1(0) ack 1
        +.001 > . 1:1(0) ack 101`,
    },
    'what had arrived before that': {
      by: 'acknowledgment',
      trace: `
        0     < P. 1:101(100) ack 1
        +.001 < P. 101:201(100) ack 1
        +.001 > P. 1:101(100) ack 1
        +.001 > . 101:101(0) ack 201`,
    },
    'nor what leaves much later': {
      by: 'acknowledgment',
      trace: `
        0     > P. 1:101(100) ack 1
        +.1   < P. 1:101(100) ack 101
        +.2   > P. 101:201(100) ack 1
        +.001 > . 201:201(0) ack 101`,
    },
  },
});

testRule(segmentArrives, established(), {
  accepts: {
    'each moves it on': `
      0     < P. 1:101(100) ack 1
      +.001 < P. 101:201(100) ack 1
      +.001 > P. 1:101(100) ack 101
      +.001 > . 101:101(0) ack 201`,
  },
  rejects: {
    'not further back': {
      by: 'acknowledgment',
      trace: `
        0     < P. 1:101(100) ack 1
        +.001 < P. 101:201(100) ack 1
        +.001 > P. 1:101(100) ack 1
        +.001 > . 101:101(0) ack 201`,
    },
  },
});

testRule(ackBit, established(), {
  accepts: { 'data with ACK': '0 > P. 1:101(100) ack 1' },
  rejects: {
    'data without': '0 > P 1:101(100)',
    'FIN without': '0 close()\n+.001 > F 1:1(0)',
  },
});

testRule(ackNeverBack, established(), {
  accepts: {
    'it moves on': `
      0     < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101`,
    'or stays': '0 > . 1:1(0) ack 1\n+1 > . 1:1(0) ack 1',
  },
  rejects: {
    'it goes back': {
      by: 'acknowledgment',
      also: ['ack-never-back'],
      trace: `
        0     < P. 1:101(100) ack 1
        +.001 > . 1:1(0) ack 101 win 65435
        +.1   > . 1:1(0) ack 1`,
    },
  },
  noFlip: 'acknowledge has narrowed RCV.NXT to the last number sent, so going back is unexplained already',
});

testRule(windowNotShrunk, established({ offers: 8000 }), {
  accepts: {
    'the edge stands': `
      0     < . 1:1001(1000) ack 1
      +.001 > . 1:1(0) ack 1001 win 7000`,
    'or moves on': `
      0     < . 1:1001(1000) ack 1
      +.001 > . 1:1(0) ack 1001 win 9000`,
    'a SYN,ACK that goes again says what it said': {
      after: synReceived({ wscale: 7 }),
      trace: `
        0     < S 0:0(0) win 65535 <mss 1460,nop,wscale 7>
        +.001 > . 1:1(0) ack 1 win 1000
        +.7   > S. 0:0(0) ack 1 win 65535 <mss 1460,nop,wscale 7>`,
    },
    'a scaled window may lose less than one unit': {
      after: established({ offers: 8000, wscale: 7 }),
      trace: `
        0     < . 1:102(101) ack 1
        +.001 > . 1:1(0) ack 102 win 61`,
    },
  },
  rejects: {
    'the edge goes back by one': `
      0     < . 1:1001(1000) ack 1
      +.001 > . 1:1(0) ack 1001 win 6999`,
    'a scaled window loses a whole unit': {
      after: established({ offers: 8000, wscale: 7 }),
      trace: `
        0     < . 1:102(101) ack 1
        +.001 > . 1:1(0) ack 102 win 60`,
    },
  },
});

testRule(edgeOffered, established({ offers: 8000 }), {
  accepts: {
    'the edge moves on': `
      0     < . 1:1001(1000) ack 1
      +.001 > . 1:1(0) ack 1001 win 9000`,
  },
  rejects: {
    'and stays where it was': {
      by: 'window-not-shrunk',
      trace: `
        0     < . 1:1001(1000) ack 1
        +.001 > . 1:1(0) ack 1001 win 9000
        +.1   > . 1:1(0) ack 1001 win 8999`,
    },
  },
});
