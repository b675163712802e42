import { connected, established, synSent } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import {
  ackBeyondWindow,
  ackOldEmpty,
  ackOutOfOrder,
  ackSynAck,
  ackUnacceptable,
  ackUnsent,
  askedBeyond,
  askedByOld,
  askedByRst,
  askedBySyn,
  askedByUnsent,
  delayedAck,
} from './ack-generation.ts';

testRule(ackOutOfOrder, established(), {
  accepts: {
    'answered at once': `
      0     < . 1461:2921(1460) ack 1
      +.002 > . 1:1(0) ack 1`,
    'in order, may wait': `
      0     < . 1461:2921(1460) ack 1
      +.002 > . 1:1(0) ack 1
      +.1   < . 1:1461(1460) ack 1
      +.1   > . 1:1(0) ack 2921`,
    'answered by data': `
      0     < . 1461:2921(1460) ack 1
      +.002 > . 1:101(100) ack 1`,
  },
  rejects: {
    'answered late': `
      0     < . 1461:2921(1460) ack 1
      +.2   > . 1:1(0) ack 1`,
    'never answered': '0 < . 1461:2921(1460) ack 1',
  },
});

testRule(delayedAck, established(), {
  accepts: {
    'after 480 ms': `
      0     < . 1:101(100) ack 1
      +.48  > . 1:1(0) ack 101`,
    'two segments, one ACK': `
      0     < . 1:1461(1460) ack 1
      +.001 < . 1461:2921(1460) ack 1
      +.001 > . 1:1(0) ack 2921`,
    'on a data segment': `
      0     < . 1:101(100) ack 1
      +.3   > P. 1:51(50) ack 101`,
    'not once the user has closed': `
      0     < . 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101
      +.001 close()
      +.001 > F. 1:1(0) ack 101
      +.1   < . 101:101(0) ack 2
      +.1   < . 101:201(100) ack 2`,
  },
  rejects: {
    'after 600 ms': `
      0     < . 1:101(100) ack 1
      +.6   > . 1:1(0) ack 101`,
    'only the first of two': `
      0     < . 1:101(100) ack 1
      +.1   > . 1:1(0) ack 101
      +.001 < . 101:201(100) ack 1
      +.6   > . 1:1(0) ack 201`,
    never: '0 < . 1:101(100) ack 1',
  },
});

testRule(ackSynAck, synSent(), {
  accepts: {
    'at once': `
      0     < S. 0:0(0) ack 1 <mss 1460>
      +.001 > . 1:1(0) ack 1`,
    'with data': `
      0     < S. 0:0(0) ack 1 <mss 1460>
      +.3   > P. 1:101(100) ack 1`,
  },
  rejects: { never: '0 < S. 0:0(0) ack 1 <mss 1460>' },
});

testRule(ackUnacceptable, established(), {
  accepts: {
    'an old segment is answered': `
      0     < . 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101
      +6    < . 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101`,
  },
  rejects: {
    'an orphan in FIN-WAIT-2 is there as long as none may have ended': `
      0     close()
      +.001 > F. 1:1(0) ack 1
      +.01  < . 1:1(0) ack 2
      +6    < F. 0:0(0) ack 2`,
    'an old segment is ignored': `
      0     < . 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101
      +6    < . 1:101(100) ack 1`,
  },
});

testRule(askedByRst, established(), {
  accepts: {
    'the second of two within the throttle has no answer': `
      0     < R 1001:1001(0)
      +.001 > . 1:1(0) ack 1
      +1    < R 1001:1001(0)`,
  },
  rejects: {
    'after the throttle it is owed again': {
      by: 'challenge-ack-for-rst',
      trace: `
        0     < R 1001:1001(0)
        +.001 > . 1:1(0) ack 1
        +6    < R 1001:1001(0)`,
    },
  },
});

testRule(askedBySyn, established(), {
  accepts: {
    'the second of two within the throttle has no answer': `
      0     < S 1001:1001(0) <mss 1460>
      +.001 > . 1:1(0) ack 1
      +1    < S 1001:1001(0) <mss 1460>`,
  },
  rejects: {
    'after the throttle it is owed again': {
      by: 'challenge-ack-for-syn',
      trace: `
        0     < S 1001:1001(0) <mss 1460>
        +.001 > . 1:1(0) ack 1
        +6    < S 1001:1001(0) <mss 1460>`,
    },
  },
});

