/** The bootstrap as a process, in a small checkout with a feigned npm, so that nothing is fetched. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let root: string;
const at = (...path: string[]): string => join(root, ...path);

function put(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

const lockFile = (version: string): string =>
  JSON.stringify({
    packages: {
      '': { devDependencies: { one: version } },
      'node_modules/one': { version },
      'node_modules/other-system': { version: '1.0.0', optional: true },
    },
  });

// Does what npm does as far as the bootstrap looks: removes node_modules, takes a while, fills it, keeps a
// record.
const FEIGNED_NPM = `#!/bin/sh
echo "$@" >> npm-calls
[ -e npm-fails ] && { echo 'npm says no' >&2; exit 7; }
rm -rf node_modules; sleep 0.3; mkdir -p node_modules/.bin node_modules/one
ln -s "$REAL_NODE" node_modules/.bin/node
cp package-lock.json node_modules/.package-lock.json 2>/dev/null
exit 0
`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tcpassay-bootstrap-'));
  const bootstrap = join(dirname(fileURLToPath(import.meta.url)), 'bootstrap.mjs');
  mkdirSync(at('scripts'));
  copyFileSync(bootstrap, at('scripts', 'bootstrap.mjs'));
  put('package.json', '{ "type": "module" }');
  put('package-lock.json', lockFile('1.0.0'));
  put('feigned/npm', FEIGNED_NPM);
  chmodSync(at('feigned', 'npm'), 0o755);
  put('src/cli/main.ts', 'process.stdout.write(process.argv.slice(2).join(" ")); process.exitCode = 3;');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function start(...args: string[]): ChildProcess {
  const { npm_execpath: _, ...env } = process.env;
  return spawn(process.execPath, [at('scripts', 'bootstrap.mjs'), ...args], {
    env: { ...env, PATH: `${at('feigned')}:${env['PATH']}`, REAL_NODE: process.execPath },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function finish(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  const text = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => (text.out += String(chunk)));
  child.stderr?.on('data', (chunk) => (text.err += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...text };
}

const bootstrap = (...args: string[]): Promise<{ code: number | null; out: string; err: string }> =>
  finish(start(...args));
const npmCalls = (): string[] =>
  existsSync(at('npm-calls')) ? readFileSync(at('npm-calls'), 'utf8').trim().split('\n') : [];

describe('installing', () => {
  test('the first command installs and says so, the second does not', async () => {
    const first = await bootstrap('start', '--json', 'a b');
    expect(first).toMatchObject({ code: 3, out: 'start --json a b' });
    expect(first.err).toMatch(/installing .*npm ci[^]*installed 1 packages in \d+ s/);
    expect(await bootstrap('start')).toMatchObject({ code: 3, out: 'start', err: '' });
    expect(npmCalls()).toEqual([expect.stringMatching(/^ci --include=dev /)]);
    expect(existsSync(at('.bootstrap.lock'))).toBe(false);
  });

  test('a changed lock file installs again', async () => {
    await bootstrap('start');
    put('package-lock.json', lockFile('1.0.1'));
    await bootstrap('start');
    expect(npmCalls()).toHaveLength(2);
  });

  test('what npm installed by hand is taken as it is, if it is what the lock file says', async () => {
    await bootstrap('start');
    rmSync(at('node_modules', '.tcpassay-installed'));
    put(
      'node_modules/.package-lock.json',
      JSON.stringify({ packages: { 'node_modules/one': { version: '1.0.0' } } }),
    );
    await bootstrap('start');
    expect(npmCalls()).toHaveLength(1);
    rmSync(at('node_modules', '.tcpassay-installed'));
    put('node_modules/.package-lock.json', JSON.stringify({ packages: {} }));
    await bootstrap('start');
    expect(npmCalls()).toHaveLength(2);
  });

  test('without a lock file: npm install', async () => {
    rmSync(at('package-lock.json'));
    expect(await bootstrap('start')).toMatchObject({ code: 3 });
    expect(npmCalls()).toEqual([expect.stringMatching(/^install /)]);
  });

  test('npm failing is told with its words, and the next attempt starts afresh', async () => {
    put('npm-fails', '');
    const { code, err } = await bootstrap('start');
    expect(code).toBe(4);
    expect(err).toMatch(/npm says no[^]*npm ci failed \(exit code 7\)/);
    rmSync(at('npm-fails'));
    expect(await bootstrap('start')).toMatchObject({ code: 3 });
  });
});

describe('several at once', () => {
  test('three bootstraps install once', async () => {
    const ends = await Promise.all([bootstrap('start'), bootstrap('start'), bootstrap('start')]);
    expect(ends.map(({ code }) => code)).toEqual([3, 3, 3]);
    expect(npmCalls()).toHaveLength(1);
  });

  const holder = (pid: number, host = hostname()): string => JSON.stringify({ pid, host, at: 0 });
  const deadPid = async (): Promise<number> => {
    const child = spawn(process.execPath, ['-e', '0']);
    await once(child, 'close');
    return child.pid ?? 0;
  };

  test('the lock of a dead holder is removed', async () => {
    put('.bootstrap.lock', holder(await deadPid()));
    expect(await bootstrap('start')).toMatchObject({ code: 3 });
  });

  test('the lock of a holder elsewhere is removed when it has been silent for long', async () => {
    put('.bootstrap.lock', holder(1, 'elsewhere'));
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(at('.bootstrap.lock'), longAgo, longAgo);
    expect(await bootstrap('start')).toMatchObject({ code: 3 });
  });

  test('the lock of a living holder is waited for', async () => {
    put('.bootstrap.lock', holder(process.pid));
    const waiting = start('start');
    const end = finish(waiting);
    await new Promise((done) => setTimeout(done, 800));
    expect(waiting.exitCode).toBeNull();
    expect(npmCalls()).toEqual([]);
    rmSync(at('.bootstrap.lock'));
    const { code, err } = await end;
    expect(code).toBe(3);
    expect(err).toContain('another bootstrap is installing');
  });
});

describe('running', () => {
  test('an unknown task is a usage error and installs nothing', async () => {
    for (const args of [[], ['strat'], ['toString']]) {
      const { code, err } = await bootstrap(...args);
      expect(code).toBe(2);
      expect(err).toContain('start|test|check|bench|grammar|build|show');
    }
    expect(npmCalls()).toEqual([]);
  });

  test('signals reach the program and its end is told', async () => {
    put(
      'src/cli/main.ts',
      `process.on('SIGTERM', () => { process.stdout.write('told'); process.exit(9); });
       process.stdout.write('up '); setInterval(() => {}, 1000);`,
    );
    const child = start('start');
    const end = finish(child);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    child.kill('SIGTERM');
    expect(await end).toMatchObject({ code: 9, out: 'up told' });
  });

  test('the program finds the installed node first', async () => {
    put('src/cli/main.ts', 'process.stdout.write((process.env.PATH ?? "").split(":")[0] ?? "")');
    expect((await bootstrap('start')).out).toBe(at('node_modules', '.bin'));
  });
});

describe('npm test', () => {
  const results = (counts: object): string => JSON.stringify({ testResults: [], ...counts });
  const feignVitest = (report: string | undefined, code: number): void =>
    put(
      'node_modules/vitest/vitest.mjs',
      `import { writeFileSync } from 'node:fs';
       const file = process.argv.find((arg) => arg.startsWith('--outputFile.json=')).split('=')[1];
       const report = ${JSON.stringify(report)};
       if (report !== undefined) writeFileSync(file, report);
       process.exitCode = ${code};`,
    );

  test.each([
    [
      'all well',
      { numPassedTests: 4, numFailedTests: 0, numPendingTests: 2, numTodoTests: 0 },
      0,
      0,
      '4 passed, 0 failed, 2 skipped',
    ],
    [
      'a failure',
      { numPassedTests: 4, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0 },
      1,
      1,
      '4 passed, 1 failed, 0 skipped',
    ],
    [
      'nothing ran',
      { numPassedTests: 0, numFailedTests: 0, numPendingTests: 3, numTodoTests: 0 },
      0,
      1,
      '0 passed, 0 failed, 3 skipped',
    ],
    [
      'a file that did not load',
      {
        numPassedTests: 4,
        numFailedTests: 0,
        numPendingTests: 0,
        numTodoTests: 0,
        testResults: [
          { status: 'failed', assertionResults: [] },
          { status: 'passed', assertionResults: [] },
        ],
      },
      1,
      1,
      '4 passed, 1 failed, 0 skipped',
    ],
  ])('%s', async (_, report, vitestCode, code, lastLine) => {
    await bootstrap('start');
    feignVitest(results(report), vitestCode);
    const end = await bootstrap('test');
    expect(end.code).toBe(code);
    expect(end.out.trimEnd().split('\n').at(-1)).toBe(lastLine);
  });

  test('vitest dying without a word is a failure', async () => {
    await bootstrap('start');
    feignVitest(undefined, 0);
    const end = await bootstrap('test');
    expect(end.code).toBe(1);
    expect(end.out).toBe('0 passed, 1 failed, 0 skipped\n');
  });
});
