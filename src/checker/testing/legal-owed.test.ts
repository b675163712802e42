/** What may look owed and is not, and what profiles allow. */
import { describe, expect, test } from 'vitest';
import { found, legal } from './legal.ts';
import { closed, established, ruleTrace, synReceived, synSent } from './rule-trace.ts';

describe('what is outstanding', () => {
  legal({
    'acknowledged in time': {
      after: established(),
      trace: `
        0     > P. 1:101(100) ack 1
        +4    < . 1:1(0) ack 101
        +30 end`,
    },
    'the recording ends before it is due': { after: established(), trace: '0 > P. 1:101(100) ack 1' },
    'a closed window': {
      after: established(),
      trace: `
        0     > P. 1:101(100) ack 1
        +.1   < . 1:1(0) ack 101 win 0
        +30 end`,
    },
    'a window closed over what was sent': {
      after: established(),
      trace: `
        0     > P. 1:101(100) ack 1
        +.1   < . 1:1(0) ack 1 win 0
        +30 end`,
    },
    'the user has given up': {
      after: established(),
      trace: `
        0     > P. 1:101(100) ack 1
        +.1   abort()
        +.001 > R. 101:101(0) ack 1
        +30 end`,
    },
    'a SYN whose user has closed': {
      after: synSent(),
      trace: `
        3     close()
        +30 end`,
    },
    'a SYN,ACK, where SYN cookies are in use': { after: synReceived(), trace: '30 end' },
    'recovery by SACK has its own time': {
      after: established(),
      trace: `
        0     > P. 1:101(100) ack 1
        +.001 > P. 101:201(100) ack 1
        +3    < . 1:1(0) ack 1 <nop,nop,sack 101:201>
        +4    > P. 1:101(100) ack 1
        +.1   < . 1:1(0) ack 201`,
    },
  });
});

describe('while a call has not returned', () => {
  legal({
    'text may be read before the abort takes effect': {
      after: established(),
      trace: `
        0     call 70 abort(4)
        +.001 < P. 1:101(100) ack 1
        +.001 > . 1:1(0) ack 101
        +.001 > R. 1:1(0) ack 101
        +.001 return 70 = 0`,
    },
    'what was sent before the CLOSE takes effect': {
      after: established(),
      trace: `
        0     call 70 close(4)
        +.001 > P. 1:101(100) ack 1
        +20   return 70 = 0`,
    },
  });
});

describe('nothing is owed', () => {
  legal({
    'for a SYN again, once the listener is closed': {
      after: synReceived(),
      trace: `
        1     < S 0:0(0) <mss 1460>
        +.001 close(listener)`,
    },
    'for a segment to a port that nobody has a log of': {
      after: closed({ api: false }),
      trace: '0 < S 0:0(0) <mss 1460>',
    },
    'where a log has no receive calls, for data that may be unread': {
      after: established(),
      trace: `
        0     < P. 1:101(100) ack 1
        +.001 > . 1:1(0) ack 101
        +.1   close()
        +.001 > F. 1:1(0) ack 101
        +.1   < . 101:101(0) ack 2`,
    },
    'for an RST in answer to it': { after: closed(), trace: '0 < R 0:0(0)' },
  });
});

describe('RFC 793 where a profile has it', () => {
  const options = { profile: 'rfc793-era' } as const;
  test.each([
    ['an RST in the window ends the connection', '0 < R 1001:1001(0)'],
    ['a SYN in the window ends it, without a word', '0 < S 1001:1001(0) <mss 1460>'],
    ['a SYN in the window is reset', '0 < S 1001:1001(0) <mss 1460>\n+.001 > R 1:1(0)'],
  ])('no finding: %s', (_, trace) => {
    expect(found(ruleTrace(established(), trace), options)).toEqual([]);
    expect(found(ruleTrace(established(), trace))).toHaveLength(1);
  });
});
