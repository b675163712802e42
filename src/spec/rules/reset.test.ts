import {
  closed,
  connected,
  established,
  listening,
  synReceived,
  synSent,
} from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import {
  ackForNobody,
  ackTooNew,
  ackTooOld,
  challengeRst,
  challengeSyn,
  rstExact,
  rstInSynReceivedActive,
  rstInSynReceivedOther,
  rstInSynReceivedOtherActive,
  rstInSynReceivedPassive,
  rstInSynSent,
  rstInWindow,
  segmentForNobody,
  synError,
  synInWindow,
  textForNobody,
} from './reset.ts';

testRule(rstExact, established(), {
  accepts: {
    'the next segment is for nobody': `
      0     < R 1:1(0)
      +.1   < . 1:1(0) ack 1
      +.001 > R 1:1(0)`,
  },
  rejects: {
    'it acknowledges nothing any more': {
      by: 'acknowledgment',
      trace: `
        0     < R 1:1(0)
        +.1   > . 1:1(0) ack 1`,
    },
  },
});

testRule(rstInWindow, established(), {
  accepts: {
    'an older stack believes it': `
      0     < R 1001:1001(0)
      +.1   < . 1:1(0) ack 1
      +.001 > R 1:1(0)`,
    'a newer one does not': `
      0     < R 1001:1001(0)
      +.001 > . 1:1(0) ack 1
      +.1   < . 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101`,
  },
  rejects: {
    'beyond the window nobody believes it': {
      by: 'RST',
      trace: `
        0     < R 70000:70000(0)
        +.1   < . 1:1(0) ack 1
        +.001 > R 1:1(0)`,
    },
  },
});

testRule(rstInSynReceivedPassive, synReceived(), {
  accepts: {
    'back to LISTEN': `
      0     < R 1:1(0)
      +.1   < . 1:1(0) ack 1
      +.001 > R 1:1(0)`,
  },
  rejects: {
    'it acknowledges nothing any more': {
      by: 'acknowledgment',
      trace: `
        0     < R 1:1(0)
        +.001 > . 1:1(0) ack 1`,
    },
  },
});

const SIMULTANEOUS = `
  0     < S 0:0(0) <mss 1460>
  +.001 > S. 0:0(0) ack 1 <mss 1460>`;

testRule(rstInSynReceivedActive, synSent(), {
  accepts: {
    'gone: a SYN is for nobody': `${SIMULTANEOUS}
      +.1   < R 1:1(0)
      +.1   < S 0:0(0) <mss 1460>
      +.001 > R. 0:0(0) ack 1`,
  },
  rejects: {
    'it acknowledges nothing any more': {
      by: 'acknowledgment',
      trace: `${SIMULTANEOUS}
        +.1   < R 1:1(0)
        +.001 > . 1:1(0) ack 1`,
    },
  },
});

testRule(rstInSynReceivedOther, synReceived(), {
  accepts: {
    'an older stack believes it': `
      0     < R 1001:1001(0)
      +.1   < . 1:1(0) ack 1
      +.001 > R 1:1(0)`,
    'a newer one does not': `
      0     < R 1001:1001(0)
      +.1   < . 1:1(0) ack 1
      +.001 > P. 1:101(100) ack 1`,
  },
  rejects: {
    'without it': {
      by: 'RST',
      trace: `
        0     < . 1:1(0) ack 1
        +.001 > R 1:1(0)`,
    },
  },
});

testRule(rstInSynReceivedOtherActive, synSent(), {
  accepts: {
    'an older stack believes it: a SYN is for nobody': `${SIMULTANEOUS}
      +.1   < R 1001:1001(0)
      +.1   < S 0:0(0) <mss 1460>
      +.001 > R. 0:0(0) ack 1`,
    'a newer one does not': `${SIMULTANEOUS}
      +.1   < R 1001:1001(0)
      +.1   < . 1:1(0) ack 1
      +.001 > P. 1:101(100) ack 1`,
  },
  rejects: {
    'without it somebody is there': {
      by: 'RST',
      trace: `${SIMULTANEOUS}
        +.2   < S 0:0(0) <mss 1460>
        +.001 > R. 0:0(0) ack 1`,
    },
  },
});

testRule(rstInSynSent, synSent(), {
  accepts: { 'refused: silence': '0 < R. 0:0(0) ack 1' },
  rejects: {
    'the SYN again': {
      by: 'SYN',
      trace: `
        0     < R. 0:0(0) ack 1
        +1    > S 0:0(0) <mss 1460>`,
    },
  },
});

testRule(synInWindow, established(), {
  profile: 'rfc793-era',
  accepts: {
    'an older stack is gone': `
      0     < S 1001:1001(0) <mss 1460>
      +.1   < . 1:101(100) ack 1`,
  },
  rejects: {
    'of a SYN left of the window none is gone': {
      by: 'RST',
      trace: `
        0     < S 0:0(0) <mss 1460>
        +.1   < . 1:1(0) ack 1
        +.001 > R 1:1(0)`,
    },
  },
});

