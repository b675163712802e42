import { closed, listening, synReceived, synSent } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import {
  answerSynAgain,
  closedListenerProvokes,
  otherSynProvokes,
  resetForAckTooNew,
  resetForAckTooOld,
  resetForNobody,
  synAckOfCrossing,
} from './owed-answer.ts';

testRule(resetForNobody, closed(), {
  accepts: {
    'a SYN, refused': `
      0     < S 0:0(0) <mss 1460>
      +.001 > R. 0:0(0) ack 1`,
    'an ACK, refused': `
      0     < . 1:1(0) ack 77
      +.001 > R 77:77(0)`,
    'of two at once one may wait': `
      0     < . 1:1(0) ack 77
      +0    < . 1:1(0) ack 77
      +.001 > R 77:77(0)`,
  },
  rejects: {
    'a SYN, ignored': '0 < S 0:0(0) <mss 1460>',
    'an ACK, ignored': '0 < . 1:1(0) ack 77',
  },
});

testRule(resetForAckTooNew, synSent(), {
  accepts: {
    'a number never sent': `
      0     < . 1:1(0) ack 77
      +.001 > R 77:77(0)`,
  },
  rejects: { ignored: '0 < S. 0:0(0) ack 77 <mss 1460>' },
});

testRule(resetForAckTooOld, synSent(), {
  accepts: {
    'the number before the own SYN': `
      0     < . 1:1(0) ack 0
      +.001 > R 0:0(0)`,
  },
  rejects: { ignored: '0 < . 1:1(0) ack 0' },
});

testRule(synAckOfCrossing, synSent(), {
  accepts: {
    'SYN,ACK': `
      0     < S 0:0(0) <mss 1460>
      +.001 > S. 0:0(0) ack 1 <mss 1460>`,
  },
  rejects: { ignored: '0 < S 0:0(0) <mss 1460>' },
});

testRule(answerSynAgain, synReceived(), {
  accepts: {
    'SYN,ACK again': `
      1     < S 0:0(0) <mss 1460>
      +.001 > S. 0:0(0) ack 1 <mss 1460>`,
    'an ACK': `
      1     < S 0:0(0) <mss 1460>
      +.001 > . 1:1(0) ack 1`,
  },
  rejects: { ignored: '1 < S 0:0(0) <mss 1460>' },
});

testRule(otherSynProvokes, synReceived(), {
  accepts: {
    'an RST of another SYN': `
      1     < S 500:500(0) <mss 1460>
      +.001 > R. 0:0(0) ack 501`,
  },
  rejects: {
    'of something else': {
      by: 'RST',
      trace: `
        1     < S 500:500(0) <mss 1460>
        +.001 > R. 0:0(0) ack 502`,
    },
  },
});

/** Surely LISTEN, if nobody has closed it: a SYN was answered and its connection reset. */
const RESET_IN_SYN_RECEIVED = `
  0     < S 77:77(0) win 65535 <mss 1460>
  +.001 > S. 5000:5000(0) ack 78 win 65535 <mss 1460>
  +.1   < R 78:78(0) win 0`;
testRule(closedListenerProvokes, listening({ api: false }), {
  accepts: {
    'an RST of what has no ACK': `${RESET_IN_SYN_RECEIVED}
      +.1   < P 178:278(100) win 0
      +.001 > R. 0:0(0) ack 278`,
    'and of a SYN': `${RESET_IN_SYN_RECEIVED}
      +.1   < S 900:900(0) win 65535 <mss 1460>
      +.001 > R. 0:0(0) ack 901`,
  },
  rejects: {
    'of something else': {
      by: 'RST',
      trace: `${RESET_IN_SYN_RECEIVED}
        +.1   < P 178:278(100) win 0
        +.001 > R. 0:0(0) ack 279`,
    },
  },
});
