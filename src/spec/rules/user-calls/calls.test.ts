import { describe, expect, test } from 'vitest';
import {
  closed,
  established,
  listening,
  ruleTrace,
  synReceived,
  synSent,
} from '../../../checker/testing/rule-trace.ts';
import { judgeTrace, testRule } from '../../../checker/testing/test-rule.ts';
import {
  callAbort,
  callAbortResets,
  callActiveOpen,
  callClose,
  callCloseKnownUnread,
  callCloseUnread,
  callPassiveOpen,
  callReceive,
  callShutdown,
  callUnlisten,
  callUnlistenChild,
  resetOfAbort,
  resetOfUnread,
} from './calls.ts';

testRule(callPassiveOpen, listening(), {
  accepts: {
    'a listener answers a SYN': `
      0     < S 0:0(0) <mss 1460>
      +.001 > S. 0:0(0) ack 1 <mss 1460>`,
  },
  rejects: {
    'a listener resets a SYN': {
      by: 'RST',
      trace: `
        0     < S 0:0(0) <mss 1460>
        +.001 > R. 0:0(0) ack 1`,
    },
  },
});

testRule(callActiveOpen, closed(), {
  accepts: {
    'a SYN follows the call': `
      0     connect()
      +.001 > S 0:0(0) <mss 1460>`,
  },
  rejects: { 'a SYN without a call': { by: 'SYN', trace: '0 > S 0:0(0) <mss 1460>' } },
});

testRule(callShutdown, established(), {
  accepts: {
    'FIN after CLOSE for sending': `
      0     shutdown(write)
      +.001 > F. 1:1(0) ack 1`,
    'what arrives is still read': `
      0     shutdown(write)
      +.001 > F. 1:1(0) ack 1
      +.1   < . 1:101(100) ack 2
      +.001 > . 2:2(0) ack 101`,
  },
  rejects: {
    'what arrives is not acknowledged': {
      by: 'ack-within-half-a-second',
      trace: `
        0     shutdown(write)
        +.001 > F. 1:1(0) ack 1
        +.1   < . 1:101(100) ack 2`,
    },
  },
});

testRule(callClose, established(), {
  accepts: {
    'FIN after CLOSE': `
      0     close()
      +.001 > F. 1:1(0) ack 1`,
    'FIN behind what was queued': `
      0     close()
      +.001 > P. 1:1001(1000) ack 1
      +.001 > F. 1001:1001(0) ack 1`,
  },
  rejects: {
    'RST although nothing was left unread': {
      by: 'RST',
      trace: `
        0     close()
        +.001 > R. 1:1(0) ack 1`,
    },
    'SYN after CLOSE in SYN-SENT': {
      by: 'SYN',
      after: synSent(),
      trace: `
        0     close()
        +1    > S 0:0(0) <mss 1460>`,
    },
  },
});

testRule(callCloseUnread, established(), {
  accepts: {
    'RST tells the peer that its data is lost': `
      0     < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101
      +.1   close()
      +.001 > R. 1:1(0) ack 101`,
    'an ACK that crosses the RST gets its own': `
      0     < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101
      +.1   close()
      +.001 < . 101:101(0) ack 1
      +.001 > R. 1:1(0) ack 101
      +.001 > R 1:1(0)`,
  },
  rejects: {
    'a second RST': {
      by: 'RST',
      trace: `
        0     < P. 1:101(100) ack 1
        +.001 > . 1:1(0) ack 101
        +.1   close()
        +.001 > R. 1:1(0) ack 101
        +.001 > R. 1:1(0) ack 101`,
    },
    'a FIN alone is no data': {
      by: 'RST',
      trace: `
        0     < F. 1:1(0) ack 1
        +.001 > . 1:1(0) ack 2
        +.1   close()
        +.001 > R. 1:1(0) ack 2`,
    },
    'nothing was ever received': {
      by: 'RST',
      trace: `
        0     close()
        +.001 < . 1:1(0) ack 1
        +.001 > R. 1:1(0) ack 1`,
    },
  },
});

testRule(callAbort, established(), {
  accepts: {
    'after it nobody is there': `
      0     abort()
      +.001 > R. 1:1(0) ack 1
      +.1   < . 1:1(0) ack 1
      +.001 > R 1:1(0)`,
    'in SYN-SENT too': {
      after: synSent(),
      trace: `
        0     abort()
        +.1   < S. 0:0(0) ack 1 <mss 1460>
        +.001 > R 1:1(0)`,
    },
  },
  rejects: {
    'an ACK after it': {
      by: 'acknowledgment',
      trace: `
        0     abort()
        +.001 > R. 1:1(0) ack 1
        +.1   > . 1:1(0) ack 1`,
    },
  },
});