testRule(askedByOld, connected(), {
  accepts: {
    'the second of two old segments has no answer': `
      0     < . 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101
      +6    < . 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101
      +1    < . 1:101(100) ack 1`,
  },
  rejects: {
    'after the throttle it is owed again': {
      by: 'ack-unacceptable-segment',
      trace: `
        0     < . 1:101(100) ack 1
        +.001 > . 1:1(0) ack 101
        +6    < . 1:101(100) ack 1
        +.001 > . 1:1(0) ack 101
        +6    < . 1:101(100) ack 1`,
    },
  },
});

testRule(ackOldEmpty, established(), {
  accepts: {
    'a keep-alive is answered': `
      0     < . 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101
      +60   < . 100:100(0) ack 1
      +.001 > . 1:1(0) ack 101`,
    'one of a pair, within the throttle': `
      0     < . 0:0(0) ack 1
      +.001 > . 1:1(0) ack 1
      +.2   < . 0:0(0) ack 1`,
    'one without the timestamps agreed on, dropped': {
      after: established({ stamps: 'both' }),
      trace: `
        0     < . 0:0(0) ack 1 <nop,nop,TS val 200 ecr 1000>
        +.001 > . 1:1(0) ack 1 <nop,nop,TS val 1100 ecr 200>
        +6    < . 0:0(0) ack 1`,
    },
  },
  rejects: {
    'a keep-alive is not answered': '0 < . 0:0(0) ack 1',
    'an old segment without text is not': `
      0     < . 1:101(100) ack 1
      +.001 > . 1:1(0) ack 101
      +60   < . 1:1(0) ack 1`,
  },
});

testRule(ackBeyondWindow, established({ offers: 1000 }), {
  accepts: {
    'beyond the window, answered': `
      0     < . 1001:1101(100) ack 1
      +.001 > . 1:1(0) ack 1 win 1000`,
    'a probe of a closed window, answered': `
      0     < . 1:1001(1000) ack 1
      +.001 > . 1:1(0) ack 1001 win 0
      +6    < . 1001:1002(1) ack 1
      +.001 > . 1:1(0) ack 1001 win 0`,
  },
  rejects: {
    'beyond the window': '0 < . 1001:1101(100) ack 1',
    'a probe of a closed window': `
      0     < . 1:1001(1000) ack 1
      +.001 > . 1:1(0) ack 1001 win 0
      +6    < . 1001:1002(1) ack 1`,
  },
});

testRule(ackUnsent, established(), {
  accepts: {
    'answered with what is expected': `
      0     < . 1:1(0) ack 500
      +.001 > . 1:1(0) ack 1`,
    'with an old timestamp, dropped': {
      after: established({ stamps: 'both' }),
      trace: `
        0     < . 1:1(0) ack 500 <nop,nop,TS val 200 ecr 1000>
        +.001 > . 1:1(0) ack 1 <nop,nop,TS val 1100 ecr 200>
        +6    < . 1:1(0) ack 500 <nop,nop,TS val 150 ecr 1000>`,
    },
  },
  rejects: {
    ignored: '0 < . 1:1(0) ack 500',
    'with text, ignored': '0 < . 1:101(100) ack 500',
  },
});

testRule(askedBeyond, established({ offers: 1000 }), {
  accepts: {
    'the second of two has no answer': `
      0     < . 1001:1101(100) ack 1
      +.001 > . 1:1(0) ack 1 win 1000
      +1    < . 1001:1101(100) ack 1`,
  },
  rejects: {
    'after the throttle it is owed again': {
      by: 'ack-beyond-window',
      trace: `
        0     < . 1001:1101(100) ack 1
        +.001 > . 1:1(0) ack 1 win 1000
        +6    < . 1001:1101(100) ack 1`,
    },
  },
});

testRule(askedByUnsent, established(), {
  accepts: {
    'the second of two has no answer': `
      0     < . 1:1(0) ack 500
      +.001 > . 1:1(0) ack 1
      +1    < . 1:1(0) ack 500`,
  },
  rejects: {
    'after the throttle it is owed again': {
      by: 'ack-of-unsent-data',
      trace: `
        0     < . 1:1(0) ack 500
        +.001 > . 1:1(0) ack 1
        +6    < . 1:1(0) ack 500`,
    },
  },
});
