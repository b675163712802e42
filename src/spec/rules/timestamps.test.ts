/** The Timestamps option: where it stands, what it says. */
import { connected, established, listening, synReceived, synSent } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import {
  clockNotBack,
  clockRead,
  echoNothing,
  echoRecent,
  offersAgain,
  recentGoesBack,
  recentMoves,
  recentMovesOtherwise,
  stampAgreed,
  stampAlways,
  stampAsked,
  stampsLeftOut,
  stampsOffered,
  stampsOfferedLater,
} from './timestamps.ts';

const agreed = established({ stamps: 'both' });
const ts = (val: number, ecr: number): string => `<nop,nop,TS val ${val} ecr ${ecr}>`;
const syn = (val: number, ecr: number): string => `<mss 1460,nop,nop,TS val ${val} ecr ${ecr}>`;

testRule(stampAlways, agreed, {
  accepts: {
    'on data': `0 > P. 1:101(100) ack 1 ${ts(1100, 200)}`,
    'an RST may do without': `
      0     > P. 1:101(100) ack 1 ${ts(1100, 200)}
      +.1   < . 1:1(0) ack 101 ${ts(300, 1100)}
      +.1   abort()
      +.001 > R. 101:101(0) ack 1`,
    'the peer has stopped': `
      0     < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101 ${ts(1100, 200)}`,
  },
  rejects: {
    'none on data': '0 > P. 1:101(100) ack 1',
    'none on an ACK': `
      0     < P. 1:101(100) ack 1 ${ts(300, 1000)}
      +.001 > . 1:1(0) ack 101`,
    'none by the active opener': {
      after: connected({ stamps: 'both' }),
      trace: '0 > P. 1:101(100) ack 1',
    },
    'none, as the peer did': `
      0     < P. 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101`,
  },
});

testRule(stampAgreed, established({ stamps: 'peer' }), {
  accepts: {
    agreed: { after: agreed, trace: `0 > P. 1:101(100) ack 1 ${ts(1100, 200)}` },
    'the SYN came with them and without': {
      after: listening(),
      trace: `
        0     < S 0:0(0) <mss 1460>
        +.01  < S 0:0(0) ${syn(100, 0)}
        +.001 > S. 0:0(0) ack 1 ${syn(1000, 100)}
        +.01  < . 1:1(0) ack 1 ${ts(110, 1000)}
        +.001 > P. 1:101(100) ack 1 ${ts(1010, 110)}`,
    },
  },
  rejects: {
    'the SYN,ACK had none': `0 > P. 1:101(100) ack 1 ${ts(1100, 100)}`,
    'neither SYN had any': { after: established(), trace: `0 > P. 1:101(100) ack 1 ${ts(1100, 0)}` },
    'none were agreed, and the peer sends some': {
      after: established(),
      trace: `
        0     < P. 1:101(100) ack 1 ${ts(300, 0)}
        +.001 > . 1:1(0) ack 101 ${ts(1100, 300)}`,
    },
    'the SYN,ACK that arrived had none': {
      after: connected({ stamps: 'own' }),
      trace: `0 > P. 1:101(100) ack 1 ${ts(1100, 0)}`,
    },
  },
});

testRule(stampAsked, listening(), {
  accepts: {
    'asked for': `
      0     < S 0:0(0) ${syn(100, 0)}
      +.001 > S. 0:0(0) ack 1 ${syn(1000, 100)}`,
    'asked for and refused': `
      0     < S 0:0(0) ${syn(100, 0)}
      +.001 > S. 0:0(0) ack 1 ${syn(1000, 100)}
      +1    > S. 0:0(0) ack 1 <mss 1460>`,
  },
  rejects: {
    'not asked for': `
      0     < S 0:0(0) <mss 1460>
      +.001 > S. 0:0(0) ack 1 ${syn(1000, 0)}`,
  },
});

testRule(echoNothing, synSent({ stamps: 'own' }), {
  accepts: { 'TSecr 0 again': `1 > S 0:0(0) ${syn(2000, 0)}` },
  rejects: { 'TSecr 7': `1 > S 0:0(0) ${syn(2000, 7)}` },
});

