import { established } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import {
  finAgain,
  finArrives,
  finElsewhere,
  firstFin,
  firstFinOfEarlierClose,
  firstFinUnlogged,
  orphanEnds,
  ownFinAcked,
  ownFinAckedAgain,
  ownFinAckedFirst,
  peerFinConsumed,
  timeWaitEnds,
} from './close.ts';

/** Closed by the peer, then by the stack: from LAST-ACK to CLOSED. */
const PASSIVE = `
  0     < F. 1:1(0) ack 1
  +.001 > . 1:1(0) ack 2
  +.1   shutdown(write)
  +.001 > F. 1:1(0) ack 2
  +.1   < . 2:2(0) ack 2`;
/** Closed by the stack, then by the peer: TIME-WAIT. */
const ACTIVE = `
  0     shutdown(write)
  +.001 > F. 1:1(0) ack 1
  +.1   < . 1:1(0) ack 2
  +.1   < F. 1:1(0) ack 2
  +.001 > . 2:2(0) ack 2`;
/** Both FINs cross, and the peer's ACK of the stack's comes 6 s later. */
const CROSSING = `
  0     shutdown(write)
  +.001 > F. 1:1(0) ack 1
  +.01  < F. 1:1(0) ack 1
  +.001 > . 2:2(0) ack 2
  +3    > F. 1:1(0) ack 2
  +3    < . 2:2(0) ack 2`;
const LATE_SEGMENT_RESET = `
  +.1   < . 2:2(0) ack 2
  +.001 > R 2:2(0)`;

testRule(finArrives, established(), {
  accepts: { 'after LAST-ACK nobody is there': PASSIVE + LATE_SEGMENT_RESET },
  rejects: {
    'in FIN-WAIT-2 somebody is': {
      by: 'RST',
      trace: `
        0     shutdown(write)
        +.001 > F. 1:1(0) ack 1
        +.1   < . 1:1(0) ack 2
        +.1   < . 1:1(0) ack 2
        +.001 > R 2:2(0)`,
    },
    'and text behind it is not taken': {
      by: 'acknowledgment',
      trace: `
        0     < F. 1:1(0) ack 1
        +.001 > . 1:1(0) ack 2
        +.1   < P. 2:102(100) ack 1
        +.001 > . 1:1(0) ack 102`,
    },
  },
});

/** Behind a gap, and what fills the gap and goes on beyond it shows that it was somebody else's. */
const FORGED = `
  0     < F. 101:101(0) ack 1
  +.001 > . 1:1(0) ack 1
  +.1   < . 1:201(200) ack 1
  +.001 > . 1:1(0) ack 201`;
testRule(finElsewhere, established(), {
  accepts: {
    'a stack that did not keep it goes on': `${FORGED}
      +.1   < . 201:301(100) ack 1
      +.001 > . 1:1(0) ack 301`,
    'one that kept it is in CLOSE-WAIT once the gap is filled': `
      0     < F. 101:101(0) ack 1
      +.001 > . 1:1(0) ack 1
      +.1   < . 1:101(100) ack 1
      +.001 > . 1:1(0) ack 102
      +.1   shutdown(write)
      +.001 > F. 1:1(0) ack 102
      +.1   < . 102:102(0) ack 2
      +.1   < . 102:102(0) ack 2
      +.001 > R 2:2(0)`,
  },
  rejects: {
    'nobody acknowledges what is behind it': {
      by: 'acknowledgment',
      trace: `
        0     < F. 101:101(0) ack 1
        +.001 > . 1:1(0) ack 1
        +.1   < . 1:101(100) ack 1
        +.001 > . 1:1(0) ack 103`,
    },
  },
});

testRule(ownFinAcked, established(), {
  accepts: { 'LAST-ACK ends with the ACK of the FIN': PASSIVE + LATE_SEGMENT_RESET },
  rejects: {
    'and not before': {
      by: 'RST',
      trace: `
        0     < F. 1:1(0) ack 1
        +.001 > . 1:1(0) ack 2
        +.1   shutdown(write)
        +.001 > F. 1:1(0) ack 2
        +.1   < . 2:2(0) ack 1
        +.001 > R 1:1(0)`,
    },
  },
});

testRule(peerFinConsumed, established(), {
  accepts: {
    'a FIN in order': PASSIVE + LATE_SEGMENT_RESET,
    'a FIN that waited behind a gap': `
      0     < F. 101:101(0) ack 1
      +.001 > . 1:1(0) ack 1
      +.001 < . 1:101(100) ack 1
      +.001 > . 1:1(0) ack 102
      +.1   shutdown(write)
      +.001 > F. 1:1(0) ack 102
      +.1   < . 102:102(0) ack 2
      +.1   < . 102:102(0) ack 2
      +.001 > R 2:2(0)`,
  },
  rejects: {
    'data behind the FIN is not owed an ACK': {
      by: 'acknowledgment',
      trace: `
        0     < F. 1:1(0) ack 1
        +.001 > . 1:1(0) ack 2
        +.1   < . 2:102(100) ack 1
        +.001 > . 1:1(0) ack 102`,
    },
  },
});

