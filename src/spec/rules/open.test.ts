import { expect, test } from 'vitest';
import {
  closed,
  connected,
  listening,
  ruleTrace,
  synReceived,
  synSent,
} from '../../checker/testing/rule-trace.ts';
import { judgeTrace, testRule } from '../../checker/testing/test-rule.ts';
import { currentPractice } from '../profile.ts';
import {
  activeOpen,
  activeOpenUnlogged,
  finOnSyn,
  issChosen,
  listenSyn,
  otherSyn,
  passiveOpen,
  synAckAfterAck,
  synAckAnswer,
  synAckOnSynTimeout,
  synAckOnTimeout,
  synAgain,
  synOnTimeout,
  synReceivedAck,
  synReceivedOther,
  synSentSyn,
  synSentSynAck,
  textOfSynTaken,
} from './open.ts';

testRule(listenSyn, listening(), {
  accepts: {
    'SYN,ACK acknowledges the SYN': `
      0     < S 0:0(0) <mss 1460>
      +.001 > S. 0:0(0) ack 1 <mss 1460>`,
  },
  rejects: {
    'SYN,ACK acknowledges one more': {
      by: 'acknowledgment',
      trace: `
        0     < S 0:0(0) <mss 1460>
        +.001 > S. 0:0(0) ack 2 <mss 1460>`,
    },
  },
});

/** The user accepts and closes: from CLOSE-WAIT that ends the connection, from ESTABLISHED it does not. */
const CLOSED_AFTER = (next: number): string => `
  +.1   < . ${next}:${next}(0) ack 1
  +.1   call 3 accept(3)
  +0    return 3 = 4 { local=192.0.2.1:80, remote=192.0.2.2:2000 }
  +.1   shutdown(write)
  +.001 > F. 1:1(0) ack ${next}
  +.1   < . ${next}:${next}(0) ack 2
  +.1   < . ${next}:${next}(0) ack 2
  +.001 > R 2:2(0)`;

testRule(finOnSyn, listening(), {
  accepts: {
    'the peer has closed with its SYN': `
      0     < SF 0:100(100) <mss 1460>
      +.001 > S. 0:0(0) ack 102 win 65535 <mss 1460>${CLOSED_AFTER(102)}`,
  },
  rejects: {
    'text alone closes nothing': {
      by: 'RST',
      trace: `
        0     < S 0:101(101) <mss 1460>
        +.001 > S. 0:0(0) ack 102 win 65535 <mss 1460>${CLOSED_AFTER(102)}`,
    },
  },
});

testRule(textOfSynTaken, listening(), {
  accepts: {
    'what the SYN,ACK left out waits for the end of the handshake': `
      0     < S 0:100(100) <mss 1460>
      +.001 > S. 0:0(0) ack 1 win 65535 <mss 1460>
      +.1   < . 101:101(0) ack 1
      +.001 > . 1:1(0) ack 101`,
    'a FIN waits too': `
      0     < SF 0:0(0) <mss 1460>
      +.001 > S. 0:0(0) ack 1 win 65535 <mss 1460>
      +.1   < . 2:2(0) ack 1
      +.001 > . 1:1(0) ack 2`,
    'or is dropped': `
      0     < S 0:100(100) <mss 1460>
      +.001 > S. 0:0(0) ack 1 win 65535 <mss 1460>
      +.1   < . 1:1(0) ack 1
      +.1   > P. 1:101(100) ack 1`,
  },
  rejects: {
    'no more than came': {
      by: 'acknowledgment',
      trace: `
        0     < S 0:100(100) <mss 1460>
        +.001 > S. 0:0(0) ack 1 win 65535 <mss 1460>
        +.1   < . 1:1(0) ack 1
        +.001 > . 1:1(0) ack 102`,
    },
  },
});

testRule(synAgain, synReceived(), {
  accepts: {
    'a SYN that comes again is answered at once': `
      0     < S 0:0(0) <mss 1460>
      +.001 > S. 0:0(0) ack 1 <mss 1460>`,
  },
  rejects: {
    'answered twice': {
      by: 'SYN',
      trace: `
        0     < S 0:0(0) <mss 1460>
        +.001 > S. 0:0(0) ack 1 <mss 1460>
        +.001 > S. 0:0(0) ack 1 <mss 1460>`,
    },
  },
});