testRule(echoRecent, agreed, {
  accepts: {
    'of the segment that is acknowledged': `
      0     < P. 1:101(100) ack 1 ${ts(300, 1000)}
      +.001 > . 1:1(0) ack 101 ${ts(1100, 300)}`,
    'of the first of two': `
      0     < P. 1:101(100) ack 1 ${ts(300, 1000)}
      +.01  < P. 101:201(100) ack 1 ${ts(310, 1000)}
      +.001 > . 1:1(0) ack 201 ${ts(1100, 300)}`,
    'not of one above a gap': `
      0     < P. 1:101(100) ack 1 ${ts(300, 1000)}
      +.001 > . 1:1(0) ack 101 ${ts(1100, 300)}
      +.01  < P. 201:301(100) ack 1 ${ts(320, 1000)}
      +.001 > . 1:1(0) ack 101 ${ts(1110, 300)}`,
    'of the SYN': {
      after: listening(),
      trace: `
        0     < S 0:0(0) ${syn(4294967290, 0)}
        +.001 > S. 0:0(0) ack 1 ${syn(1000, 4294967290)}
        +.01  < . 1:1(0) ack 1 ${ts(4, 1000)}
        +.001 > P. 1:101(100) ack 1 ${ts(1010, 4)}`,
    },
    'where the clock of the peer passes 0': {
      after: listening(),
      trace: `
        0     < S 0:0(0) ${syn(4294967290, 0)}
        +.001 > S. 0:0(0) ack 1 ${syn(1000, 4294967290)}
        +.01  < P. 1:101(100) ack 1 ${ts(0, 1000)}
        +.001 > . 1:1(0) ack 101 ${ts(1010, 0)}`,
    },
  },
  rejects: {
    'a tick that never arrived': `
      0     < P. 1:101(100) ack 1 ${ts(300, 1000)}
      +.001 > . 1:1(0) ack 101 ${ts(1100, 301)}`,
    nothing: `
      0     < P. 1:101(100) ack 1 ${ts(300, 1000)}
      +.001 > . 1:1(0) ack 101 ${ts(1100, 0)}`,
    'the last of two, where the first was not yet acknowledged': `
      0     < P. 1:101(100) ack 1 ${ts(300, 1000)}
      +.01  < P. 101:201(100) ack 1 ${ts(310, 1000)}
      +.001 > . 1:1(0) ack 201 ${ts(1100, 310)}`,
    'on the SYN,ACK': {
      after: listening(),
      trace: `
        0     < S 0:0(0) ${syn(100, 0)}
        +.001 > S. 0:0(0) ack 1 ${syn(1000, 99)}`,
    },
    'the TSval of an RST': `
      0     < R 501:501(0) ${ts(900, 0)}
      +.001 > . 1:1(0) ack 1 ${ts(1100, 900)}`,
  },
});

const filled = (ecr: number): string => `
  0     < P. 1:101(100) ack 1 ${ts(300, 1000)}
  +.001 > . 1:1(0) ack 101 ${ts(1100, 300)}
  +.01  < P. 201:301(100) ack 1 ${ts(320, 1000)}
  +.001 > . 1:1(0) ack 101 ${ts(1110, 300)}
  +.1   < P. 101:201(100) ack 1 ${ts(420, 1000)}
  +.001 > . 1:1(0) ack 301 ${ts(1210, ecr)}`;
testRule(recentMoves, agreed, {
  accepts: {
    'with the segment that fills a gap': filled(420),
    'not with one that is wholly old, although its ACK is still to come': `
      0     < P. 1:101(100) ack 1 ${ts(300, 1000)}
      +.001 < P. 1:101(100) ack 1 ${ts(400, 1000)}
      +.001 > . 1:1(0) ack 101 ${ts(1100, 300)}`,
  },
  rejects: { 'it stays where it was': { by: 'echo-of-ts-recent', trace: filled(300) } },
});

const emptyAck = (ecr: number): string => `
  0     < . 1:1(0) ack 1 ${ts(300, 1000)}
  +.001 > P. 1:101(100) ack 1 ${ts(1100, ecr)}`;
testRule(recentMovesOtherwise, agreed, {
  accepts: { 'with an empty segment': emptyAck(300), 'or not': emptyAck(200) },
  rejects: { 'with one that never came': { by: 'echo-of-ts-recent', trace: emptyAck(400) } },
});

