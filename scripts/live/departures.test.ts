import { expect, test } from 'vitest';
import { checkerOf } from '../../src/checker/check.ts';
import { readTrace } from '../../src/trace/read.ts';
import { isAsJudged } from './departures.ts';

const HEAD = (scenario: string): string => `tcpassay 1
stack linux 6.18.44
scenario ${scenario}
profile linux
clock real
recorder near lossless api
lag in 0ns out 5ms error 1ms
connection 192.0.2.1:40000 192.0.2.2:1024
`;
const OPEN = `
0 call 1 socket(family=ipv4)
0 return 1 = 1
0.001 call 2 connect(1, remote=192.0.2.2:1024)
0.001 > S 1000:1000(0) win 64240 <mss 1460,sackOK,nop,nop>
0.001 return 2 = -1 EINPROGRESS { local=192.0.2.1:40000, remote=192.0.2.2:1024 }
0.005 < S. 5000:5000(0) ack 1001 win 65160 <mss 1460,sackOK,nop,nop>
0.005 > . 1001:1001(0) ack 5001 win 64240
`;

/** Whether each finding of a trace is known, and as its judgement describes it. */
function judged(body: string, scenario = 'pair/test'): readonly (readonly [rule: string, ok: boolean])[] {
  const { traces, problems } = readTrace(new TextEncoder().encode(HEAD(scenario) + body), 'test');
  expect(problems).toEqual([]);
  const verdict = checkerOf({ profile: 'linux', recorder: 'inferred' })([
    { file: '', sha256: '', traces, problems },
  ]);
  const findings = verdict.traces.flatMap((t) =>
    t.connections.flatMap((c) => c.endpoints.flatMap((e) => e.findings)),
  );
  return findings.map((finding) => {
    const [trace] = traces;
    if (trace === undefined) throw new Error('nothing was read');
    return [finding.rule, finding.known !== undefined && isAsJudged(finding, trace)];
  });
}

const GAP = `${OPEN}
0.1 call 3 shutdown(1, how=write)
0.1 > F. 1001:1001(0) ack 5001 win 64240
0.1 return 3 = 0
0.11 < . 5001:5001(0) ack 1002 win 65160
0.2 < F. 5101:5101(0) ack 1002 win 65160
0.2 > . 1002:1002(0) ack 5001 win 64240 <nop,nop,sack 5101:5102>
0.3 < . 5001:5101(100) ack 1002 win 65160
`;

test('the ACK of a FIN behind a gap that reports it again is as judged', () => {
  const body = `${GAP}0.3 > . 1002:1002(0) ack 5102 win 64140 <nop,nop,sack 5101:5102>\n1 end\n`;
  expect(judged(body)).toEqual([['SACK blocks', true]]);
  expect(judged(body, 'other/test')).toEqual([['SACK blocks', false]]);
});

test('the same before the stream has ended is not', () => {
  const body = `${OPEN}
0.2 < . 5101:5201(100) ack 1001 win 65160
0.2 > . 1001:1001(0) ack 5001 win 64240 <nop,nop,sack 5101:5201>
0.3 < . 5001:5101(100) ack 1001 win 65160
0.3 > . 1001:1001(0) ack 5201 win 64040 <nop,nop,sack 5101:5201>
1 end
`;
  expect(judged(body)).toEqual([['SACK blocks', false]]);
});

test.each([
  ['at the end of the blocks', 5201, true],
  ['inside them', 5151, false],
])('an RST %s that ends the connection', (_, seq, as) => {
  const body = `${OPEN}
0.2 < . 5101:5201(100) ack 1001 win 65160
0.2 > . 1001:1001(0) ack 5001 win 64240 <nop,nop,sack 5101:5201>
0.3 < R. ${seq}:${seq}(0) ack 1001 win 65160
2 end
`;
  expect(judged(body)).toEqual([['challenge-ack-for-rst', as]]);
});

test.each([
  ['a second', 1.03, true],
  ['half a second', 0.5, false],
])('a SYN again after another %s', (_, after, as) => {
  const syn = 'S 1000:1000(0) win 64240 <mss 1460,sackOK,nop,nop>';
  const lines = OPEN.split('\n').slice(0, 6).join('\n');
  const body = `${lines}
1.02 > ${syn}
${(1.02 + after).toFixed(3)} > ${syn}
2.5 end
`;
  expect(judged(body)).toEqual([['SYN', as]]);
});