testRule(otherSyn, synReceived(), {
  accepts: {
    'back to LISTEN, where an ACK is reset': `
      0     < S 100:100(0) <mss 1460>
      +.1   < . 1:1(0) ack 1
      +.001 > R 1:1(0)`,
  },
  rejects: {
    'without the other SYN the ACK is not reset': {
      by: 'RST',
      trace: `
        0     < . 1:1(0) ack 1
        +.001 > R 1:1(0)`,
    },
  },
});

testRule(synSentSynAck, synSent(), {
  accepts: {
    'ACK and data': `
      0     < S. 0:0(0) ack 1 <mss 1460>
      +.001 > . 1:1(0) ack 1
      +.001 > P. 1:101(100) ack 1`,
  },
  rejects: {
    'data with no ACK number that fits': {
      by: 'acknowledgment',
      trace: `
        0     < S. 0:0(0) ack 1 <mss 1460>
        +.001 > . 1:1(0) ack 2`,
    },
  },
});

testRule(synSentSyn, synSent(), {
  accepts: {
    'simultaneous open': `
      0     < S 0:0(0) <mss 1460>
      +.001 > S. 0:0(0) ack 1 <mss 1460>
      +.1   < . 1:1(0) ack 1
      +.001 > P. 1:101(100) ack 1`,
    'closed before the SYN is acknowledged': `
      0     < S 0:0(0) <mss 1460>
      +.001 > S. 0:0(0) ack 1 <mss 1460>
      +.01  close()
      +.001 > F. 1:1(0) ack 1`,
  },
  rejects: {
    'SYN,ACK with a number of its own': {
      by: 'SYN',
      trace: `
        0     < S 0:0(0) <mss 1460>
        +.001 > S. 7:7(0) ack 1 <mss 1460>`,
    },
  },
});

testRule(synReceivedAck, synReceived(), {
  accepts: {
    'data after the handshake': `
      0     < . 1:1(0) ack 1
      +.001 > P. 1:101(100) ack 1`,
  },
  rejects: {
    'SYN,ACK again although it was acknowledged, and text came': {
      by: 'SYN',
      trace: `
        0     < P. 1:101(100) ack 1
        +.001 > . 1:1(0) ack 101
        +1.5  > S. 0:0(0) ack 101 <mss 1460>`,
    },
  },
});

testRule(synReceivedOther, synReceived(), {
  accepts: {
    'a segment behind a gap completes the handshake': `
      0     < . 101:201(100) ack 1
      +.001 > P. 1:101(100) ack 1`,
  },
  rejects: {
    'its ACK is of nothing sent': {
      by: 'new octets',
      trace: `
        0     < . 101:201(100) ack 500
        +.001 > P. 1:101(100) ack 1`,
    },
  },
});

testRule(activeOpen, closed(), {
  accepts: {
    'a SYN after the call': `
      0     connect()
      +.001 > S 0:0(0) <mss 1460>`,
  },
  rejects: {
    'a second SYN with another number, at once': {
      by: 'SYN',
      trace: `
        0     connect()
        +.001 > S 0:0(0) <mss 1460>
        +.001 > S 99:99(0) <mss 1460>`,
    },
  },
});

testRule(activeOpenUnlogged, closed({ api: false }), {
  accepts: {
    'a SYN where no calls are in the trace': `
      0     > S 0:0(0) <mss 1460>
      +.1   < S. 0:0(0) ack 1 <mss 1460>
      +.001 > . 1:1(0) ack 1`,
  },
  rejects: {
    'where they are, the call is missing': {
      by: 'SYN',
      after: { ...closed(), api: true },
      trace: '0 > S 0:0(0) <mss 1460>',
    },
  },
});

testRule(synOnTimeout, synSent(), {
  accepts: {
    'after a second, then after two': `
      .6    > S 0:0(0) <mss 1460>
      +2    > S 0:0(0) <mss 1460>`,
  },
  rejects: {
    'a second time too early': `
      .6    > S 0:0(0) <mss 1460>
      +1.9  > S 0:0(0) <mss 1460>`,
    'with another number': {
      by: 'SYN',
      trace: '.6 > S 5:5(0) <mss 1460>',
    },
  },
});

