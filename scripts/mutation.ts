/**
 * `npm run mutation -- [--files GLOB …] [--all-tests] [--force] [--workers N]`: Stryker changes the code of
 * src/spec and src/checker piece by piece and asks whether some test notices. Without `--files` all that
 * counts is changed, which takes hours; results are kept in reports/mutation/ and reused where neither the
 * code nor its tests have changed. Exit code of Stryker, 2 on wrong usage.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mutatedFiles, testsOf } from './mutation/plan.ts';
import { type Report, scoreTable } from './mutation/scores.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'reports/mutation');

interface Args {
  readonly files: readonly string[];
  readonly force: boolean;
  readonly everyTest: boolean;
  readonly workers: number;
}

function argsOf(): Args | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        files: { type: 'string', multiple: true, default: [] },
        force: { type: 'boolean', default: false },
        workers: { type: 'string', default: '2' },
        'all-tests': { type: 'boolean', default: false },
      },
    });
    return {
      files: [...values.files, ...positionals],
      force: values.force,
      everyTest: values['all-tests'],
      workers: Math.max(1, Number.parseInt(values.workers, 10) || 2),
    };
  } catch (error) {
    process.stderr.write(`mutation: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

const glob = (pattern: string): string[] => globSync(pattern, { cwd: ROOT }).toSorted();

function main(): number {
  const args = argsOf();
  if (!args) return 2;
  const files = mutatedFiles(
    args.files.length > 0 ? args.files.flatMap(glob) : glob('src/{spec,checker}/**/*.ts'),
  );
  const tests = testsOf(files, glob('src/**/*.test.ts'), args.everyTest, (file) =>
    readFileSync(join(ROOT, file), 'utf8'),
  );
  if (files.length === 0 || tests.length === 0) {
    process.stderr.write('mutation: no file of src/spec or src/checker that has tests is meant\n');
    return 2;
  }
  process.stdout.write(`${files.length} files, ${tests.length} test files\n`);
  mkdirSync(OUT, { recursive: true });
  const config = join(OUT, 'stryker.json');
  const report = join(OUT, 'report.json');
  writeFileSync(
    config,
    JSON.stringify({
      testRunner: 'vitest',
      plugins: ['@stryker-mutator/vitest-runner'],
      vitest: { configFile: 'vitest.mutation.config.ts', related: false },
      mutate: files,
      // Stryker would rewrite a tsconfig by an interface that TypeScript 7 no longer has; ours needs none.
      tsconfigFile: 'no-tsconfig.json',
      coverageAnalysis: 'perTest',
      // What runs while modules load is data: rules, terms. A test cannot be told apart for it.
      ignoreStatic: true,
      incremental: true,
      incrementalFile: join(OUT, 'incremental.json'),
      force: args.force,
      tempDirName: join(OUT, 'tmp'),
      ignorePatterns: ['reports', 'dist'],
      concurrency: args.workers,
      // Generous: on a busy machine a slow test must not look like one that never ends.
      timeoutMS: 60_000,
      timeoutFactor: 3,
      reporters: ['json', 'progress-append-only'],
      jsonReporter: { fileName: report },
      thresholds: { high: 80, low: 60, break: null },
    }),
  );
  const stryker = join(ROOT, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const run = spawnSync(process.execPath, [stryker, 'run', config], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, MUTATION_TESTS: JSON.stringify(tests) },
  });
  if (run.status !== 0) return run.status ?? 1;
  const parsed: Report = JSON.parse(readFileSync(report, 'utf8'));
  process.stdout.write(`\n${scoreTable(parsed, new Set(files))}`);
  return 0;
}

process.exitCode = main();