testRule(synError, established(), {
  profile: 'rfc793-era',
  accepts: {
    'an older stack resets': `
      0     < S 1001:1001(0) <mss 1460>
      +.001 > R 1:1(0)`,
  },
  rejects: {
    'none resets twice': {
      by: 'RST',
      trace: `
        0     < S 1001:1001(0) <mss 1460>
        +.001 > R 1:1(0)
        +.001 > R 1:1(0)`,
    },
  },
});

testRule(ackForNobody, listening(), {
  accepts: {
    'an ACK to a listener is reset': `
      0     < . 77:77(0) ack 5
      +.001 > R 5:5(0)`,
    'so it is where nobody listens': {
      after: closed(),
      trace: `
        0     < . 77:77(0) ack 5
        +.001 > R 5:5(0)`,
    },
  },
  rejects: {
    'a reset is not': {
      by: 'RST',
      trace: `
        0     < R. 77:77(0) ack 5
        +.001 > R 5:5(0)`,
    },
  },
});

testRule(segmentForNobody, closed(), {
  accepts: {
    'a SYN is reset': `
      0     < S 77:77(0) <mss 1460>
      +.001 > R. 0:0(0) ack 78`,
    'so is data without ACK': `
      0     < P 77:177(100)
      +.001 > R. 0:0(0) ack 177`,
  },
  rejects: {
    'with another number': {
      by: 'RST',
      trace: `
        0     < S 77:77(0) <mss 1460>
        +.001 > R. 0:0(0) ack 77`,
    },
  },
});

testRule(ackTooNew, synSent(), {
  accepts: {
    'reset in SYN-SENT': `
      0     < S. 0:0(0) ack 500 <mss 1460>
      +.001 > R 500:500(0)`,
    'and in SYN-RECEIVED': {
      after: synReceived(),
      trace: `
        0     < . 1:1(0) ack 500
        +.001 > R 500:500(0)`,
    },
  },
  rejects: {
    'with another number': {
      by: 'RST',
      trace: `
        0     < S. 0:0(0) ack 500 <mss 1460>
        +.001 > R 1:1(0)`,
    },
  },
});

testRule(ackTooOld, synSent(), {
  accepts: {
    'an old duplicate is reset': `
      0     < S. 0:0(0) ack 0 <mss 1460>
      +.001 > R 0:0(0)`,
    'and in SYN-RECEIVED': {
      after: synReceived(),
      trace: `
        0     < . 1:1(0) ack 0
        +.001 > R 0:0(0)`,
    },
  },
  rejects: {
    'one that acknowledges the SYN is not': {
      by: 'RST',
      trace: `
        0     < S. 0:0(0) ack 1 <mss 1460>
        +.001 > . 1:1(0) ack 1
        +.001 > R 1:1(0)`,
    },
  },
});

const CLOSED_FULLY = `
  0     close()
  +.001 > F. 1:1(0) ack 1
  +.1   < . 1:1(0) ack 2`;

testRule(textForNobody, established(), {
  accepts: {
    'data after a full CLOSE is reset': `${CLOSED_FULLY}
      +.1   < P. 1:101(100) ack 2
      +.001 > R 2:2(0)`,
    'also behind a gap': `${CLOSED_FULLY}
      +.1   < P. 101:201(100) ack 2
      +.001 > R 2:2(0)`,
  },
  rejects: {
    'an ACK is not': {
      by: 'RST',
      trace: `${CLOSED_FULLY}
        +.1   < . 1:1(0) ack 2
        +.001 > R 2:2(0)`,
    },
    'nor the octet of a keep-alive, which is not new': {
      by: 'RST',
      trace: `${CLOSED_FULLY}
        +.1   < . 0:1(1) ack 2
        +.001 > R 2:2(0)`,
    },
  },
});

testRule(challengeRst, established(), {
  accepts: {
    challenged: `
      0     < R 1001:1001(0)
      +.001 > . 1:1(0) ack 1`,
    'opened actively': {
      after: connected(),
      trace: `
        0     < R 1001:1001(0)
        +.001 > . 1:1(0) ack 1`,
    },
  },
  rejects: { 'not challenged': '0 < R 1001:1001(0)' },
});

testRule(challengeSyn, established(), {
  accepts: {
    challenged: `
      0     < S 1001:1001(0) <mss 1460>
      +.001 > . 1:1(0) ack 1`,
    'LAST-ACK ends before it is answered': `
      0     < S 1001:1001(0) <mss 1460>
      +.001 > . 1:1(0) ack 1
      +6    < F. 1:1(0) ack 1
      +.001 > . 1:1(0) ack 2
      +.1   close()
      +.001 > F. 1:1(0) ack 2
      +.1   < S 1001:1001(0) <mss 1460>
      +.01  < . 2:2(0) ack 2`,
  },
  rejects: { 'not challenged': '0 < S 1001:1001(0) <mss 1460>' },
});
