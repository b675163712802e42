/** A 4-tuple used again is another connection; a SYN that merely moves is a departure (RFC 9293 §3.6.1). */
import { describe, expect, test } from 'vitest';
import { departures, found, incarnations, legal, type One } from './legal.ts';
import { connected, established, ruleTrace, synReceived, synSent } from './rule-trace.ts';

describe('a 4-tuple used again', () => {
  const afterReset: One = {
    after: synReceived(),
    trace: `
      0     < R 1:1(0)
      +.1   < S 5000:5000(0) <mss 1460>
      +.001 > S. 9000:9000(0) ack 5001 win 65535 <mss 1460>
      +.1   < . 5001:5001(0) ack 9001
      +.001 > P. 9001:9101(100) ack 5001
      +.1   < . 5001:5001(0) ack 9101`,
  };
  const closedActively = `
    0     shutdown(write)
    +.001 > F. 1:1(0) ack 1
    +.1   < F. 1:1(0) ack 2
    +.001 > . 2:2(0) ack 2`;
  const timeWait: One = {
    after: established(),
    trace: `${closedActively}
      +.1   < S 100000:100000(0) <mss 1460>
      +.001 > S. 200000:200000(0) ack 100001 win 65535 <mss 1460>
      +.1   < . 100001:100001(0) ack 200001`,
  };
  const connectedAgain: One = {
    after: synSent(),
    trace: `
      0     < R. 0:0(0) ack 1
      +.1   connect()
      +.001 > S 70000:70000(0) <mss 1460>
      +.1   < S. 80000:80000(0) ack 70001 <mss 1460>
      +.001 > . 70001:70001(0) ack 80001`,
  };
  const challenged: One = {
    after: established(),
    trace: `
      0     < S 5000:5000(0) <mss 1460>
      +.001 > . 1:1(0) ack 1
      +.1   < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101`,
  };
  legal({
    'after an RST in SYN-RECEIVED': afterReset,
    'from TIME-WAIT': timeWait,
    'connected again after a refusal': connectedAgain,
    'a SYN in the midst gets a challenge ACK': challenged,
    'the old socket is closed while the new connection opens': {
      after: synSent(),
      trace: `
        0     < R. 0:0(0) ack 1
        +.1   call 70 connect(5, remote=192.0.2.2:2000)
        +0    return 70 = -1 EINPROGRESS
        +.001 > S 70000:70000(0) <mss 1460>
        +.05  close()
        +.1   < S. 80000:80000(0) ack 70001 <mss 1460>
        +.001 > . 70001:70001(0) ack 80001`,
    },
    'a SYN that came twice is answered': {
      after: established(),
      trace: `${closedActively}
        +.1   < S 5000:5000(0) <mss 1460>
        +.001 < S 5000:5000(0) <mss 1460>
        +.001 > S. 9000:9000(0) ack 5001 win 65535 <mss 1460>`,
    },
    'the peer’s SYN with another number, in SYN-RECEIVED': {
      after: synReceived(),
      trace: `
        0     < S 100:100(0) <mss 1460>
        +.001 > . 1:1(0) ack 1`,
    },
  });
  test('each use is judged by itself', () => {
    expect([afterReset, timeWait, connectedAgain, challenged].map(incarnations)).toEqual([2, 2, 2, 1]);
  });
  departures({
    'a SYN that merely moves': {
      after: synSent(),
      trace: '1.2 > S 7:7(0) <mss 1460>',
      by: 'SYN',
    },
    'a SYN,ACK that merely moves': {
      after: synReceived(),
      trace: '1.2 > S. 7:7(0) ack 1 <mss 1460>',
      by: 'SYN',
    },
    'the second use acknowledges too much': {
      after: established(),
      trace: `${closedActively}
        +.1   < S 100000:100000(0) <mss 1460>
        +.001 > S. 200000:200000(0) ack 100002 win 65535 <mss 1460>`,
      by: 'acknowledgment',
    },
    'a SYN in the midst, without a call': {
      after: connected(),
      trace: '0 > S 7:7(0) <mss 1460>',
      by: 'SYN',
    },
  });
  test('a SYN,ACK in the midst, which nobody asked for, is found', () => {
    const trace = ruleTrace(established(), '0 > S. 1:1(0) ack 1 <mss 1460>');
    expect(found(trace)).toEqual(['SYN in 10', 'acknowledgment in 10']);
  });
});