testRule(passiveOpen, listening(), {
  accepts: {
    'SYN,ACK': `
      0     < S 0:0(0) <mss 1460>
      +.001 > S. 0:0(0) ack 1 <mss 1460>`,
  },
  rejects: {
    'SYN without ACK': {
      by: 'SYN',
      trace: `
        0     < S 0:0(0) <mss 1460>
        +.001 > S 0:0(0) <mss 1460>`,
    },
  },
});

testRule(synAckAnswer, synReceived(), {
  accepts: {
    'of a SYN that came again': `
      0     < S 0:0(0) <mss 1460>
      +.001 > S. 0:0(0) ack 1 <mss 1460>`,
    'in a simultaneous open': {
      after: synSent(),
      trace: `
        0     < S 0:0(0) <mss 1460>
        +.001 > S. 0:0(0) ack 1 <mss 1460>`,
    },
  },
  rejects: {
    'of nothing': { by: 'SYN', trace: '0 > S. 0:0(0) ack 1 <mss 1460>' },
  },
});

testRule(synAckOnTimeout, synReceived(), {
  accepts: {
    'after a second, then after two': `
      .6    > S. 0:0(0) ack 1 <mss 1460>
      +2    > S. 0:0(0) ack 1 <mss 1460>`,
  },
  rejects: {
    'a second time too early': `
      .6    > S. 0:0(0) ack 1 <mss 1460>
      +1.9  > S. 0:0(0) ack 1 <mss 1460>`,
  },
});

testRule(synAckOnSynTimeout, synSent(), {
  accepts: {
    'one RTO after the SYN, soon after the SYN,ACK': `
      .3    < S 0:0(0) <mss 1460>
      +.001 > S. 0:0(0) ack 1 <mss 1460>
      .6    > S. 0:0(0) ack 1 <mss 1460>`,
  },
  rejects: {
    'before the SYN has timed out': {
      by: 'SYN',
      trace: `
        .3    < S 0:0(0) <mss 1460>
        +.001 > S. 0:0(0) ack 1 <mss 1460>
        +.1   > S. 0:0(0) ack 1 <mss 1460>`,
    },
  },
});

testRule(synAckAfterAck, synReceived(), {
  accepts: {
    'the ACK was dropped': `
      0     < . 1:1(0) ack 1
      .7    > S. 0:0(0) ack 1 <mss 1460>`,
    'twice, and text ends it': `
      0     < . 1:1(0) ack 1
      .7    > S. 0:0(0) ack 1 <mss 1460>
      +.1   < . 1:1(0) ack 1
      +2    > S. 0:0(0) ack 1 <mss 1460>
      +.1   < P. 1:101(100) ack 1
      +.1   > . 1:1(0) ack 101`,
  },
  rejects: {
    'text was acknowledged': {
      by: 'SYN',
      trace: `
        0     < P. 1:101(100) ack 1
        +.001 > . 1:1(0) ack 101
        +1.2  > S. 0:0(0) ack 101 <mss 1460>`,
    },
    'who has opened has no SYN,ACK': {
      by: 'SYN',
      after: connected(),
      trace: '1.5 > S. 0:0(0) ack 1 <mss 1460>',
    },
  },
});

test('that the ACK was dropped is a finding where nothing is tolerated', () => {
  const trace = ruleTrace(
    synReceived(),
    `
      0     < . 1:1(0) ack 1
      .7    > S. 0:0(0) ack 1 <mss 1460>`,
  );
  const profile = { ...currentPractice, id: 'mine', values: { tolerated: 0 } };
  expect(judgeTrace(trace, { profile }).findings.map((f) => f.rule)).toEqual(['SYN']);
});

testRule(issChosen, synSent(), {
  accepts: {
    'the SYN again has the same number': '.6 > S 0:0(0) <mss 1460>',
  },
  rejects: {
    'the SYN again has another number': { by: 'SYN', trace: '.6 > S 1:1(0) <mss 1460>' },
    'the SYN,ACK again has another number': {
      by: 'SYN',
      after: synReceived(),
      trace: '1.2 > S. 1:1(0) ack 1 <mss 1460>',
    },
  },
});
