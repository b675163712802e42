import { describe, expect, test } from 'vitest';
import { currentPractice, type Profile } from '../spec/profile.ts';
import { DEFAULT_HEADER } from '../trace/text/read-header.ts';
import type { Explained } from './explain.ts';
import { Findings, findingId, stableHash } from './findings.ts';

const header = { ...DEFAULT_HEADER, scenario: 'window/zero' };
const trusted = { lossless: true, near: true };
const one = (more: Partial<Explained> = {}): Explained => ({
  rule: 'within-mss',
  clause: 'OUT.TEXT ≤ SMSS',
  topic: 'segment size',
  requirements: ['MUST-16'],
  level: 'MUST',
  severity: 'violation',
  on: 'segment sent',
  frames: [7],
  time: 1e9,
  message: 'too long',
  clauses: [],
  provenance: [],
  exemptions: [],
  alternatives: [],
  ...more,
});
const listOf = (found: readonly Explained[], profile: Profile = currentPractice, trust = trusted) => {
  const findings = new Findings(header, profile, trust);
  for (const x of found) findings.add(x);
  return findings.list();
};

describe('the id of a finding', () => {
  test('is the same in every run and on every machine', () => {
    expect(stableHash('')).toBe('811c9dc501000193');
    // The first half is FNV-1a, whose hash of `a` is known.
    expect(stableHash('a')).toBe('e40c292c9eda2799');
    expect(stableHash('x6')).toBe('0b6306a30a3dd493');
    expect(findingId(one(), 'window/zero')).toBe(
      findingId(one({ frames: [99], time: 5, message: 'x' }), 'window/zero'),
    );
    expect(findingId(one(), 'window/zero')).toMatch(/^[0-9a-f]{16}$/);
  });
  test.each([
    ['requirement', one({ requirements: ['MUST-17'] }), 'window/zero'],
    ['rule', one({ rule: 'other' }), 'window/zero'],
    ['clause', one({ clause: 'other' }), 'window/zero'],
    ['event class', one({ on: 'segment arrives' }), 'window/zero'],
    ['scenario', one(), 'open/passive'],
  ])('differs by %s', (_, x, scenario) => {
    expect(findingId(x, scenario)).not.toBe(findingId(one(), 'window/zero'));
  });
  test('keeps its parts apart', () => {
    expect(findingId(one({ rule: 'ab', clause: 'c' }), '')).not.toBe(
      findingId(one({ rule: 'a', clause: 'bc' }), ''),
    );
  });
  test('where no requirement is named begins with nothing', () => {
    const x = one({ requirements: [] });
    expect(findingId(x, '')).toBe(findingId({ ...x, requirements: [''] }, ''));
  });
});

describe('repetitions', () => {
  test('are counted, their records kept, the first one told', () => {
    const [first, ...others] = listOf([one(), one({ frames: [9], message: 'again' }), one({ frames: [12] })]);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ repeats: 3, frames: [7, 9, 12], message: 'too long' });
  });
  test('do not grow without end', () => {
    const [first] = listOf(Array.from({ length: 100 }, (_, i) => one({ frames: [i] })));
    expect(first?.repeats).toBe(100);
    expect(first?.frames).toHaveLength(16);
  });
});

