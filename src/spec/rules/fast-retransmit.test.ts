import { established } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import {
  duplicateAck,
  duplicateBySack,
  earlyRetransmit,
  fastRetransmit,
  possibleDuplicate,
} from './fast-retransmit.ts';

/** The first segment has its ACK a round trip later; the others left when it was already on its way. */
const FLIGHT = `
  0     > . 1:1461(1460) ack 1
  +.09  > . 1461:2921(1460) ack 1
  +.001 > . 2921:4381(1460) ack 1
  +.001 > . 4381:5841(1460) ack 1
  +.01  < . 1:1(0) ack 1461`;

testRule(possibleDuplicate, established(), {
  accepts: {
    'with another window': `${FLIGHT}
      +.001 < . 1:1(0) ack 1461 win 60000
      +.001 > . 1461:2921(1460) ack 1`,
    'with data': `${FLIGHT}
      +.001 < . 1:101(100) ack 1461
      +.001 > . 1461:2921(1460) ack 101`,
  },
  rejects: {
    'no duplicate at all': {
      by: 'old octets',
      trace: `${FLIGHT}
        +.001 > . 1461:2921(1460) ack 1`,
    },
  },
});

testRule(duplicateAck, established(), {
  accepts: {
    'three duplicates, one retransmission': `${FLIGHT}
      +.001 < . 1:1(0) ack 1461
      +.001 < . 1:1(0) ack 1461
      +.001 < . 1:1(0) ack 1461
      +.001 > . 1461:2921(1460) ack 1`,
  },
  rejects: {
    'no duplicate at all': {
      by: 'old octets',
      trace: `${FLIGHT}
        +.001 > . 1461:2921(1460) ack 1`,
    },
  },
  noFlip: 'possible-duplicate-ack counts it already; that it is certain no limit or permit asks',
});

testRule(fastRetransmit, established(), {
  accepts: {
    'after the third duplicate': `${FLIGHT}
      +.001 < . 1:1(0) ack 1461
      +.001 < . 1:1(0) ack 1461
      +.001 < . 1:1(0) ack 1461
      +.001 > . 1461:2921(1460) ack 1`,
  },
  rejects: {
    'what is acknowledged already': {
      by: 'old octets',
      trace: `${FLIGHT}
        +.001 < . 1:1(0) ack 1461
        +.001 < . 1:1(0) ack 1461
        +.001 < . 1:1(0) ack 1461
        +.001 > . 1:1461(1460) ack 1`,
    },
  },
  noFlip: 'early-retransmit permits the same and more',
});

testRule(earlyRetransmit, established(), {
  accepts: {
    'after the first duplicate': `${FLIGHT}
      +.001 < . 1:1(0) ack 1461
      +.001 > . 1461:2921(1460) ack 1`,
  },
  rejects: {
    'the segment that was sent too late for any evidence': {
      by: 'old octets',
      trace: `${FLIGHT}
        +.001 > . 4381:5841(1460) ack 1`,
    },
  },
});

/** The third segment has come, the second is missing. */
const BY_SACK = `
  0     > . 1:1461(1460) ack 1
  +.09  > . 1461:2921(1460) ack 1
  +.001 > . 2921:4381(1460) ack 1`;

testRule(duplicateBySack, established(), {
  accepts: {
    'an ACK of the first reports the third': `${BY_SACK}
      +.02  < . 1:1(0) ack 1461 <nop,nop,sack 2921:4381>
      +.005 > . 1461:2921(1460) ack 1`,
  },
  rejects: {
    'it reports only what it acknowledges': {
      by: 'old octets',
      trace: `${BY_SACK}
        +.02  < . 1:1(0) ack 1461 <nop,nop,sack 1:1461>
        +.005 > . 1461:2921(1460) ack 1`,
    },
  },
  noFlip:
    'the block has shown a round trip, so the timer explains it as well; that it may be left as it was shows in RTO',
});
