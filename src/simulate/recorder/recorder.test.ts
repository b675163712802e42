/** Tapes: the same for the same seed, right to another reader, and silent to our own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SPEC } from '../../spec/rules/index.ts';
import { simulate } from '../simulate.ts';
import { FAULTS, type Fault, HIDDEN, NEAR_ONLY, UNFAITHFUL } from './faults.ts';
import type { TapeFile } from './file.ts';
import { planOf, type TapeVantage } from './plan.ts';

/** Where segments follow each other that an adapter would join is rare. */
/** Adapters seldom find what they can merge. */
const WALKS: Partial<Record<Fault, number>> = { 'send-offload': 150, 'receive-offload': 150, drops: 30 };
const PLACES: readonly TapeVantage[] = ['near', 'far', 'between'];

function tapes(walks: number, seed: number, vantage: TapeVantage, faults: readonly Fault[]): TapeFile[] {
  const files: TapeFile[] = [];
  const run = simulate({ walks, seed, vantage, faults, onTape: (file) => files.push(file) });
  expect(run.failures).toEqual([]);
  return files;
}

test('the tapes of a seed are the same to the octet, those of another are not', () => {
  const octets = (seed: number): readonly Uint8Array[] =>
    tapes(2, seed, 'near', ['duplicates', 'snap-96']).map((file) => file.bytes);
  expect(octets(5)).toEqual(octets(5));
  expect(octets(5)[0]).not.toEqual(octets(7)[0]);
});

describe('walks raise no alarm', () => {
  test.each(PLACES)('%s a recorder without faults', (vantage) => {
    const run = simulate({ walks: 24, seed: 400, vantage, faults: [] });
    expect(run.failures).toEqual([]);
    expect(run.alarms).toBe(0);
    expect(run.frames).toBeGreaterThan(800);
    if (vantage !== 'between') expect(run.nearEnds).toBeGreaterThan(8);
  });

  test.each(FAULTS)('by a recorder with %s', (fault) => {
    const run = simulate({ walks: WALKS[fault] ?? 8, seed: 300, vantage: 'near', faults: [fault] });
    expect(run.failures).toEqual([]);
    const changed = Object.values(run.faults).reduce((sum, { touched }) => sum + touched, 0);
    expect(changed, 'recordings that the fault changed').toBeGreaterThan(0);
  });

  test('at every vantage in turn, with what a judge in the walk believes compared', () => {
    const run = simulate({ walks: 24, seed: 60, vantage: 'all', contain: true });
    expect(run.failures).toEqual([]);
    expect(Object.values(run.vantages).map(({ walks }) => walks)).toEqual([6, 6, 6, 6]);
  });
});

test('a recorder that is vouched for has no fault that makes it a liar, one in between none of an adapter', () => {
  for (let seed = 1; seed < 400; seed++)
    for (const vantage of PLACES) {
      const { faults, trust } = planOf(seed, vantage, 1e6);
      if (trust === 'lossless') expect(faults.filter((f) => UNFAITHFUL.has(f))).toEqual([]);
      if (trust !== 'unknown') expect(faults.filter((f) => HIDDEN.has(f))).toEqual([]);
      if (vantage === 'between') expect(faults.filter((f) => NEAR_ONLY.has(f))).toEqual([]);
    }
});

describe('a capture shows stacks that are drawn from a spec without', () => {
  test.each([
    ['window-not-shrunk', 30],
    ['within-mss', 30],
    ['no-octet-at-fin', 60],
  ])('%s', (id, walks) => {
    const walked = { ...SPEC, rules: SPEC.rules.filter((r) => r.id !== id) };
    const run = simulate({ walks, seed: 1, vantage: 'near', faults: [], walked });
    expect(run.failures.some((failure) => failure.includes(id))).toBe(true);
  });
});

const absent = spawnSync('tshark', ['--version']).status !== 0;

describe.skipIf(absent)('another reader (needs tshark)', () => {
  /** Frames, malformed ones, checksums by their status (1 good). */
  function read(files: readonly TapeFile[]): { frames: number; malformed: number; bad: number } {
    const folder = mkdtempSync(join(tmpdir(), 'tcpassay-tapes-'));
    try {
      const sum = { frames: 0, malformed: 0, bad: 0 };
      for (const { name, bytes } of files) {
        writeFileSync(join(folder, name), bytes);
        const wishes = ['tcp.check_checksum:TRUE', 'ip.check_checksum:TRUE'];
        const fields = ['tcp.checksum.status', 'ip.checksum.status', '_ws.malformed'];
        const args = [
          '-r',
          join(folder, name),
          '-T',
          'fields',
          // Ports are drawn: what stands on some of them is no TLS.
          ...['http', 'tls', 'data'].flatMap((p) => ['--disable-protocol', p]),
          ...wishes.flatMap((wish) => ['-o', wish]),
          ...fields.flatMap((field) => ['-e', field]),
        ];
        const { stdout } = spawnSync('tshark', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
        for (const line of stdout.split('\n').filter((l) => l !== '')) {
          const [tcp, ip, malformed] = line.split('\t');
          sum.frames++;
          if (malformed !== '') sum.malformed++;
          if (tcp !== '1' || (ip !== '' && ip !== '1')) sum.bad++;
        }
      }
      return sum;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  test('finds each frame of a tape whole, every checksum right', () => {
    const files = [...tapes(3, 20, 'near', []), ...tapes(3, 30, 'between', [])];
    const frames = files.reduce((sum, file) => sum + file.frames + 1, 0);
    expect(read(files)).toEqual({ frames, malformed: 0, bad: 0 });
  });
});
