import { established } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import {
  continueResending,
  firstBlockSampled,
  highestSent,
  lossProbeAgain,
  nextBlockSampled,
  noOctetAtFin,
  probeBelow,
  recordTransmission,
  retransmitOnTimeout,
  rtoRecomputed,
  sameOctets,
} from './retransmission-timer.ts';

testRule(rtoRecomputed, established(), {
  accepts: {
    'a round trip of 100 ms lets the timer expire after 300': `
      0     > . 1:1461(1460) ack 1
      +.3   > . 1:1461(1460) ack 1`,
  },
  rejects: {
    'but not after 50': {
      by: 'old octets',
      trace: `
        0     > . 1:1461(1460) ack 1
        +.05  > . 1:1461(1460) ack 1`,
    },
  },
});

testRule(retransmitOnTimeout, established({ rtt: 0.2 }), {
  accepts: {
    'once, twice, thrice, backing off': `
      0     > . 1:1461(1460) ack 1
      +.4   > . 1:1461(1460) ack 1
      +.8   > . 1:1461(1460) ack 1
      +1.6  > . 1:1461(1460) ack 1`,
  },
  rejects: {
    'without backing off; the first may have been a loss probe': `
      0     > . 1:1461(1460) ack 1
      +.4   > . 1:1461(1460) ack 1
      +.3   > . 1:1461(1460) ack 1
      +.3   > . 1:1461(1460) ack 1`,
    'twice in a millisecond': `
      0     > . 1:1461(1460) ack 1
      +.4   > . 1:1461(1460) ack 1
      +.001 > . 1:1461(1460) ack 1`,
  },
});

testRule(continueResending, established({ rtt: 0.8 }), {
  accepts: {
    'the next segments follow the first without a timer': `
      0     > . 1:1461(1460) ack 1
      +.001 > . 1461:2921(1460) ack 1
      +.001 > . 2921:4381(1460) ack 1
      +1    > . 1:1461(1460) ack 1
      +.001 > . 1461:2921(1460) ack 1
      +.001 > . 2921:4381(1460) ack 1`,
  },
  rejects: {
    'each once only': {
      by: 'old octets',
      trace: `
        0     > . 1:1461(1460) ack 1
        +.001 > . 1461:2921(1460) ack 1
        +1    > . 1:1461(1460) ack 1
        +.001 > . 1461:2921(1460) ack 1
        +.001 > . 1461:2921(1460) ack 1`,
    },
  },
});

const ACKED = `
  0     > P. 1:6(5) ack 1 data "hello"
  +.1   < . 1:1(0) ack 6`;

testRule(probeBelow, established(), {
  accepts: {
    'a keep-alive with an octet of garbage': `${ACKED}
      +.05  > . 5:6(1) ack 1 data "x"`,
    'a probe of a closed window': `${ACKED} win 0
      +.05  > . 5:6(1) ack 1 data "o"
      +.05  > . 5:6(1) ack 1 data "o"`,
  },
  rejects: {
    'one octet further back': {
      by: 'old octets',
      trace: `${ACKED}
        +.05  > . 4:5(1) ack 1 data "l"`,
    },
    'two octets': {
      by: 'old octets',
      trace: `${ACKED}
        +.05  > . 4:6(2) ack 1 data "lo"`,
    },
  },
});

testRule(sameOctets, established(), {
  accepts: {
    'the same octets': `
      0     > P. 1:6(5) ack 1 data "hello"
      +.4   > P. 1:6(5) ack 1 data "hello"`,
    'cut elsewhere': `
      0     > P. 1:6(5) ack 1 data "hello"
      +.01  > P. 6:12(6) ack 1 data " world"
      +.4   > P. 1:12(11) ack 1 data "hello world"`,
  },
  rejects: {
    'other octets': `
      0     > P. 1:6(5) ack 1 data "hello"
      +.4   > P. 1:6(5) ack 1 data "jello"`,
    'the same in another order': `
      0     > P. 1:6(5) ack 1 data "hello"
      +.4   > P. 1:6(5) ack 1 data "ehllo"`,
    'other octets behind the same beginning': `
      0     > P. 1:6(5) ack 1 data "hello"
      +.01  > P. 6:12(6) ack 1 data " world"
      +.4   > P. 1:12(11) ack 1 data "hello-world"`,
  },
});

