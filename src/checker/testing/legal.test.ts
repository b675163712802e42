/**
 * Legal behaviour that has looked like a departure, and the departures beside it: what the first may do, the
 * second may not.
 */
import { describe, expect, test } from 'vitest';
import { departures, found, legal } from './legal.ts';
import {
  closed,
  connected,
  established,
  listening,
  type Prelude,
  ruleTrace,
  synReceived,
  synSent,
} from './rule-trace.ts';

const SENT_AND_ACKED = `
  0     > P. 1:6(5) ack 1 data "hello"
  +.1   < . 1:1(0) ack 6`;

describe('keep-alives and probes with an octet that was acknowledged', () => {
  legal({
    'garbage at SND.UNA - 1': {
      after: established(),
      trace: `${SENT_AND_ACKED}
        +10   > . 5:6(1) ack 1 data "x"
        +.1   < . 1:1(0) ack 6
        +10   > . 5:6(1) ack 1 data "y"
        +.1   < . 1:1(0) ack 6`,
    },
    'nothing was sent but the SYN': {
      after: established(),
      trace: `
        10    > . 0:1(1) ack 1 data "x"
        +.1   < . 1:1(0) ack 1`,
    },
    'without an octet': {
      after: connected(),
      trace: `${SENT_AND_ACKED}
        +10   > . 5:5(0) ack 1
        +.1   < . 1:1(0) ack 6`,
    },
    'the peer closed its window': {
      after: established(),
      trace: `
        0     > P. 1:6(5) ack 1 data "hello"
        +.1   < . 1:1(0) ack 6 win 0
        +.3   > . 5:6(1) ack 1 data "x"
        +.1   < . 1:1(0) ack 6 win 0
        +.6   > . 5:6(1) ack 1 data "x"
        +.1   < . 1:1(0) ack 6 win 500
        +.001 > P. 6:11(5) ack 1 data "world"`,
    },
    'the octet has the number of the FIN': {
      after: established(),
      trace: `
        0     shutdown(write)
        +.001 > F. 1:1(0) ack 1
        +.1   < . 1:1(0) ack 2
        +100  > . 1:2(1) ack 1 data "x"
        +.1   < . 1:1(0) ack 2`,
    },
    'data goes on behind it': {
      after: established(),
      trace: `${SENT_AND_ACKED}
        +10   > . 5:6(1) ack 1 data "x"
        +.1   < . 1:1(0) ack 6
        +.001 > P. 6:11(5) ack 1 data "world"`,
    },
  });
  departures({
    'two octets': {
      after: established(),
      trace: `${SENT_AND_ACKED}
        +10   > . 4:6(2) ack 1 data "lo"`,
      by: 'old octets',
    },
    'further back': {
      after: established(),
      trace: `${SENT_AND_ACKED}
        +10   > . 4:5(1) ack 1 data "l"`,
      by: 'old octets',
    },
    'garbage for an octet that was not acknowledged': {
      after: established(),
      trace: `
        0     > P. 1:2(1) ack 1 data "h"
        +.4   > P. 1:2(1) ack 1 data "x"`,
      by: 'same-octets-again',
    },
  });
});

describe('an RST in SYN-RECEIVED of an active open', () => {
  const simultaneous = `
    0     < S 0:0(0) <mss 1460>
    +.001 > S. 0:0(0) ack 1 win 65535 <mss 1460>`;
  legal({
    'one in the window may close it: a SYN is for nobody': {
      after: synSent(),
      trace: `${simultaneous}
        +.1   < R 1001:1001(0)
        +.1   < S 0:0(0) <mss 1460>
        +.001 > R. 0:0(0) ack 1`,
    },
  });
  departures({
    'without it the SYN is not for nobody': {
      after: synSent(),
      trace: `${simultaneous}
        +.2   < S 0:0(0) <mss 1460>
        +.001 > R. 0:0(0) ack 1`,
      by: 'RST',
    },
  });
});

describe('text and FIN on a SYN', () => {
  legal({
    'the SYN,ACK covers the text': {
      after: listening(),
      trace: `
        0     < S 0:100(100) <mss 1460>
        +.001 > S. 0:0(0) ack 101 win 65535 <mss 1460>
        +.1   < . 101:101(0) ack 1
        +.001 > P. 1:101(100) ack 101`,
    },
    'it leaves the text': {
      after: listening(),
      trace: `
        0     < S 0:100(100) <mss 1460>
        +.001 > S. 0:0(0) ack 1 win 65535 <mss 1460>
        +.1   < P. 1:101(100) ack 1
        +.001 > . 1:1(0) ack 101`,
    },
    'the SYN,ACK covers a FIN': {
      after: listening(),
      trace: `
        0     < SF 0:100(100) <mss 1460>
        +.001 > S. 0:0(0) ack 102 win 65535 <mss 1460>
        +.1   < . 102:102(0) ack 1
        +.1   call 3 accept(3)
        +0    return 3 = 4 { local=192.0.2.1:80, remote=192.0.2.2:2000 }
        +.1   shutdown(write)
        +.001 > F. 1:1(0) ack 102
        +.1   < . 102:102(0) ack 2
        +.1   < . 102:102(0) ack 2
        +.001 > R 2:2(0)`,
    },
    'the ACK covers text on a SYN,ACK': {
      after: synSent(),
      trace: `
        0     < S. 0:100(100) ack 1 <mss 1460>
        +.001 > . 1:1(0) ack 101`,
    },
    'and a FIN on it': {
      after: synSent(),
      trace: `
        0     < SF. 0:100(100) ack 1 <mss 1460>
        +.001 > . 1:1(0) ack 102`,
    },
    'in a simultaneous open': {
      after: synSent(),
      trace: `
        0     < S 0:100(100) <mss 1460>
        +.001 > S. 0:0(0) ack 101 win 65535 <mss 1460>`,
    },
  });
  departures({
    'one more than the text': {
      after: listening(),
      trace: `
        0     < S 0:100(100) <mss 1460>
        +.001 > S. 0:0(0) ack 102 win 65535 <mss 1460>`,
      by: 'acknowledgment',
    },
  });
});

