// First command of a fresh clone: installs what package-lock.json names, then runs a task under the Node 24
// that comes with it. No dependencies, and it must run under Node 20, so it is JavaScript.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { constants, hostname, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const STALE_AFTER = 60_000; // milliseconds without a sign of life
const HEARTBEAT = 5_000;

/** The paths of one checkout that the bootstrap uses. */
function places(root) {
  const modules = join(root, 'node_modules');
  return {
    root,
    modules,
    bin: join(modules, '.bin'),
    node: join(modules, '.bin', 'node'),
    stamp: join(modules, '.tcpassay-installed'),
    installed: join(modules, '.package-lock.json'),
    wanted: join(root, 'package-lock.json'),
    lock: join(root, '.bootstrap.lock'),
  };
}

const say = (text) => process.stderr.write(`tcpassay: ${text}\n`);

// ---------------------------------------------------------------- what is installed

function digest(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** Whether node_modules is what package-lock.json asks for. Writes the stamp if npm's own record says so. */
function isInstalled(at) {
  if (!existsSync(at.node)) return false;
  if (!existsSync(at.wanted)) return true;
  const want = digest(at.wanted);
  if (existsSync(at.stamp) && readFileSync(at.stamp, 'utf8') === want) return true;
  if (!recordsAgree(at)) return false;
  writeFileSync(at.stamp, want);
  return true;
}

/** npm records what it installed; platform-bound packages of other platforms are rightly missing from it. */
function recordsAgree(at) {
  if (!existsSync(at.installed)) return false;
  const { packages: want } = JSON.parse(readFileSync(at.wanted, 'utf8'));
  const { packages: have } = JSON.parse(readFileSync(at.installed, 'utf8'));
  for (const [path, entry] of Object.entries(want)) {
    if (path === '') continue;
    if (have[path] === undefined && !mayBeMissing(path, entry, want[''])) return false;
    if (have[path] !== undefined && have[path].version !== entry.version) return false;
  }
  return Object.keys(have).every((path) => want[path] !== undefined);
}

function mayBeMissing(path, entry, root) {
  const direct = { ...root.dependencies, ...root.devDependencies, ...root.optionalDependencies };
  if (direct[path.replace('node_modules/', '')] !== undefined) return false;
  return entry.optional === true || entry.devOptional === true || entry.peer === true;
}

// ---------------------------------------------------------------- one at a time

/** Takes the lock file, waiting for a living holder and removing a dead one. Returns what releases it. */
async function takeLock(at, patience = 600_000) {
  const me = JSON.stringify({ pid: process.pid, host: hostname(), at: Date.now() });
  const giveUp = Date.now() + patience;
  let told = false;
  while (!tryLock(at.lock, me)) {
    if (removeStale(at.lock)) continue;
    if (!told) say('another bootstrap is installing; waiting for it');
    told = true;
    if (Date.now() > giveUp)
      throw new Error(`waited too long for ${at.lock}; remove it if nothing is running`);
    await new Promise((done) => setTimeout(done, 200));
  }
  const beat = setInterval(() => touch(at.lock), HEARTBEAT);
  return () => {
    clearInterval(beat);
    if (readOr(at.lock, '') === me) rmSync(at.lock, { force: true });
  };
}

function tryLock(path, text) {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, text);
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the lock of a holder that is dead or has been silent too long. */
function removeStale(path, now = Date.now()) {
  const text = readOr(path, undefined);
  if (text === undefined || !isStale(path, text, now)) return false;
  // Rename, so that of two who saw the same dead holder only one goes on; then look at what was taken.
  const taken = `${path}.${process.pid}`;
  try {
    renameSync(path, taken);
  } catch {
    return true;
  }
  const mistake = readOr(taken, '') !== text;
  if (mistake && tryLock(path, readOr(taken, ''))) say('gave back a lock that was taken by mistake');
  unlinkSync(taken);
  return !mistake;
}

function isStale(path, text, now) {
  let age;
  try {
    age = now - statSync(path).mtimeMs;
  } catch {
    return false;
  }
  if (age > STALE_AFTER) return true;
  let holder;
  try {
    holder = JSON.parse(text);
  } catch {
    return age > 2_000; // half-written: its writer died between two calls
  }
  if (holder.host !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function readOr(path, otherwise) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}

function touch(path) {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // gone: somebody judged us dead; the release sees it too
  }
}

// ---------------------------------------------------------------- installing

/** Installs if needed. Quick when there is nothing to do. */
async function ensureInstalled(at) {
  if (isInstalled(at)) return;
  const release = await takeLock(at);
  try {
    if (!isInstalled(at)) await install(at);
  } finally {
    release();
  }
}

async function install(at) {
  const locked = existsSync(at.wanted);
  const verb = locked ? 'ci' : 'install';
  say(
    `installing the packages of ${locked ? 'package-lock.json' : 'package.json'} (npm ${verb}); a minute the first time`,
  );
  const flags = [
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--loglevel=error',
  ];
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const progress = setInterval(() => {
    if (process.stderr.isTTY)
      process.stderr.write(`\rtcpassay: npm ${verb}: ${countPackages(at)} packages, ${seconds()} `);
  }, 500);
  const [command, ...before] = npmCommand();
  const { code, output } = await capture(command, [...before, verb, ...flags], at.root);
  clearInterval(progress);
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  if (code !== 0 || !existsSync(at.node)) {
    process.stderr.write(output);
    throw new Error(
      `npm ${verb} failed (exit code ${code})${existsSync(at.node) ? '' : '; Node 24 is missing'}`,
    );
  }
  if (existsSync(at.wanted)) writeFileSync(at.stamp, digest(at.wanted));
  say(`installed ${countPackages(at)} packages in ${seconds()}`);
}

/** npm of the one who called us, if it was npm; else the one on PATH. */
function npmCommand() {
  const running = process.env.npm_execpath;
  return running?.endsWith('npm-cli.js') ? [process.execPath, running] : ['npm'];
}

function countPackages(at) {
  const names = existsSync(at.modules) ? readdirSync(at.modules) : [];
  const scoped = names.filter((name) => name.startsWith('@'));
  const plain = names.filter((name) => !name.startsWith('.') && !name.startsWith('@'));
  return plain.length + scoped.reduce((sum, scope) => sum + readdirSync(join(at.modules, scope)).length, 0);
}

function capture(command, args, cwd) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', failed);
    child.on('close', (code, signal) =>
      done({ code: code ?? 128 + (constants.signals[signal] ?? 0), output }),
    );
  });
}