describe('what follows from another finding', () => {
  test('of the same topic is a note that names it', () => {
    const [, second] = listOf([one({ frames: [3] }), one({ rule: 'consequence', frames: [5] })]);
    expect(second?.severity).toBe('note');
    expect(second?.level).toBe('MUST');
    expect(second?.hypotheses.find((h) => h.id === 'consequence')?.why).toContain('in frame 3 (within-mss)');
  });
  test('may follow from it, and from the first of the topic', () => {
    const found = [
      one({ frames: [3] }),
      one({ rule: 'consequence', frames: [5] }),
      one({ rule: 'another', frames: [8] }),
    ];
    const [, second, third] = listOf(found);
    for (const x of [second, third])
      expect(x?.hypotheses.find((h) => h.id === 'consequence')).toMatchObject({
        excluded: false,
        why: expect.stringContaining('in frame 3 (within-mss)'),
      });
  });
  test('of the same rule, by another clause, stands for itself', () => {
    const [, second] = listOf([one(), one({ clause: 'other' })]);
    expect(second?.severity).toBe('violation');
    expect(second?.hypotheses.map((h) => h.id)).not.toContain('consequence');
  });
  test.each([
    [1e9, 'note'],
    [1e9 + 1, 'violation'],
  ])('%d ns later is a %s', (later, severity) => {
    const [, second] = listOf([one({ time: 5 }), one({ rule: 'other', time: 5 + later })]);
    expect(second?.severity).toBe(severity);
  });
  test('of another topic stands for itself', () => {
    const [, second] = listOf([one(), one({ rule: 'other', topic: 'window' })]);
    expect(second?.severity).toBe('violation');
    expect(second?.hypotheses.map((h) => h.id)).toEqual(['recorder loss', 'not read yet', 'clock']);
  });
});

describe('traits of the profile', () => {
  const trait = { id: 't', rule: 'within-mss', scenario: 'window/', reason: 'because', witness: 'w' };
  const profile: Profile = { ...currentPractice, traits: [trait] };

  test('name a finding and keep its severity', () => {
    expect(listOf([one()], profile)[0]).toMatchObject({
      known: { trait: 't', reason: 'because' },
      severity: 'violation',
    });
  });
  test('may be of one clause', () => {
    const clause = listOf([one()], profile)[0]?.clause ?? '';
    const narrow = { ...trait, clauses: ['OUT.SEQ', clause.slice(0, 4)] };
    expect(clause).not.toBe('');
    expect(listOf([one()], { ...profile, traits: [narrow] })[0]).toHaveProperty('known');
  });
  test.each([
    ['another rule', { ...trait, rule: 'other' }],
    ['another scenario', { ...trait, scenario: 'open/' }],
    ['another clause', { ...trait, clauses: ['OUT.SEQ'] }],
  ])('of %s do not', (_, other) => {
    expect(listOf([one()], { ...profile, traits: [other] })[0]).not.toHaveProperty('known');
  });
});

describe('other causes', () => {
  test('are excluded as far as the recorder is trusted', () => {
    const excluded = (trust: typeof trusted) =>
      listOf([one()], currentPractice, trust)[0]?.hypotheses.map((h) => h.excluded);
    expect(excluded(trusted)).toEqual([true, true, true]);
    expect(excluded({ lossless: false, near: true })).toEqual([false, true, true]);
    expect(excluded({ lossless: true, near: false })).toEqual([true, false, true]);
  });
  test('say why, each in its words', () => {
    const whyOf = (trust: { lossless: boolean; near: boolean; inferred?: boolean }, lag = header.lag) => {
      const findings = new Findings({ ...header, lag }, currentPractice, trust);
      findings.add(one());
      return findings.list()[0]?.hypotheses.map((h) => h.why);
    };
    expect(whyOf(trusted)?.[0]).toBe('the recorder vouches that it lost nothing');
    expect(whyOf({ ...trusted, inferred: true })?.[0]).toContain('every octet that was acknowledged');
    expect(whyOf({ ...trusted, lossless: false })?.[0]).toBe('nobody vouches that the recorder lost nothing');
    expect(whyOf({ ...trusted, near: false })?.[1]).toBe('the recorder sat away from the stack');
    expect(whyOf(trusted, { in: 0, out: 0, error: 0 })?.[1]).toBe('the stack was at rest before each record');
  });
  test('name the lags that were granted', () => {
    const why = listOf([one()])[0]
      ?.hypotheses.map((h) => h.why)
      .join('; ');
    expect(why).toContain('in the last 5 ms');
    expect(why).toContain('1 ms of the clock’s error');
  });
});
