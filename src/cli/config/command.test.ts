import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linuxAvailability } from '../../harness/stacks/linux/availability.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const DEFINE = new URL('define.ts', import.meta.url).href;
/** A trace with one violation, of the SYN family, in a scenario without a name. */
const BAD = fileURLToPath(new URL('../../../traces/reject/open/syn-too-soon.trace', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tcpassay-config-'));
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

/** What `config` says of a TypeScript configuration that is wrong. */
function refused(text: string): string {
  writeFileSync(at('wrong.ts'), text);
  const { code, out, err } = run('config', '--config', 'wrong.ts');
  expect([code, out]).toEqual([2, '']);
  expect(err).not.toContain('    at ');
  return err.trimEnd();
}

const MINE = `import { defineConfig } from '${DEFINE}';
const patience: number = 45_000_000;
export default defineConfig({
  profile: 'mine',
  profiles: {
    mine: {
      extends: 'current-practice',
      text: 'a stack that opens in a hurry',
      values: { IMMEDIATE: patience },
      traits: [{ id: 'hasty', rule: 'SYN', reason: 'its timer is set for a local network', witness: 'its manual' }],
    },
  },
  stacks: { nosack: { adapter: 'linux', settings: { 'net.ipv4.tcp_sack': '0' }, profile: 'linux' } },
  report: { title: 'The <lab> & I', output: 'out/report.html', maxFindings: 1 },
});
`;

beforeAll(() => {
  mkdirSync(at('.git'));
  // Without "type": Node would warn that it had to find out.
  writeFileSync(at('package.json'), '{}');
  writeFileSync(at('tcpassay.config.ts'), MINE);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a configuration in TypeScript', () => {
  test('is told with the origin of each value, without noise', () => {
    const { code, out, err } = run('config');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^configuration: tcpassay\.config\.ts$/m);
    expect(out).toMatch(/^ {2}profile +mine +tcpassay\.config\.ts: profile$/m);
    expect(out).toMatch(/^ {2}recorder +inferred +default$/m);
    expect(out).toMatch(/^ {2}mine: a stack that opens in a hurry$/m);
  });

  test('is told as one JSON document; options go before it', () => {
    const told = JSON.parse(run('config', '--json', '--profile', 'strict', '--stack', 'nosack').out) as {
      file: string;
      values: { name: string; value: unknown; from: string }[];
      profiles: { id: string; values: object }[];
    };
    expect(told.file).toBe('tcpassay.config.ts');
    expect(told.values).toContainEqual({ name: 'profile', value: 'strict', from: 'command line' });
    expect(told.values).toContainEqual({
      name: 'stack.settings',
      value: { 'net.ipv4.tcp_sack': '0' },
      from: 'tcpassay.config.ts: stacks.nosack',
    });
    expect(told.profiles.find(({ id }) => id === 'mine')?.values).toEqual({ IMMEDIATE: 45_000_000 });
  });

  test.each([
    ['syntax', 'export default {\n  profile: ,\n};\n', /^tcpassay: wrong\.ts:2:12: Expression expected/],
    [
      'an enum',
      'const a = 1;\nenum E { A }\nexport default {};\n',
      /^tcpassay: wrong\.ts:2:1: TypeScript enum/,
    ],
    [
      'what is thrown at import',
      'export default {\n  profile: nix.x,\n};\n',
      /^tcpassay: wrong\.ts:2:12: nix is not defined$/,
    ],
    [
      'an import that is not there',
      "import { x } from './nix.ts';\nexport default { x };\n",
      /^tcpassay: wrong\.ts: Cannot find module/,
    ],
    [
      'no configuration',
      'export const other = 1;\n',
      /^tcpassay: wrong\.ts: exports no configuration; write: export default/,
    ],
    [
      'a value, by the path of its property',
      "export default { profiles: { mine: { extends: 'linux', text: 'x', values: { RTO: 1 } } } };\n",
      /^tcpassay: wrong\.ts: profiles\.mine\.values\.RTO: is not a setting; known are IMMEDIATE/,
    ],
  ])('is refused with its place for %s', (_what, text, told) => {
    expect(refused(text)).toMatch(told);
  });
});

describe('check', () => {
  test('judges by the user’s profile, whose trait makes a violation known; the result names both', () => {
    const { code, out } = run('check', BAD, '--json');
    const verdict = JSON.parse(out) as { profile: string; totals: object; traces: unknown };
    expect(code).toBe(0);
    expect(verdict).toMatchObject({ profile: 'mine', totals: { known: 1, findings: { violation: 1 } } });
    expect(JSON.stringify(verdict.traces)).toContain('"trait":"hasty"');
    expect(run('check', BAD).out).toMatch(/hasty: its timer is set for a local network[\s\S]*profile mine/);
  });

  test('finds it without the configuration, and by another profile', () => {
    expect(run('check', BAD, '--no-config')).toMatchObject({ code: 1, err: '' });
    expect(run('check', BAD, '--profile', 'strict').code).toBe(1);
    expect(run('check', BAD, '--no-config', '--profile', 'mine')).toMatchObject({ code: 2, out: '' });
  });

  test('writes the report where the configuration says, under its title', () => {
    expect(run('check', BAD, '--report').out).toContain('report: out/report.html');
    expect(readFileSync(at('out/report.html'), 'utf8')).toContain('<title>The &lt;lab&gt; &amp; I</title>');
  });

  test('takes lags for a capture that does not tell its own', () => {
    const text = readFileSync(BAD, 'utf8');
    writeFileSync(at('silent.trace'), text.replace(/^lag .*\n/m, ''));
    const lagged = (lag: string): string => run('check', at('silent.trace'), '--json', '--lag-out', lag).out;
    expect(lagged('7ms')).toContain('7 ms of the recorder’s lag');
    expect(run('check', BAD, '--json', '--lag-out', '7ms').out).not.toContain('7 ms of the recorder’s lag');
  });
});

test('simulate walks by the user’s profile, and names it', () => {
  const { code, out } = run('simulate', '--walks', '2', '--json');
  expect(JSON.parse(out)).toMatchObject({ profile: 'mine', walks: 2, alarms: 0, breaches: 0 });
  expect(code).toBe(0);
});

test('the package offers what a configuration imports', () => {
  const root = new URL('../../../', import.meta.url);
  const { exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    exports: Record<'.' | './config', { types: string; default: string }>;
  };
  for (const entry of [exports['.'], exports['./config']]) {
    expect(entry.types).toBe(entry.default.replace(/\.js$/, '.d.ts'));
    const source = entry.default.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
    expect(new URL(source, root).href).toBe(pathToFileURL(fileURLToPath(DEFINE)).href);
  }
});

const { available } = linuxAvailability();

describe.skipIf(!available)('a stack of the configuration (needs root, /dev/net/tun and koffi)', () => {
  const live = ['--scenario', 'open/refused', '--family', 'ipv4', '--stack'] as const;

  test('is driven with its settings, and the trace tells them', () => {
    expect(run('record', ...live, 'nosack').code).toBe(0);
    const text = readFileSync(at('recordings/open-refused-ipv4.trace'), 'utf8');
    expect(text).toMatch(/^setting net\.ipv4\.tcp_sack "?0"?$/m);
    expect(run('run', ...live, 'nosack').out).toContain('profile linux');
  });

  test('with a setting that the kernel does not take is refused', () => {
    writeFileSync(
      at('odd.json'),
      JSON.stringify({ stacks: { odd: { adapter: 'linux', settings: { 'net.ipv4.nix': '1' } } } }),
    );
    const { code, err } = run('record', ...live, 'odd', '--config', 'odd.json');
    expect([code, err]).toEqual([
      2,
      expect.stringContaining("stack odd: net.ipv4.nix cannot be set to '1': a network namespace"),
    ]);
  });
});
