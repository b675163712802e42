import {
  closed,
  established,
  listening,
  type Prelude,
  synReceived,
  synSent,
} from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import {
  givesUp,
  heard,
  keepAliveFails,
  keepAliveSent,
  resetAfterClose,
  resetGivingUp,
  resetOfAck,
  resetOfSegment,
  resetOfSyn,
  resetOfSynUnlogged,
  resetOfTextAfterClose,
  resetOnAbort,
  resetUnlogged,
} from './reset.ts';

testRule(resetOfAck, listening(), {
  accepts: {
    'at the number that was acknowledged': `
      0     < . 77:77(0) ack 5
      +.001 > R 5:5(0)`,
  },
  rejects: {
    'at another number': `
      0     < . 77:77(0) ack 5
      +.001 > R 6:6(0)`,
    twice: `
      0     < . 77:77(0) ack 5
      +.001 > R 5:5(0)
      +.001 > R 5:5(0)`,
  },
});

testRule(resetOfSegment, closed(), {
  accepts: {
    'at 0, acknowledging the segment': `
      0     < S 77:77(0) <mss 1460>
      +.001 > R. 0:0(0) ack 78`,
  },
  rejects: {
    'acknowledging something else': `
      0     < S 77:77(0) <mss 1460>
      +.001 > R. 0:0(0) ack 79`,
  },
});

testRule(resetOnAbort, established(), {
  accepts: {
    'at the highest number': `
      0     > P. 1:101(100) ack 1
      +.1   abort()
      +.001 > R. 101:101(0) ack 1`,
    'or below, where the sender has stepped back': `
      0     > P. 1:101(100) ack 1
      +.1   abort()
      +.001 > R. 1:1(0) ack 1`,
  },
  rejects: {
    'beyond it': `
      0     > P. 1:101(100) ack 1
      +.1   abort()
      +.001 > R. 102:102(0) ack 1`,
    'below what is outstanding': `
      0     > P. 1:101(100) ack 1
      +.1   < . 1:1(0) ack 101
      +.1   abort()
      +.001 > R. 1:1(0) ack 1`,
    'nobody has aborted': {
      by: 'RST',
      trace: '0 > R. 1:1(0) ack 1',
    },
  },
});

testRule(resetOfSyn, established(), {
  profile: 'rfc793-era',
  accepts: {
    'of a SYN in the window': `
      0     < S 1001:1001(0) <mss 1460>
      +.001 > R 1:1(0)`,
  },
  rejects: {
    twice: `
      0     < S 1001:1001(0) <mss 1460>
      +.001 > R 1:1(0)
      +.001 > R 1:1(0)`,
    'of one that came before': {
      by: 'RST',
      trace: `
        0     < S 0:0(0) <mss 1460>
        +.001 > R 1:1(0)`,
    },
  },
});

testRule(resetOfTextAfterClose, established(), {
  accepts: {
    'behind a gap, while the FIN is on its way': `
      0     close()
      +.001 > F. 1:1(0) ack 1
      +.1   < P. 101:201(100) ack 1
      +.001 > R 2:2(0)`,
  },
  rejects: {
    'where no text came': {
      by: 'RST',
      trace: `
        0     close()
        +.001 > F. 1:1(0) ack 1
        +.1   < . 1:1(0) ack 1
        +.001 > R 2:2(0)`,
    },
  },
});

testRule(resetAfterClose, established(), {
  accepts: {
    'the user closes fully what it had closed for sending': `
      0     < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101
      +.1   shutdown(write)
      +.001 > F. 1:1(0) ack 101
      +.1   < . 101:101(0) ack 2
      +.1   close()
      +.001 > R. 2:2(0) ack 101`,
    'after a FIN all the same': `
      0     < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101
      +.1   close()
      +.001 > F. 1:1(0) ack 101
      +.1   > R. 2:2(0) ack 101`,
  },
  rejects: {
    'nothing was ever received': {
      by: 'RST',
      trace: `
        0     close()
        +.001 > F. 1:1(0) ack 1
        +.1   > R. 2:2(0) ack 1`,
    },
    'the user still reads': {
      by: 'RST',
      trace: `
        0     < P. 1:101(100) ack 1
        +.001 > . 1:1(0) ack 101
        +.1   shutdown(write)
        +.001 > F. 1:1(0) ack 101
        +.1   > R. 2:2(0) ack 101`,
    },
  },
});

