/** What is mutated, and which tests are asked. */
import { posix } from 'node:path';

/** Code that decides; not data, not generated code, not tests and what only they use. */
export const mutatedFiles = (files: readonly string[]): readonly string[] =>
  files.filter(
    (file) =>
      /^src\/(spec|checker)\/.*\.ts$/.test(file) &&
      !/\.test\.ts$|\/(generated|requirements|testing|golden)\//.test(file),
  );

/**
 * Tests that take a quarter of a minute each: properties of thousands of random boxes, walks, all recordings.
 * They are asked where they stand beside the mutated file.
 */
const SLOW = new Set([
  'src/checker/equality.test.ts',
  'src/checker/stream/endpoint.test.ts',
  'src/checker/testing/recorded.test.ts',
  'src/checker/interpret.test.ts',
  'src/checker/testing/traces.test.ts',
]);

const importsOf = (file: string, text: string): readonly string[] =>
  [...text.matchAll(/from '(\.[^']+)'/g)].map(([, path]) => posix.join(posix.dirname(file), path ?? ''));

/**
 * Test files that stand beside a mutated file or import one, of src/spec and src/checker. With `all` every
 * one of these two folders, which is what a survivor must be held against before anyone believes it.
 */
export function testsOf(
  files: readonly string[],
  tests: readonly string[],
  all: boolean,
  read: (file: string) => string,
): readonly string[] {
  const near = tests.filter((test) => /^src\/(spec|checker)\//.test(test));
  if (all) return near;
  const mutated = new Set(files);
  return near.filter((test) => {
    if (mutated.has(test.replace(/(\.[a-z-]+)?\.test\.ts$/, '.ts'))) return true;
    return !SLOW.has(test) && importsOf(test, read(test)).some((file) => mutated.has(file));
  });
}
