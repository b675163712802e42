import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { fixtureVerdict } from './fixture/verdict.ts';
import { paintFor, summary } from './summary.ts';

const text = summary(fixtureVerdict);

test('names scenarios with what became of each, and a capture by its file', () => {
  expect(text).toMatch(/^ {2}open\/passive +IPv4 ✓ conformant$/m);
  expect(text).toMatch(/^ {2}receive\/gap-and-filling +IPv6 ✗ violations$/m);
  expect(text).toMatch(/^ {2}captures\/.*1 ✗ violations {2}1 \? undecided {2}1 ✓ conformant$/m);
});

test('tells each kind of finding once, worst first, with its place', () => {
  const heads = text.split('\n').filter((line) => /^[✗▲·] /.test(line));
  expect(heads.map((head) => head.replace(/:.*/, ''))).toEqual([
    '✗ violation, MUST NOT',
    '✗ violation, MUST',
    '▲ deviation, SHOULD',
    '· note, MAY',
    '▲ known deviation, SHOULD',
  ]);
  expect(text).toContain('traces/gap-ipv6.pcapng record 10, 11 at 0.210000 s');
  expect(text).toContain('rto-floor-200ms: Linux rounds the RTO up');
});

test('says what is undecided and what would decide it', () => {
  expect(text).toContain('? 1 endpoint undecided: mid-stream (1), capture-loss (1)');
  expect(text).toContain('would decide window: the handshake, which tells the window scale');
});

test('ends with the answer, its denominators and the settings', () => {
  expect(text.split('\n').slice(-2)).toEqual([
    '2 violations, 1 deviation, 1 note, 1 known deviation in 5 connections (1089 segments); 5 of 6 endpoints decided',
    'tcpassay 0.1.0, spec c0ffee12, profile linux, recorder inferred',
  ]);
});

test('carries no escape sequence of a terminal, neither its own nor one from a trace', () => {
  const trace = fixtureVerdict.traces[0];
  if (trace === undefined) throw new Error('the fixture has traces');
  const hostile = { ...fixtureVerdict, traces: [{ ...trace, scenario: 'a\u001b[2Jb\u202e' }] };
  expect(summary(hostile)).toContain('a\\u001b[2Jb\\u202e');
  expect(summary(hostile, paintFor(new PassThrough()))).not.toContain('\u001b');
});

test('paints where it may', () => {
  expect(summary(fixtureVerdict, (style, what) => `<${style}>${what}</>`)).toContain('<red>✗ violations</>');
});