// ---------------------------------------------------------------- running

/** Runs a program of this checkout with its Node 24 first on PATH. Resolves to an exit code. */
function run(at, args, options = {}) {
  const env = { ...process.env, PATH: `${at.bin}${delimiter}${process.env.PATH ?? ''}`, ...options.env };
  const child = spawn(at.node, args, { cwd: at.root, stdio: 'inherit', env });
  // A terminal sends SIGINT to the whole group; only what comes to us alone must be passed on.
  const pass = (signal) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, pass);
      done(signal === null ? code : 128 + (constants.signals[signal] ?? 0));
    });
  });
}

const binary = (at, ...path) => join(at.modules, ...path);

async function runTests(at, args) {
  const folder = mkdtempSync(join(tmpdir(), 'tcpassay-test-'));
  const results = join(folder, 'results.json');
  const vitest = [binary(at, 'vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json'];
  const code = await run(at, [...vitest, `--outputFile.json=${results}`, ...args]);
  const counts = countResults(readOr(results, undefined));
  rmSync(folder, { recursive: true, force: true });
  if (counts === undefined) say('vitest wrote no results');
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 1, skipped: 0 };
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  if (failed > 0) return code || 1;
  return passed === 0 ? code || 1 : code;
}

/** Counts of vitest's JSON report. A file that could not be loaded counts as one failure. */
function countResults(text) {
  if (text === undefined) return undefined;
  const report = JSON.parse(text);
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

async function check(at, args) {
  const steps = [
    { name: 'types', command: [binary(at, 'typescript', 'bin', 'tsc'), '-p', '.'] },
    { name: 'lint', command: [binary(at, 'oxlint', 'bin', 'oxlint'), '--type-aware', 'src', 'scripts'] },
    { name: 'format', command: [binary(at, '@biomejs', 'biome', 'bin', 'biome'), 'check', '.'] },
    { name: 'dead-code', command: [binary(at, 'knip', 'bin', 'knip.js')] },
  ].filter(({ name }) => args.length === 0 || args.includes(name));
  const failed = [];
  for (const { name, command } of steps) {
    process.stdout.write(`── ${name}\n`);
    if ((await run(at, command)) !== 0) failed.push(name);
  }
  process.stdout.write(failed.length === 0 ? 'check: all good\n' : `check: failed: ${failed.join(', ')}\n`);
  return failed.length === 0 && steps.length > 0 ? 0 : 1;
}

async function build(at) {
  const dist = join(at.root, 'dist');
  rmSync(dist, { recursive: true, force: true });
  const code = await run(at, [binary(at, 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json']);
  if (code !== 0) return code;
  const cli = join(dist, 'cli', 'main.js');
  const text = readFileSync(cli, 'utf8');
  if (!text.startsWith('#!')) writeFileSync(cli, `#!/usr/bin/env node\n${text}`);
  chmodSync(cli, 0o755);
  process.stdout.write(`built ${cli}\n`);
  return 0;
}

const TASKS = {
  start: (at, args) => run(at, ['src/cli/main.ts', 'start', ...args]),
  test: runTests,
  check,
  bench: (at, args) => run(at, ['scripts/bench.ts', ...args]),
  grammar: (at, args) => run(at, ['scripts/grammar.ts', ...args]),
  build,
  show: (at, args) => run(at, ['scripts/show.ts', ...args]),
  soak: (at, args) => run(at, ['scripts/soak.ts', ...args]),
  mutation: (at, args) => run(at, ['scripts/mutation.ts', ...args]),
};

async function main([task, ...args]) {
  const chosen = Object.hasOwn(TASKS, task ?? '') ? TASKS[task] : undefined;
  if (chosen === undefined) {
    say(`usage: node scripts/bootstrap.mjs ${Object.keys(TASKS).join('|')} [arguments]`);
    return 2;
  }
  const at = places(resolve(fileURLToPath(import.meta.url), '..', '..'));
  await ensureInstalled(at);
  return chosen(at, args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error.message);
  process.exitCode = 4;
}