testRule(callAbortResets, established(), {
  accepts: {
    'RST after ABORT': `
      0     abort()
      +.001 > R. 1:1(0) ack 1`,
  },
  rejects: {
    'RST after ABORT in SYN-SENT': {
      by: 'RST',
      after: synSent(),
      trace: `
        0     abort()
        +.001 > R 1:1(0)`,
    },
    'a second RST': {
      by: 'RST',
      trace: `
        0     abort()
        +.001 > R. 1:1(0) ack 1
        +.001 > R. 1:1(0) ack 1`,
    },
  },
});

testRule(callUnlisten, listening(), {
  accepts: {
    'a SYN to a listener that has gone is reset': `
      0     close(listener)
      +.1   < S 0:0(0) <mss 1460>
      +.001 > R. 0:0(0) ack 1`,
  },
  rejects: {
    'the RST acknowledges something else': {
      by: 'RST',
      trace: `
        0     close(listener)
        +.1   < S 0:0(0) <mss 1460>
        +.001 > R. 0:0(0) ack 2`,
    },
  },
});

testRule(callUnlistenChild, synReceived(), {
  accepts: {
    'RST for a child in SYN-RECEIVED': `
      0     close(listener)
      +.001 > R. 1:1(0) ack 1`,
    'and for one that is established and that nobody has accepted': `
      0     < . 1:1(0) ack 1
      +.1   close(listener)
      +.001 > R. 1:1(0) ack 1`,
    'the child lives on': `
      0     close(listener)
      +.1   < . 1:1(0) ack 1
      +.1   < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101`,
  },
  rejects: {
    'RST for a connection that was accepted': {
      by: 'RST',
      after: established(),
      trace: `
        0     close(listener)
        +.001 > R. 1:1(0) ack 1`,
    },
  },
});

const RECEIVED = `
  0     < P. 1:101(100) ack 1
  +.001 > . 1:1(0) ack 101`;

testRule(resetOfUnread, established(), {
  accepts: {
    'half of it is unread': `${RECEIVED}
      +.1   recv(50)
      +.1   close()
      +.001 > R. 1:1(0) ack 101`,
  },
  rejects: {
    'a FIN instead': `${RECEIVED}
      +.1   recv(50)
      +.1   close()
      +.001 > F. 1:1(0) ack 101
      +.1   < . 101:101(0) ack 2`,
  },
});

describe('octets that arrive just before a CLOSE', () => {
  const found = (lag: number): readonly string[] => {
    const trace = ruleTrace(
      established(),
      `${RECEIVED}
      +.1   recv(100)
      +.1   < P. 101:201(100) ack 1
      +.002 close()
      +.001 > F. 1:1(0) ack 101
      +.1   > . 2:2(0) ack 201
      +.1   < . 201:201(0) ack 2`,
    );
    const header = { ...trace.header, lag: { ...trace.header.lag, in: lag } };
    return judgeTrace({ ...trace, header }).findings.map((f) => f.rule);
  };
  test('may not have been there for the user where the stack reads late', () => {
    expect(found(5e6)).toEqual([]);
  });
  test('were there where it does not', () => {
    expect(found(0)).toContain('reset-of-unread-data');
  });
});

testRule(callReceive, established(), {
  accepts: {
    'all of it is read, and a FIN will do': `${RECEIVED}
      +.1   recv(60)
      +.1   recv(40)
      +.1   close()
      +.001 > F. 1:1(0) ack 101
      +.1   < . 101:101(0) ack 2`,
    'the FIN of the peer is nothing to read': `
      0     < FP. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 102
      +.1   recv(100)
      +.1   close()
      +.001 > F. 1:1(0) ack 102
      +.1   < . 102:102(0) ack 2`,
  },
  rejects: {
    'what came after it is unread': {
      by: 'reset-of-unread-data',
      trace: `${RECEIVED}
        +.1   recv(100)
        +.1   < P. 101:201(100) ack 1
        +.001 > . 1:1(0) ack 201
        +.1   close()
        +.001 > F. 1:1(0) ack 201
        +.1   < . 201:201(0) ack 2`,
    },
  },
});

testRule(callCloseKnownUnread, established(), {
  noFlip: 'any CLOSE after data was received may be an abort; this one walked stacks always make',
  accepts: {
    'an RST tells the peer': `${RECEIVED}
      +.1   recv(50)
      +.1   close()
      +.001 > R. 1:1(0) ack 101`,
  },
  rejects: {
    'a FIN does not': {
      by: 'reset-of-unread-data',
      trace: `${RECEIVED}
        +.1   recv(50)
        +.1   close()
        +.001 > F. 1:1(0) ack 101
        +.1   < . 101:101(0) ack 2`,
    },
  },
});

testRule(resetOfAbort, established(), {
  accepts: {
    'a reset at once': `
      0     abort()
      +.001 > R. 1:1(0) ack 1`,
  },
  rejects: {
    'no reset': `
      0     abort()
      +1    < . 1:1(0) ack 1
      +1    < . 1:1(0) ack 1`,
    'one a second later': `
      0     abort()
      +1    > R. 1:1(0) ack 1`,
  },
});