const oldData = (ecr: number): string => `
  0     < P. 1:101(100) ack 1 ${ts(300, 1000)}
  +.001 > . 1:1(0) ack 101 ${ts(1100, 300)}
  +.1   < P. 101:201(100) ack 1 ${ts(250, 1000)}
  +.001 > . 1:1(0) ack 201 ${ts(1200, ecr)}`;
testRule(recentGoesBack, agreed, {
  accepts: { 'a stack without PAWS': oldData(250), 'or one that keeps the larger': oldData(300) },
  rejects: { 'to a tick that never arrived': { by: 'echo-of-ts-recent', trace: oldData(249) } },
});

const twice = (ecr: number): string => `
  0     < S 0:0(0) ${syn(100, 0)}
  +.01  < S 0:0(0) ${syn(150, 0)}
  +.001 > S. 0:0(0) ack 1 ${syn(1100, ecr)}`;
testRule(offersAgain, listening(), {
  accepts: { 'the second SYN is echoed': twice(150), 'or the first': twice(100) },
  rejects: { 'one that never came': { by: 'echo-of-ts-recent', trace: twice(151) } },
});

testRule(clockNotBack, agreed, {
  accepts: {
    'the same tick': `0 > P. 1:101(100) ack 1 ${ts(1000, 200)}`,
    'past 0': {
      after: listening(),
      trace: `
        0     < S 0:0(0) ${syn(100, 0)}
        +.001 > S. 0:0(0) ack 1 ${syn(4294967290, 100)}
        +.01  < . 1:1(0) ack 1 ${ts(110, 4294967290)}
        +.001 > P. 1:101(100) ack 1 ${ts(3, 110)}`,
    },
  },
  rejects: {
    'one tick back': `
      0     > P. 1:101(100) ack 1 ${ts(1100, 200)}
      +.001 > P. 101:201(100) ack 1 ${ts(1099, 200)}`,
    'another clock after the handshake': `0 > P. 1:101(100) ack 1 ${ts(17, 200)}`,
  },
});
testRule(clockRead, agreed, {
  accepts: { onward: `0 > P. 1:101(100) ack 1 ${ts(1100, 200)}` },
  rejects: {
    back: { by: 'timestamp-clock-not-back', trace: `0 > P. 1:101(100) ack 1 ${ts(999, 200)}` },
  },
});

testRule(stampsOffered, listening(), {
  accepts: {
    'and agreed on': {
      after: synReceived({ stamps: 'both' }),
      trace: `
        0     < P. 1:101(100) ack 1 ${ts(200, 1000)}
        +.001 > . 1:1(0) ack 101 ${ts(1010, 200)}`,
    },
  },
  rejects: {
    'and then forgotten': {
      after: synReceived({ stamps: 'both' }),
      by: 'timestamps-in-every-segment',
      trace: `
        0     < P. 1:101(100) ack 1 ${ts(200, 1000)}
        +.001 > . 1:1(0) ack 101`,
    },
  },
});

const secondSyn = (second: string): string => `
  1     > S 0:0(0) ${second}
  +.1   < S. 0:0(0) ack 1 ${syn(100, 1000)}`;
testRule(stampsLeftOut, synSent({ stamps: 'own' }), {
  accepts: {
    'the SYN without was answered': `${secondSyn('<mss 1460>')}
      +.001 > . 1:1(0) ack 1`,
    'or the one with': `${secondSyn('<mss 1460>')}
      +.001 > . 1:1(0) ack 1 ${ts(1100, 100)}`,
  },
  rejects: {
    'both had them': {
      by: 'timestamps-in-every-segment',
      trace: `${secondSyn(syn(2000, 0))}
        +.001 > . 1:1(0) ack 1`,
    },
  },
});
testRule(stampsOfferedLater, synSent(), {
  accepts: {
    'the SYN with them was answered': `${secondSyn(syn(1000, 0))}
      +.001 > . 1:1(0) ack 1 ${ts(1100, 100)}`,
    'or the one without': `${secondSyn(syn(1000, 0))}
      +.001 > . 1:1(0) ack 1`,
  },
  rejects: {
    'neither had any': {
      by: 'timestamps-only-if-agreed',
      trace: `${secondSyn('<mss 1460>')}
        +.001 > . 1:1(0) ack 1 ${ts(1100, 100)}`,
    },
  },
});