describe('a listener that is closed', () => {
  /** Established, and nobody has called accept. */
  const unaccepted: Prelude = {
    ...synReceived(),
    lines: [...synReceived().lines, '0.2 < . 1:1(0) ack 1 win 65535'],
  };
  legal({
    'a child that nobody has accepted is reset': {
      after: unaccepted,
      trace: `
        0     close(listener)
        +.001 > R. 1:1(0) ack 1`,
    },
    'or lives on': {
      after: unaccepted,
      trace: `
        0     close(listener)
        +.1   < P. 1:101(100) ack 1
        +.001 > . 1:1(0) ack 101`,
    },
    'an accepted child lives on': {
      after: established(),
      trace: `
        0     close(listener)
        +.1   < P. 1:101(100) ack 1
        +.001 > . 1:1(0) ack 101`,
    },
  });
  departures({
    'an accepted child is reset': {
      after: established(),
      trace: `
        0     close(listener)
        +.001 > R. 1:1(0) ack 1`,
      by: 'RST',
    },
  });
});

describe('giving up', () => {
  legal({
    'by RST after a long silence': {
      after: established(),
      trace: `
        0     > P. 1:101(100) ack 1
        +.3   > P. 1:101(100) ack 1
        +.6   > P. 1:101(100) ack 1
        +4    > P. 1:101(100) ack 1
        +5    > P. 1:101(100) ack 1
        +120  > R. 101:101(0) ack 1`,
    },
    'a keep-alive was not answered': {
      after: established(),
      trace: `
        10    > . 0:0(0) ack 1
        +10   > R. 1:1(0) ack 1`,
    },
    'in SYN-RECEIVED': { after: synReceived(), trace: '60 > R. 1:1(0) ack 1' },
    'without an RST': {
      after: established(),
      trace: `
        0     > P. 1:101(100) ack 1
        +.3   > P. 1:101(100) ack 1
        +4    > P. 1:101(100) ack 1
        +120  < . 1:1(0) ack 1
        +.001 > R 1:1(0)`,
    },
    // Found by a walk: it ended before the ACK of the old FIN was due.
    'an orphan in FIN-WAIT-2, without a word': {
      after: established(),
      trace: `
        0     close()
        +.001 > F. 1:1(0) ack 1
        +.01  < . 1:1(0) ack 2
        +9.7  < F. 0:0(0) ack 2`,
    },
    'a SYN that nobody answers': {
      after: synSent(),
      trace: `
        1     > S 0:0(0) <mss 1460>
        +2    > S 0:0(0) <mss 1460>
        +4    > S 0:0(0) <mss 1460>
        +120  < S. 0:0(0) ack 1 <mss 1460>
        +.001 > R 1:1(0)`,
    },
  });
  departures({
    'an RST out of the blue': {
      after: established(),
      trace: `
        0     > P. 1:101(100) ack 1
        +.1   < . 1:1(0) ack 101
        +.1   > R. 101:101(0) ack 1`,
      by: 'RST',
    },
    'gone although something was heard': {
      after: established(),
      trace: `
        0     > P. 1:101(100) ack 1
        +3    > P. 1:101(100) ack 1
        +4    < . 1:1(0) ack 1
        +2    < . 1:1(0) ack 1
        +.001 > R 1:1(0)`,
      by: 'RST',
    },
    'a SYN,ACK that nobody acknowledges, soon after the SYN': {
      after: synSent(),
      trace: `
        0     < S. 0:0(0) ack 1 <mss 1460>
        +.001 > R 1:1(0)`,
      by: 'RST',
    },
  });
});

describe('CLOSE with data unread', () => {
  const unread = `
    0     < P. 1:101(100) ack 1
    +.001 > . 1:1(0) ack 101
    +.1   shutdown(write)
    +.001 > F. 1:1(0) ack 101
    +.1   < . 101:101(0) ack 2`;
  legal({
    'after a CLOSE for sending': {
      after: established(),
      trace: `${unread}
        +.1   close()
        +.001 > R. 2:2(0) ack 101`,
    },
  });
  departures({
    'nothing was closed but the sending side': {
      after: established(),
      trace: `${unread}
        +.1   > R. 2:2(0) ack 101`,
      by: 'RST',
    },
  });
});

describe('a recorder that may have lost something', () => {
  test('its gaps are no finding', () => {
    const trace = ruleTrace(
      established(),
      `0     < P. 1:101(100) ack 1
       +.001 > . 1:1(0) ack 102`,
    );
    expect(found(trace)).toEqual(['acknowledgment in 11']);
    expect(found(trace, { recorder: 'unknown' })).toEqual([]);
  });
  test('no call and no segment is known, and nothing is found', () => {
    const trace = ruleTrace(closed({ api: false }), '0 > P. 1:101(100) ack 1');
    expect(found(trace, { recorder: 'unknown' })).toEqual([]);
  });
});
