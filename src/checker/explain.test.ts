/** Findings as a person reads them, held word for word: golden/*.txt. `npm test -- -u` writes them anew. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readText } from '../trace/text/read.ts';
import type { Trace } from '../trace/trace.ts';
import { findingText } from './finding-text.ts';
import { established, ruleTrace, synSent } from './testing/rule-trace.ts';
import { judgeTrace } from './testing/test-rule.ts';
import { withNumbersWrapping } from './testing/transform.ts';
import type { Finding } from './verdict.ts';

const here = dirname(fileURLToPath(import.meta.url));
const golden = (file: string): string => join(here, 'golden', `${file.replace('/', '-')}.txt`);

/** The kinds of the eight live edits first, then what they do not have. */
const FILES = [
  'acknowledgment/one-too-many',
  'window/shrunk-scaled',
  'retransmission/other-octets',
  'size/beyond-mss',
  'acknowledgment/late',
  'retransmission/no-back-off',
  'reset/of-a-reset',
  'close/fin-moved',
  'size/beyond-initial-window',
  'sequence/beyond-window',
  'open/syn-too-soon',
  'reset/no-challenge',
  'options/echo-above-gap',
  'options/shift-15',
  'sack/never-came',
] as const;

function read(file: string): Trace {
  const text = readFileSync(join(here, '../../traces/reject', `${file}.trace`), 'utf8');
  const [trace] = readText(text, file).traces;
  if (!trace) throw new Error(`${file} cannot be read`);
  return trace;
}
const texts = (trace: Trace): string => `${judgeTrace(trace).findings.map(findingText).join('\n\n')}\n`;

const kept = FILES.filter((file) => existsSync(golden(file)));

test('each has its golden text, and no text stands alone', () => {
  expect(kept).toEqual(FILES);
  expect(readdirSync(join(here, 'golden'))).toHaveLength(FILES.length);
});

test.each(FILES)('%s', async (file) => {
  await expect(texts(read(file))).toMatchFileSnapshot(golden(file));
});

test.each(FILES)('%s says the same whatever the initial numbers', (file) => {
  expect(texts(withNumbersWrapping(read(file), 700))).toBe(texts(read(file)));
});

describe('what an explanation never says', () => {
  test.each(
    readdirSync(join(here, '../../traces/reject'), { recursive: true })
      .map(String)
      .filter((f) => f.endsWith('.trace')),
  )('%s', (file) => {
    const text = texts(read(file.replace('.trace', '')));
    expect(text).not.toMatch(/undefined|NaN|\[object|-\d+ octets/);
    // Absolute numbers would be beyond the 32 bits of the wire.
    expect(text).not.toMatch(/\d{9}/);
    expect(text.split('\n')[0]).toMatch(
      /^(violation|deviation), (MUST|MUST NOT|SHOULD|SHOULD NOT|RECOMMENDED): /,
    );
  });
});

function only(trace: Trace): Finding {
  const { findings } = judgeTrace(trace);
  const [finding] = findings;
  if (!finding || findings.length !== 1) throw new Error(`${findings.length} findings`);
  return finding;
}

describe('what is near', () => {
  test('the permit that the segment could have met with another number stands before one that it could not', () => {
    const { clause } = only(ruleTrace(synSent(), '.3 > S 0:0(0) <mss 1460>'));
    expect(clause).toMatch(/^syn-on-timeout: /);
  });
  test('a changed field is offered only where everything else holds too', () => {
    const { alternatives } = only(ruleTrace(established({ win: 1000 }), '0 > . 1:1201(1200) ack 1'));
    expect(alternatives.map((a) => a.text)).toEqual(['if OUT.NEW.LEN ≤ 1000 (it was 1200)']);
  });
  test('another time, then other reasons', () => {
    const { alternatives } = only(
      ruleTrace(established(), '0 > . 1:101(100) ack 1\n+.02 > . 1:101(100) ack 1'),
    );
    expect(alternatives.map((a) => a.lever)).toEqual(['time', ...Array(5).fill('evidence')]);
    expect(alternatives[1]?.text).toBe('fast-retransmit, if DUPACKS ≥ 3 (0 ≥ 3)');
  });
  test('the clauses that fail stand first', () => {
    const { clauses } = only(ruleTrace(established(), '0 > . 2:2(0) ack 1'));
    expect(clauses.map((c) => c.says)).toEqual(['NO', 'yes', 'yes', 'yes', 'yes', 'yes']);
  });
});

describe('where bounds come from', () => {
  test('the rule and the record that wrote them, at the time of the trace', () => {
    const { provenance } = only(ruleTrace(established(), '0 < . 1:101(100) ack 1\n+.001 > . 1:1(0) ack 102'));
    expect(provenance).toEqual([
      { slot: 'RCV.NXT', side: 'lo', value: '101', rule: 'text-arrives', frame: 10, time: 0.5e9 },
      { slot: 'RCV.NXT', side: 'hi', value: '101', rule: 'text-arrives', frame: 10, time: 0.5e9 },
    ]);
  });
  test('of a debt, as the belief stood when it was armed', () => {
    const { clauses, frames, time } = only(
      ruleTrace(established(), '0 < P. 1:101(100) ack 1\n+.6 > . 1:1(0) ack 101'),
    );
    expect(frames).toEqual([10]);
    expect(time).toBe(1.006e9);
    expect(clauses.every((c) => c.says === 'yes')).toBe(true);
    expect(clauses.find((c) => c.clause === 'RCV.NXT < SEG.END')?.numbers).toBe('1 < 101');
  });
});
