import { describe, expect, it } from 'vitest';
import { readText } from '../trace/text/read.ts';
import { check } from './check.ts';

const TEXT = `tcpassay 1
recorder near lossless
connection 192.0.2.1:80 192.0.2.9:40000

0 < S 100:100(0) win 8000 <mss 1460>
+.001 > S. 900:900(0) ack 101 win 8000 <mss 1460>
+.001 < . 101:101(0) ack 901 win 8000
+.001 < P. 101:201(100) ack 901 win 8000
+.001 > . 901:901(0) ack 201 win 8000
+1 end
`;

const judged = (clauses: boolean) => {
  const { traces, problems } = readText(TEXT, 'clauses.trace');
  expect(problems).toEqual([]);
  const input = { file: 'clauses.trace', sha256: '', traces, problems };
  return check([input], { profile: 'current-practice', recorder: 'inferred', clauses }).traces[0]
    ?.connections[0]?.endpoints[0];
};

describe('coverage of clauses', () => {
  it('counts each answer of each clause, once an event that could concern the rule', () => {
    const rows = judged(true)?.clauses?.['acknowledge'];
    const ack = rows?.find((row) => row.clause === 'OUT.ACK = RCV.NXT');
    expect(ack && ack.yes + ack.open).toBe(2);
    expect(ack?.no).toBe(0);
    const text = judged(true)?.clauses?.['within-mss']?.find((row) => row.clause === 'OUT.TEXT > 0');
    expect(text).toEqual({ clause: 'OUT.TEXT > 0', yes: 0, open: 0, no: 1 });
  });

  it('is not counted, and changes nothing, where nobody asks', () => {
    const { clauses, ...rest } = judged(true) ?? {};
    expect(clauses).toBeDefined();
    expect(judged(false)).toEqual(rest);
  });
});
