import { closed, synReceived, synSent } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import {
  answerSynAgain,
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
