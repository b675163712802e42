import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { append, type Entry, readLedger, totals } from './soak/ledger.ts';
import { againOf, type Batch, batchOf, type Oracle } from './soak/oracle.ts';
import { chosen, ORACLES } from './soak/registry.ts';
import { soak } from './soak/soak.ts';

const folder = mkdtempSync(join(tmpdir(), 'tcpassay-soak-'));
afterEach(() => rmSync(join(folder, 'ledger'), { recursive: true, force: true }));
const LEDGER = join(folder, 'ledger/soak.jsonl');

const entry = (oracle: string, more: Partial<Entry> = {}): Entry => ({
  date: '2026-11-25T00:00:00.000Z',
  commit: 'abc',
  oracle,
  seed: 1,
  runs: 10,
  segments: 100,
  milliseconds: 5,
  failures: [],
  ...more,
});

describe('the ledger', () => {
  test('keeps what was appended, in its order', () => {
    append(LEDGER, entry('walks'));
    append(LEDGER, entry('relations', { failures: [{ seed: 4, text: 'seed 4: no' }] }));
    expect(readLedger(LEDGER)).toEqual({
      entries: [entry('walks'), entry('relations', { failures: [{ seed: 4, text: 'seed 4: no' }] })],
      torn: 0,
    });
  });
  test('survives a kill in the midst of a line', () => {
    append(LEDGER, entry('walks'));
    writeFileSync(LEDGER, `${readFileSync(LEDGER, 'utf8')}{"date":"2026`);
    append(LEDGER, entry('relations'));
    expect(readLedger(LEDGER)).toEqual({ entries: [entry('walks'), entry('relations')], torn: 1 });
  });
  test('is empty where there is no file', () => {
    expect(readLedger(join(folder, 'none'))).toEqual({ entries: [], torn: 0 });
  });
  test('is summed up by oracle', () => {
    const failures = [{ seed: 1, text: 'x' }];
    const sums = totals([entry('walks'), entry('walks', { runs: 5, failures }), entry('relations')]);
    expect([...sums]).toEqual([
      ['walks', { runs: 15, segments: 200, failures: 1 }],
      ['relations', { runs: 10, segments: 100, failures: 0 }],
    ]);
  });
});

/** An oracle whose every seventh seed fails; a run takes a millisecond of its own clock. */
function sevens(name = 'sevens') {
  let clock = 0;
  const seen: number[] = [];
  const some = (seed: number, runs: number): Batch => {
    const seeds = Array.from({ length: runs }, (_, i) => seed + i);
    seen.push(...seeds);
    clock += runs;
    const failures = seeds.filter((s) => s % 7 === 0).map((s) => ({ seed: s, text: `seed ${s}: a seventh` }));
    return { runs, segments: runs * 3, failures };
  };
  const now = () => clock;
  const oracle: Oracle = { name, run: (seed, budgetMs) => batchOf(some, seed, budgetMs, 4, now) };
  return { oracle, seen, now };
}

describe('a batch', () => {
  test('fills its time, and uses each seed once', () => {
    const { oracle, seen } = sevens();
    const batch = oracle.run(100, 50) as Batch;
    expect(batch.runs).toBe(50);
    expect(seen).toEqual(Array.from({ length: 50 }, (_, i) => 100 + i));
  });
  test('without time is one run', () => {
    expect(sevens().oracle.run(14, 0)).toEqual({
      runs: 1,
      segments: 3,
      failures: [{ seed: 14, text: 'seed 14: a seventh' }],
    });
  });
});

describe('a soak', () => {
  const run = (
    oracles: readonly Oracle[],
    milliseconds: number,
    more: Partial<Parameters<typeof soak>[0]> = {},
  ) => {
    const lines: string[] = [];
    const kept: Entry[] = [];
    const options = {
      oracles,
      seed: 10,
      milliseconds,
      commit: 'abc',
      keep: (e: Entry) => void kept.push(e),
      say: (line: string) => void lines.push(line),
      enough: () => Promise.resolve(false),
      ...more,
    };
    return soak(options).then((entries) => ({ entries, lines, kept }));
  };

  test('goes on behind the last seed of each oracle, and keeps every batch', async () => {
    const { oracle, now } = sevens();
    const { entries, kept } = await run([oracle], 25_000, { now });
    expect(entries.map(({ seed, runs }) => [seed, runs])).toEqual([
      [10, 10_000],
      [10_010, 10_000],
      [20_010, 5000],
    ]);
    expect(kept).toEqual(entries);
  });
  test('tells each failing seed with the command that runs it again', async () => {
    const { lines } = await run([sevens().oracle], 0, { seed: 14 });
    expect(lines.join('\n')).toContain('npm run soak -- --only sevens --seed 14 --minutes 0');
  });
  test('counts an oracle that breaks off as failed, and goes on with the others', async () => {
    const broken: Oracle = {
      name: 'broken',
      run: () => {
        throw new Error('no more');
      },
    };
    const { entries } = await run([broken, sevens().oracle], 0);
    expect(entries.map(({ oracle, failures }) => [oracle, failures.length])).toEqual([
      ['broken', 1],
      ['sevens', 0],
    ]);
  });
  test('ends between two batches when somebody has enough', async () => {
    const { oracle, now } = sevens();
    let asked = 0;
    const enough = () => Promise.resolve(++asked > 2);
    const { entries } = await run([oracle], 1e9, { now, enough });
    expect(entries).toHaveLength(2);
  });
});

describe('the registry', () => {
  test('has oracles of different names that stand in commands', () => {
    const names = ORACLES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z-]+$/.test(name))).toEqual([]);
    expect(againOf(ORACLES[0] as Oracle, 3)).toContain('3');
  });
  test('gives those that were named, all where none was, nothing for a name that is none', () => {
    expect(chosen(ORACLES, ['relations'])?.map(({ name }) => name)).toEqual(['relations']);
    expect(chosen(ORACLES, [])).toBe(ORACLES);
    expect(chosen(ORACLES, ['relations', 'nothing'])).toBeUndefined();
  });
  test.each(ORACLES.map((oracle) => [oracle.name, oracle] as const))(
    '%s runs one seed',
    async (_, oracle) => {
      const batch = await oracle.run(3, 0);
      expect(batch).toMatchObject({ runs: 1, failures: [] });
    },
  );
});