testRule(ownFinAckedFirst, established(), {
  accepts: {
    'TIME-WAIT answers 5 s after the ACK of the FIN': `${CROSSING}
      +5    < F. 1:1(0) ack 2
      +.001 > . 2:2(0) ack 2`,
  },
  rejects: {
    'nobody is there 5 s after it': {
      by: 'RST',
      trace: `${CROSSING}
        +5    < . 2:2(0) ack 2
        +.001 > R 2:2(0)`,
    },
  },
});

testRule(ownFinAckedAgain, established(), {
  accepts: {
    'a FIN again restarts 2MSL or not': `${ACTIVE}
      +6    < F. 1:1(0) ack 2
      +.001 > . 2:2(0) ack 2
      +6    < . 2:2(0) ack 2
      +.001 > R 2:2(0)`,
  },
  rejects: {
    'it ends nothing': {
      by: 'RST',
      trace: `${ACTIVE}
        +6    < F. 1:1(0) ack 2
        +.001 > . 2:2(0) ack 2
        +1    < . 2:2(0) ack 2
        +.001 > R 2:2(0)`,
    },
  },
  noFlip: 'it lets 2MSL begin later, and time-wait-ends asks for the earliest beginning only',
});

testRule(timeWaitEnds, established(), {
  accepts: {
    'after 12 s': `${ACTIVE}
      +12   < . 2:2(0) ack 2
      +.001 > R 2:2(0)`,
  },
  rejects: {
    'not after 5 s': {
      by: 'RST',
      trace: `${ACTIVE}
        +5    < . 2:2(0) ack 2
        +.001 > R 2:2(0)`,
    },
  },
});

const ORPHAN = `
  0     close()
  +.001 > F. 1:1(0) ack 1
  +.1   < . 1:1(0) ack 2`;

testRule(orphanEnds, established(), {
  accepts: {
    'after 12 s': `${ORPHAN}
      +12   < F. 1:1(0) ack 2
      +.001 > R 2:2(0)`,
  },
  rejects: {
    'not after 5 s': {
      by: 'RST',
      trace: `${ORPHAN}
        +5    < . 1:1(0) ack 2
        +.001 > R 2:2(0)`,
    },
    'not where the user still reads': {
      by: 'RST',
      trace: `
        0     shutdown(write)
        +.001 > F. 1:1(0) ack 1
        +.1   < . 1:1(0) ack 2
        +12   < . 1:1(0) ack 2
        +.001 > R 2:2(0)`,
    },
  },
});

testRule(firstFin, established(), {
  accepts: {
    'after CLOSE': '0 close()\n+.001 > F. 1:1(0) ack 1',
    'behind data': `
      0     close()
      +.001 > FP. 1:101(100) ack 1`,
  },
  rejects: {
    'without CLOSE': '0 > F. 1:1(0) ack 1',
  },
});

testRule(firstFinUnlogged, established({ api: false }), {
  accepts: {
    'a FIN shows that the user has closed': '0 > F. 1:1(0) ack 1',
  },
  rejects: {
    'and then nothing new may follow': {
      by: 'new octets',
      trace: `
        0     > F. 1:1(0) ack 1
        +.001 > . 2:102(100) ack 1`,
    },
  },
});

testRule(firstFinOfEarlierClose, established({ api: false }), {
  accepts: {
    'who closed before the peer rests in TIME-WAIT': `
      0     < F. 1:1(0) ack 1
      +.001 > F. 1:1(0) ack 2
      +.1   < . 2:2(0) ack 2
      +1    < . 5002:5002(0) ack 2
      +.001 > . 2:2(0) ack 2`,
  },
  rejects: {
    'nobody rests who opened and closed last': {
      by: 'new octets',
      trace: `
        0     < F. 1:1(0) ack 1
        +.001 > F. 1:1(0) ack 2
        +.1   < . 2:2(0) ack 2
        +.001 > . 2:102(100) ack 2`,
    },
  },
});

testRule(finAgain, established(), {
  accepts: {
    'with the number of the first': `
      0     close()
      +.001 > F. 1:1(0) ack 1
      +.4   > F. 1:1(0) ack 1`,
    'with the data before it': `
      0     > P. 1:101(100) ack 1
      +.1   close()
      +.001 > F. 101:101(0) ack 1
      +.4   > FP. 1:101(100) ack 1`,
  },
  rejects: {
    'before the number of the first': `
      0     > P. 1:101(100) ack 1
      +.1   close()
      +.001 > F. 101:101(0) ack 1
      +.4   > F. 100:100(0) ack 1`,
  },
});
