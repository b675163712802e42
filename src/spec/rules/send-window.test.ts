import { established, synReceived } from '../../checker/testing/rule-trace.ts';
import { testRule } from '../../checker/testing/test-rule.ts';
import {
  ackOfNewData,
  ackOfNewDataOtherwise,
  emptyNotAhead,
  emptyNotBehind,
  newData,
  newFin,
  windowProbe,
  windowUpdate,
  windowUpdateOfNewData,
  windowUpdateOtherwise,
} from './send-window.ts';

testRule(ackOfNewData, established(), {
  accepts: {
    'more follows': `
      0     > . 1:1461(1460) ack 1
      +.1   < . 1:1(0) ack 1461
      +.001 > P. 1461:1561(100) ack 1`,
    'one with an octet that came before is not acceptable, and need not count': `
      0     < P. 1:101(100) ack 1
      +.001 > . 1:1461(1460) ack 101
      +.1   < . 100:101(1) ack 1461
      +.001 > . 1461:1461(0) ack 101
      +3    > . 1:1461(1460) ack 101`,
  },
  rejects: {
    'what was acknowledged is sent again': {
      by: 'old octets',
      trace: `
        0     > . 1:1461(1460) ack 1
        +.1   < . 1:1(0) ack 1461
        +3    > . 1:1461(1460) ack 1`,
    },
  },
});

testRule(ackOfNewDataOtherwise, established(), {
  accepts: {
    'segments behind a gap count as duplicates of what they acknowledge': `
      0     > . 1:1461(1460) ack 1
      +.09  > . 1461:2921(1460) ack 1
      +.01  < . 101:201(100) ack 1461
      +.001 > . 2921:2921(0) ack 1
      +.001 < . 201:301(100) ack 1461
      +.001 > . 2921:2921(0) ack 1
      +.001 > . 1461:2921(1460) ack 1`,
  },
  rejects: {
    'two acknowledgments of nothing sent count for nothing': {
      by: 'old octets',
      trace: `
        0     > . 1:1461(1460) ack 1
        +.01  < . 101:201(100) ack 9000
        +.001 > . 1461:1461(0) ack 1
        +.001 < . 201:301(100) ack 9000
        +.001 > . 1461:1461(0) ack 1
        +.001 > . 1:1461(1460) ack 1`,
    },
  },
});

testRule(windowUpdate, synReceived(), {
  accepts: {
    'data within the window': `
      0     < . 1:1(0) ack 1 win 1000
      +.001 > P. 1:1001(1000) ack 1`,
  },
  rejects: {
    'data beyond it': {
      by: 'new octets',
      trace: `
        0     < . 1:1(0) ack 1 win 1000
        +.001 > P. 1:1002(1001) ack 1`,
    },
  },
});

testRule(windowUpdateOtherwise, established({ win: 1000 }), {
  accepts: {
    'a segment behind a gap opens the window': `
      0     > P. 1:1001(1000) ack 1
      +.1   < . 101:201(100) ack 1 win 3000
      +.001 > P. 1001:2001(1000) ack 1`,
    'it closes the window, and an older segment does not open it': `
      0     > P. 1:1001(1000) ack 1
      +.1   < . 101:201(100) ack 1001 win 0
      +.001 > . 1001:1001(0) ack 1
      +.001 < . 1:101(100) ack 1001
      +.001 > . 1001:1002(1) ack 201
      +9    end`,
  },
  rejects: {
    'not so far': {
      by: 'new octets',
      trace: `
        0     > P. 1:1001(1000) ack 1
        +.1   < . 101:201(100) ack 1 win 2000
        +.001 > P. 1001:2001(1000) ack 1
        +.001 > P. 2001:2003(2) ack 1`,
    },
  },
});

testRule(newData, established({ win: 2000 }), {
  accepts: {
    'up to the edge': `
      0     > . 1:1461(1460) ack 1
      +.001 > P. 1461:2001(540) ack 1`,
  },
  rejects: {
    'beyond the edge': `
      0     > . 1:1461(1460) ack 1
      +.001 > P. 1461:2003(542) ack 1`,
    'behind a hole': `
      0     > . 1:1001(1000) ack 1
      +.001 > . 1101:1201(100) ack 1`,
    'after the FIN': {
      by: 'new octets',
      trace: `
        0     close()
        +.001 > F. 1:1(0) ack 1
        +.001 > . 2:102(100) ack 1`,
    },
  },
});

testRule(newFin, established({ win: 1000 }), {
  accepts: {
    'without octets': `
      0     close()
      +.001 > F. 1:1(0) ack 1`,
    'with the last octets, at the edge': `
      0     close()
      +.001 > FP. 1:1001(1000) ack 1`,
  },
  rejects: {
    'octets beyond the edge': `
      0     close()
      +.001 > FP. 1:1003(1002) ack 1`,
  },
});

testRule(windowProbe, established({ win: 0 }), {
  accepts: {
    'one octet into a closed window': '0 > . 1:2(1) ack 1',
  },
  rejects: {
    'two octets': {
      by: 'new octets',
      trace: '0 > . 1:3(2) ack 1',
    },
    'a second octet': '0 > . 1:2(1) ack 1\n+5 > . 2:3(1) ack 1',
  },
});

testRule(emptyNotAhead, established(), {
  accepts: {
    'at the highest number': '0 > . 1:1(0) ack 1',
    'below it, as a keep-alive': `
      0     > P. 1:101(100) ack 1
      +.1   < . 1:1(0) ack 101
      +9    > . 100:100(0) ack 1`,
  },
  rejects: {
    'beyond it': '0 > . 2:2(0) ack 1',
  },
});

testRule(emptyNotBehind, established(), {
  accepts: {
    'a keep-alive stands one below': `
      0     > P. 1:101(100) ack 1
      +.1   < . 1:1(0) ack 101
      +9    > . 100:100(0) ack 1`,
  },
  rejects: {
    'further down': `
      0     > P. 1:101(100) ack 1
      +.1   < . 1:1(0) ack 101
      +9    > . 99:99(0) ack 1`,
  },
});

testRule(windowUpdateOfNewData, established(), {
  accepts: {
    'the window shrinks with what is acknowledged': `
      0     > . 1:1461(1460) ack 1
      +.1   < . 1:1(0) ack 1461 win 1000
      +.001 > . 1461:2461(1000) ack 1`,
  },
  rejects: {
    'beyond what was ever offered': {
      by: 'new octets',
      trace: `
        0     > . 1:1461(1460) ack 1
        +.1   < . 1:1(0) ack 1461 win 0
        +.001 > . 1461:1462(1) ack 1
        +.1   < . 1:1(0) ack 1462 win 0
        +.001 > . 65536:66996(1460) ack 1`,
    },
  },
  noFlip: 'window-update has the edge; how wide the window is no limit or permit asks',
});