testRule(noOctetAtFin, established(), {
  accepts: {
    'the data before the FIN again': `
      0     close()
      +.001 > P. 1:101(100) ack 1
      +.001 > F. 101:101(0) ack 1
      +.4   > P. 1:101(100) ack 1`,
  },
  rejects: {
    'with an octet in its place': `
      0     close()
      +.001 > P. 1:101(100) ack 1
      +.001 > F. 101:101(0) ack 1
      +.4   > P. 1:102(101) ack 1`,
  },
});

testRule(highestSent, established(), {
  accepts: {
    'one segment behind the other': `
      0     > . 1:1461(1460) ack 1
      +.001 > . 1461:2921(1460) ack 1`,
  },
  rejects: {
    'a hole between them': {
      by: 'new octets',
      trace: `
        0     > . 1:1461(1460) ack 1
        +.001 > . 1462:2922(1460) ack 1`,
    },
  },
});

testRule(recordTransmission, established(), {
  accepts: {
    'the timer begins with the transmission': `
      0     > . 1:1461(1460) ack 1
      +.3   > . 1:1461(1460) ack 1`,
  },
  rejects: {
    'so it has not expired at once': {
      by: 'old octets',
      trace: `
        0     > . 1:1461(1460) ack 1
        +.01  > . 1:1461(1460) ack 1`,
    },
  },
});

testRule(lossProbeAgain, established({ rtt: 0.5 }), {
  accepts: {
    'after two round trips, and the timeout then does not back off': `
      0     > . 1:1461(1460) ack 1
      +1    > . 1:1461(1460) ack 1
      +.7   > . 1:1461(1460) ack 1`,
  },
  rejects: {
    'a second time': {
      by: 'old octets',
      trace: `
        0     > . 1:1461(1460) ack 1
        +1    > . 1:1461(1460) ack 1
        +.7   > . 1:1461(1460) ack 1
        +.7   > . 1:1461(1460) ack 1`,
    },
    'before a round trip': {
      by: 'old octets',
      trace: `
        0     > . 1:1461(1460) ack 1
        +.3   > . 1:1461(1460) ack 1`,
    },
  },
});

/** The second segment is reported after 100 ms, the first comes late. */
const reported = (blocks: string): string => `
  0     > . 1:101(100) ack 1
  +.8   < . 1:1(0) ack 101
  +.001 > . 101:1561(1460) ack 1
  +.001 > . 1561:3021(1460) ack 1
  +.1   < . 1:1(0) ack 101 <nop,nop,sack ${blocks}>
  +.8   < . 1:1(0) ack 3021
  +.001 > . 3021:4481(1460) ack 1`;

testRule(firstBlockSampled, established({ rtt: 0.8 }), {
  accepts: {
    'the timer may have become as short as that': `${reported('1561:3021')}
      +.3   > . 3021:4481(1460) ack 1`,
  },
  rejects: {
    'but not shorter': {
      by: 'old octets',
      trace: `${reported('1561:3021')}
        +.05  > . 3021:4481(1460) ack 1`,
    },
  },
});

testRule(nextBlockSampled, established({ rtt: 0.8 }), {
  accepts: {
    'behind a D-SACK': `${reported('1:101 1561:3021')}
      +.3   > . 3021:4481(1460) ack 1`,
  },
  rejects: {
    'but not shorter': {
      by: 'old octets',
      trace: `${reported('1:101 1561:3021')}
        +.05  > . 3021:4481(1460) ack 1`,
    },
  },
});
