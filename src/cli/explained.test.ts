import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { check } from '../checker/check.ts';
import { readText } from '../trace/text/read.ts';
import { explained } from './explained.ts';

function judged(file: string) {
  const text = readFileSync(new URL(`../../traces/${file}`, import.meta.url), 'utf8');
  const input = { file, sha256: '0', ...readText(text, file) };
  return check([input], { profile: 'current-practice', recorder: 'inferred' });
}

test('a finding tells where it is, why it is one, and what would have been allowed', () => {
  const text = explained(judged('reject/open/syn-too-soon.trace'));
  expect(text.split('\n').slice(0, 2)).toEqual([
    'reject/open/syn-too-soon.trace (open/syn-too-soon), 192.0.2.1:8080',
    'violation, MUST: SYN   [RFC6298-5-1, RFC9293-3.5-1, RFC6298-5.5-1]',
  ]);
  expect(text).toMatch(/^ {2}why the bounds stand there\n {4}SND\.ISS = /m);
  expect(text).toMatch(/^ {2}what would have been allowed, nearest first\n {4}if it had left /m);
  expect(text).toMatch(/[^\n]\n\n$/);
});

test('without findings there is nothing to tell', () => {
  expect(explained(judged('accept/open/passive.trace'))).toBe('');
});

test('control characters of a file name do not reach the terminal', () => {
  const verdict = judged('reject/open/syn-too-soon.trace');
  const [trace] = verdict.traces;
  if (!trace) throw new Error('it has one trace');
  expect(explained({ ...verdict, traces: [{ ...trace, file: 'a\u001b[31m.trace' }] })).not.toContain(
    '\u001b',
  );
});
