import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linuxAvailability } from '../harness/stacks/linux/availability.ts';
import { fixtureTraces } from '../report/fixture/traces.ts';
import { readVerdict } from '../report/schema.ts';
import { writeText } from '../trace/text/write.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tcpassay-cli-'));
const at = (name: string): string => join(folder, name);

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(...words: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words], {
    encoding: 'utf8',
    cwd: folder,
  });
  return { code: status, out: stdout, err: stderr };
}

beforeAll(() => {
  const [passive] = fixtureTraces.get('traces/passive-ipv4.pcapng') ?? [];
  if (passive === undefined) throw new Error('the fixture has it');
  mkdirSync(at('some/deeper'), { recursive: true });
  mkdirSync(at('empty'));
  writeFileSync(at('some/passive.trace'), writeText(passive));
  writeFileSync(at('some/deeper/again.trace'), writeText(passive));
  writeFileSync(at('some/readme.txt'), 'no trace');
  writeFileSync(at('silent.trace'), writeText({ ...passive, events: passive.events.slice(-1) }));
  writeFileSync(at('garbage.pcapng'), Uint8Array.of(1, 2, 3, 0, 255));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('help', () => {
  test.each(['start', 'run', 'record', 'check', 'show', 'spec', 'simulate', 'config', 'doctor'])(
    '%s tells itself',
    (name) => {
      const { code, out, err } = run(name, '--help');
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain(`tcpassay ${name}`);
      expect(out).toContain('--log-level');
      if (name !== 'spec') expect(out).toContain('Examples:');
    },
  );

  test('of the whole names every command and the exit codes', () => {
    const { code, out } = run('--help');
    expect(code).toBe(0);
    for (const name of ['start', 'run', 'record', 'check', 'show', 'spec', 'simulate', 'config', 'doctor']) {
      expect(out).toMatch(new RegExp(`^ +tcpassay ${name}`, 'm'));
    }
    expect(out).toContain('3 nothing was decided');
  });
});

describe('wrong usage is exit code 2, with one message on standard error', () => {
  test.each([
    ['no command', [], 'which command?'],
    ['an unknown command', ['judge'], 'judge'],
    ['an unknown option', ['check', 'x.trace', '--josn'], 'josn'],
    ['an unknown choice', ['check', 'x.trace', '--recorder', 'good'], 'lossless'],
    ['no file', ['check'], 'Not enough non-option arguments'],
    [
      'a file that is not there',
      ['check', 'nowhere.trace'],
      'nowhere.trace: there is no such file or folder',
    ],
    [
      'a folder without traces',
      ['check', 'empty'],
      'empty: no *.trace, *.pcapng, *.pcap or *.cap in this folder',
    ],
    ['an unknown profile', ['check', 'some', '--profile', 'lenient'], "unknown profile 'lenient'"],
    [
      'a report that cannot be written',
      ['check', 'some', '--report', 'silent.trace/x.html'],
      'silent.trace/x.html',
    ],
    ['an unknown rule', ['spec', 'show', 'ack-out-of-odrer'], 'ack-out-of-order'],
    ['half a walk', ['simulate', '--walks', '0.5'], '--walks wants an integer'],
    ['a verdict that is none', ['spec', 'coverage', '--verdict', 'some/readme.txt'], 'some/readme.txt'],
    [
      'a connection that is not there',
      ['show', 'some/passive.trace', '--connection', ':9'],
      ':8080-10.0.0.2:40001',
    ],
  ])('%s', (_what, words, message) => {
    const { code, out, err } = run(...words);
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
    expect([code, out]).toEqual([2, '']);
  });

  test('a file that is no trace: its problem is told, the others are judged', () => {
    const { code, out } = run('check', 'garbage.pcapng', 'some');
    expect(out).toMatch(/garbage\.pcapng.*the file is no capture that can be read/);
    expect(out).toContain('in 2 connections');
    expect([1, 2]).toContain(code);
    expect(run('check', 'garbage.pcapng').code).toBe(2);
    expect(run('show', 'garbage.pcapng')).toMatchObject({ code: 2, out: '' });
  });
});

describe('check', () => {
  test('prints exactly the verdict as JSON', () => {
    const { out, err } = run('check', 'some', '--json');
    const read = readVerdict(JSON.parse(out));
    if (!read.ok) throw new Error(read.problems.join('\n'));
    expect(read.verdict.traces.map(({ file }) => file)).toEqual([
      join('some', 'deeper', 'again.trace'),
      join('some', 'passive.trace'),
    ]);
    expect(read.verdict.traces[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(read.verdict).toMatchObject({ profile: 'current-practice', recorder: 'inferred' });
    expect(err).toBe('');
  });

  test('shows its settings in the result', () => {
    const { out } = run('check', 'some', '--profile', 'strict', '--recorder', 'unknown');
    expect(out).toContain('profile strict, recorder unknown');
  });

  test('explains each finding before the summary, if asked', () => {
    const file = fileURLToPath(new URL('../../traces/reject/open/syn-too-soon.trace', import.meta.url));
    const { code, out, err } = run('check', file, '--explain');
    expect([code, err]).toEqual([1, '']);
    const [before, after] = out.split('the rule at this record');
    expect(before).toContain('violation, MUST: SYN');
    expect(after).toMatch(/^\n {4}NO {4}oldest of transmissions/);
    expect(out.indexOf('what would have been allowed')).toBeLessThan(out.indexOf('profile current-practice'));
    expect(run('check', file).out).not.toContain('the rule at this record');
    expect(run('check', file, '--explain', '--json').out).toMatch(/^\{/);
  });

  test('gives 3 where nothing was decided', () => {
    expect(run('check', 'silent.trace').code).toBe(3);
  });

  test('writes the report where it is told to, folders too', () => {
    const { out } = run('check', 'some', '--report', 'out/deep/report.html');
    expect(out).toContain('report: out/deep/report.html');
    expect(readFileSync(at('out/deep/report.html'), 'utf8')).toContain('conformance report');
  });

  test('logs as JSON lines on standard error, if asked', () => {
    const { err } = run('check', 'some', '--log-level', 'info');
    const lines = err
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toEqual([
      expect.objectContaining({ msg: 'judging', file: join('some', 'deeper', 'again.trace'), traces: 1 }),
      expect.objectContaining({ msg: 'judging', file: join('some', 'passive.trace'), traces: 1 }),
    ]);
  });
});

describe('show', () => {
  test('prints a trace that can be read again', () => {
    expect(run('show', 'some/passive.trace')).toEqual({
      code: 0,
      out: readFileSync(at('some/passive.trace'), 'utf8'),
      err: '',
    });
    expect(run('show', 'some/passive.trace', '--connection', ':40001').code).toBe(0);
  });
});

describe('spec', () => {
  test('lists, shows and counts', () => {
    expect(run('spec', 'list').out).toMatch(/^ack-out-of-order +oblige +segment arrives +RFC5681-4\.2-5$/m);
    expect(run('spec', 'show', 'RFC5681-4.2-5').out).toMatch(/rules +ack-out-of-order/);
    expect(run('spec', 'show', 'ack-out-of-order').out).toMatch(/^RFC5681-4\.2-5, RFC 5681 §4\.2, SHOULD: /m);
    expect(run('spec', 'coverage').out).toMatch(/^\d+ of 794 requirements are cited by a rule$/m);
  });

  test('counts every requirement in exactly one class', () => {
    const { total, byRfc } = JSON.parse(run('spec', 'coverage', '--json').out) as {
      total: { all: number; counts: Record<string, number> };
      byRfc: { all: number }[];
    };
    expect(total.all).toBe(794);
    expect(Object.values(total.counts).reduce((a, b) => a + b, 0)).toBe(794);
    expect(byRfc.reduce((sum, row) => sum + row.all, 0)).toBe(794);
  });

  test('takes what a run decided into the ledger', () => {
    const { out } = run('check', 'some', '--json');
    writeFileSync(at('verdict.json'), out);
    const ledger = run('spec', 'coverage', '--verdict', 'verdict.json').out;
    expect(ledger).toMatch(/^ +failed +passed +cited +unobservable +open +requirements$/m);
    expect(ledger).toMatch(/^all +\d+ +[1-9]\d* /m);
  });
});

describe('simulate', () => {
  test('walks, and raises no alarm', () => {
    const { code, out } = run('simulate', '--walks', '3', '--seed', '5', '--json');
    expect(JSON.parse(out)).toMatchObject({ walks: 3, alarms: 0, breaches: 0 });
    expect(code).toBe(0);
  });
});

const { available } = linuxAvailability();

describe.skipIf(!available)('a live stack (needs root, /dev/net/tun and koffi)', () => {
  test('one scenario is recorded, judged and reported', () => {
    const { code, out } = run('run', '--scenario', 'open/refused', '--family', 'ipv4', '--output', 'live');
    expect(out).toContain('report: live/index.html');
    expect(out).toContain('profile linux');
    expect([0, 3]).toContain(code);
    for (const name of [
      'index.html',
      'verdict.json',
      'traces/open-refused-ipv4.pcapng',
      'traces/open-refused-ipv4.trace',
    ]) {
      expect(existsSync(at(join('live', name)))).toBe(true);
    }
    expect(run('check', 'live/traces/open-refused-ipv4.pcapng', '--profile', 'linux').code).toBe(code);
  });

  test('scenarios and edits that there are not are refused with those that there are', () => {
    expect(run('record', '--scenario', 'nix')).toMatchObject({ code: 2, out: '' });
    expect(run('record', '--scenario', 'nix').err).toContain('open/passive');
    expect(run('record', '--edit', 'nix').err).toContain('ack-held');
  });
});