testRule(resetGivingUp, established(), {
  accepts: {
    'nothing was heard for a minute': `
      0     > P. 1:101(100) ack 1
      +.3   > P. 1:101(100) ack 1
      +5    > P. 1:101(100) ack 1
      +60   > R. 101:101(0) ack 1`,
    'in SYN-RECEIVED': { after: synReceived(), trace: '60 > R. 1:1(0) ack 1' },
  },
  rejects: {
    'something was heard just now': `
      0     > P. 1:101(100) ack 1
      +5    > P. 1:101(100) ack 1
      +60   < . 1:1(0) ack 1
      +.1   > R. 101:101(0) ack 1`,
    'beyond the highest number': {
      by: 'RST',
      trace: '60 > R. 2:2(0) ack 1',
    },
  },
});

testRule(heard, established(), {
  accepts: { 'silence from the last segment on': '60 > R. 1:1(0) ack 1' },
  rejects: {
    'each segment ends the silence': {
      by: 'RST',
      trace: `
        60    < . 1:1(0) ack 1
        +.5   > R. 1:1(0) ack 1`,
    },
  },
});

testRule(givesUp, established(), {
  accepts: {
    'a minute after the last word nobody is there': `
      0     > P. 1:101(100) ack 1
      +5    > P. 1:101(100) ack 1
      +60   < . 1:1(0) ack 1
      +.001 > R 1:1(0)`,
    'in SYN-SENT': {
      after: synSent(),
      trace: `
        5     > S 0:0(0) <mss 1460>
        60    < S. 0:0(0) ack 1 <mss 1460>
        +.001 > R 1:1(0)`,
    },
  },
  rejects: {
    'not where all was acknowledged': {
      by: 'RST',
      trace: `
        0     > P. 1:101(100) ack 1
        +.1   < . 1:1(0) ack 101
        +60   < . 1:1(0) ack 101
        +.001 > R 101:101(0)`,
    },
    'not after five seconds': {
      by: 'RST',
      trace: `
        0     > P. 1:101(100) ack 1
        +5    < . 1:1(0) ack 1
        +.001 > R 1:1(0)`,
    },
  },
});

testRule(resetUnlogged, established({ api: false }), {
  accepts: {
    'an RST shows that the user has given up': '0 > R. 1:1(0) ack 1',
    'also in SYN-SENT, where an ACK finds nobody': {
      after: synSent({ api: false }),
      trace: `
        0     < . 77:77(0) ack 1
        +.001 > R 1:1(0)`,
    },
  },
  rejects: {
    'not beyond the highest number': '0 > R. 2:2(0) ack 1',
  },
});

/** A SYN whose number is not that of the RST. */
const asked = (api: boolean): Prelude => {
  const before = synSent({ api });
  return { ...before, lines: before.lines.map((line) => line.replace('> S 0:0(0)', '> S 5000:5000(0)')) };
};
testRule(resetOfSynUnlogged, asked(false), {
  accepts: {
    'the user has closed in SYN-SENT, and the SYN of the peer finds nobody': `
      0     < S 77:77(0) win 65535 <mss 1460>
      +.001 > R. 0:0(0) ack 78`,
  },
  rejects: {
    'the answer to another SYN': {
      by: 'RST',
      trace: `
        0     < S 77:77(0) win 65535 <mss 1460>
        +.001 > R. 0:0(0) ack 77`,
    },
    'where calls would have shown it': {
      after: asked(true),
      by: 'RST',
      trace: `
        0     < S 77:77(0) win 65535 <mss 1460>
        +.001 > R. 0:0(0) ack 78`,
    },
  },
});

/** Two keep-alives, and nobody answers in time. */
const UNANSWERED = `
  10    > . 0:0(0) ack 1
  +.9   > . 0:0(0) ack 1`;
testRule(keepAliveFails, established(), {
  accepts: {
    'what comes later finds nobody': `${UNANSWERED}
      +10   < . 1:1(0) ack 1
      +.001 > R 1:1(0)`,
  },
  rejects: {
    'where no keep-alive was sent somebody is there': {
      by: 'RST',
      trace: `
        20    < . 1:1(0) ack 1
        +.001 > R 1:1(0)`,
    },
  },
});
testRule(keepAliveSent, established(), {
  accepts: {
    'also one with an octet': `
      0     > P. 1:101(100) ack 1
      +.1   < . 1:1(0) ack 101
      +10   > . 100:101(1) ack 1
      +10   < . 1:1(0) ack 101
      +.001 > R 101:101(0)`,
  },
  rejects: {
    'one that was answered has not failed': {
      by: 'RST',
      trace: `${UNANSWERED}
        +.1   < . 1:1(0) ack 1
        +10   < . 1:1(0) ack 1
        +.001 > R 1:1(0)`,
    },
  },
});
