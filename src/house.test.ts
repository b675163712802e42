/**
 * The house rules of CONTRIBUTING.md, held over the whole checkout; and each check held to fail where it
 * must.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkWorkplace } from '../scripts/house/constructs.ts';
import { readHouse, SOURCE_CHECKS, violationText } from '../scripts/house/house.ts';
import { checkNames } from '../scripts/house/sizes.ts';
import { parseSource } from '../scripts/house/source.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

describe('this checkout', () => {
  const { sources, paths, texts } = readHouse(root);

  test('has been read', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.map((source) => source.path)).toContain('src/house.test.ts');
    expect(texts.map(({ path }) => path)).toContain('README.md');
  });

  test.each(Object.entries(SOURCE_CHECKS))('%s', (_, check) => {
    expect(check(sources).map(violationText)).toEqual([]);
  });

  test('kebab-case names', () => {
    expect(checkNames(paths).map(violationText)).toEqual([]);
  });

  test('no names of a workplace', () => {
    expect(checkWorkplace(texts).map(violationText)).toEqual([]);
  });
});

/** Runs one check over small files; keys are paths. */
function found(name: string, files: Readonly<Record<string, string>>): string[] {
  const check = SOURCE_CHECKS[name];
  if (check === undefined) throw new Error(`no such check: ${name}`);
  return check(Object.entries(files).map(([path, text]) => parseSource(path, text))).map(violationText);
}

describe('arrows', () => {
  const arrows = (path: string, text: string) => found('arrows between the folders', { [path]: text });

  test.each([
    ['src/spec/a.ts', "import { x } from '../trace/trace.ts';"],
    ['src/spec/a.ts', "import type { X } from '../trace/trace.ts';"],
    ['src/spec/rules/a.ts', "import { z } from 'zod';"],
    ['src/spec/a.ts', "import { join } from 'node:path';"],
    ['src/checker/a.ts', "import { join } from 'path';"],
    ['src/simulate/a.ts', "import { join } from 'node:path';"],
    ['src/trace/a.ts', "import { x } from '../checker/verdict.ts';"],
    ['src/trace/capture/a.ts', "export { x } from '../../checker/verdict.ts';"],
    ['src/checker/a.ts', "const m = await import('../harness/record.ts');"],
    ['src/harness/stacks/a.ts', "import type { X } from '../../checker/verdict.ts';"],
    ['src/simulate/a.ts', "import { x } from '../harness/record.ts';"],
    ['src/report/a.ts', "import { x } from '../checker/verdict.ts';"],
    ['src/report/a.ts', "import { type X } from '../checker/verdict.ts';"],
    ['src/cli/a.ts', "import { x } from '../../scripts/house/source.ts';"],
    ['src/stray.ts', 'export const x = 1;'],
    ['src/utils/a.ts', 'export const x = 1;'],
  ])('refused: %s %s', (path, text) => {
    expect(arrows(path, `\n${text}`)).toHaveLength(1);
    expect(arrows(path, `\n${text}`)[0]).toMatch(/^src\/[^:]+:[12] .*(:|;) /);
  });

  test.each([
    ['src/spec/rules/a.ts', "import { x } from '../term.ts';"],
    ['src/trace/a.ts', "import { x } from '../spec/seq.ts'; import { readFileSync } from 'node:fs';"],
    ['src/report/a.ts', "import type { X } from '../checker/verdict.ts'; import { z } from 'zod';"],
    ['src/spec/a.test.ts', "import { x } from '../checker/step.ts'; import { readFileSync } from 'node:fs';"],
    ['src/cli/a.ts', "import { x } from '../checker/step.ts'; import { y } from '../harness/record.ts';"],
    ['scripts/a.ts', "import { x } from '../src/checker/step.ts';"],
  ])('allowed: %s %s', (path, text) => {
    expect(arrows(path, text)).toEqual([]);
  });
});

test('a cycle of value imports is found where it closes; types may go round', () => {
  const name = 'no cycles of value imports';
  const cycle = {
    'src/spec/a.ts': "import { b } from './b.ts';",
    'src/spec/b.ts': "\nimport { c } from './c.ts';",
  };
  expect(found(name, { ...cycle, 'src/spec/c.ts': "\n\nimport { a } from './a.ts';" })).toEqual([
    'src/spec/c.ts:3 import cycle src/spec/a.ts → src/spec/b.ts → src/spec/c.ts → src/spec/a.ts: move what both need into a third file',
  ]);
  expect(found(name, { ...cycle, 'src/spec/c.ts': "import type { A } from './a.ts';" })).toEqual([]);
});

test('barrels', () => {
  const text = "export { a } from './a.ts';\nexport * from './b.ts';";
  expect(found('no barrels', { 'src/checker/index.ts': text })).toHaveLength(2);
  expect(found('no barrels', { 'src/spec/rules/index.ts': text, 'src/spec/b.ts': 'export { b };' })).toEqual(
    [],
  );
});

describe('sizes', () => {
  const lines = (count: number, line = 'f();\n') => line.repeat(count);
  const columns = (text: string) => found('lines of at most 110 columns', { 'src/spec/a.ts': text });
  const functions = (path: string, text: string) =>
    found('functions of at most 60 lines, rules of at most 30', { [path]: text });

  test('files', () => {
    const name = 'files of at most 400 lines';
    expect(found(name, { 'src/spec/a.ts': lines(400) })).toEqual([]);
    expect(found(name, { 'src/spec/a.ts': lines(401) })).toEqual([
      'src/spec/a.ts:401 401 lines, at most 400: split it by what it holds',
    ]);
    expect(found(name, { 'src/spec/requirements/rfc9293.ts': lines(4000) })).toEqual([]);
  });

  test('functions, counted in lines of code', () => {
    expect(functions('src/spec/a.ts', `const g = () => {\n${lines(58)}};`)).toEqual([]);
    expect(functions('src/spec/a.ts', `\nconst g = () => {\n${lines(59)}};`)).toEqual([
      'src/spec/a.ts:2 a function of 61 lines, at most 60: take a part out and name it',
    ]);
    expect(functions('src/spec/a.ts', `class C { m() {\n${lines(70)}} }`)).toHaveLength(1);
    expect(functions('src/spec/a.ts', `function g() {\n${lines(58)}${lines(30, '// why\n')}}`)).toEqual([]);
    expect(functions('src/a.test.ts', `describe('x', () => {\n${lines(70)}});`)).toEqual([]);
    expect(functions('src/a.test.ts', `test('x', () => {\n${lines(70)}});`)).toHaveLength(1);
  });

  test('rules', () => {
    const rule = (count: number) => `export const r = oblige({\n${lines(count, "a: 'b',\n")}});`;
    expect(functions('src/spec/rules/a.ts', rule(28))).toEqual([]);
    expect(functions('src/spec/rules/a.ts', rule(29))).toHaveLength(1);
  });

  test('columns, without what is quoted', () => {
    expect(columns(`f(${'a, '.repeat(40)}b);`)).toEqual([
      'src/spec/a.ts:1 125 columns, at most 110: break the line',
    ]);
    expect(columns(`// ${'word '.repeat(40)}`)).toHaveLength(1);
    expect(columns(`f('${'word '.repeat(40)}');`)).toEqual([]);
    expect(columns(`f(\`${'word '.repeat(40)}\n\`);`)).toEqual([]);
    expect(columns(`import { ${'aLongName, '.repeat(12)} } from './a.ts';`)).toEqual([]);
  });
});

test('names', () => {
  expect(checkNames(['src/spec/Term.ts', 'src/specRules/a.ts', 'src/spec/a_b.ts', 'src/a-.ts'])).toHaveLength(
    4,
  );
  expect(checkNames(['src/spec/a-b.test.ts', 'scripts/show/01.ts', 'src/x/generated/TraceLexer.ts'])).toEqual(
    [],
  );
});

describe('constructs', () => {
  const constructs = (path: string, text: string) => found('no forbidden constructs', { [path]: text });

  test.each([
    ['default export', 'export default 1;'],
    ['enum', 'enum E { A }'],
    ['any', 'const f = (x: Array<any>) => x;'],
    ['console', "console.log('x');"],
    ['parameter property', 'class C { constructor(private readonly x: number) {} }'],
    ['namespace', 'namespace N { export const x = 1; }'],
    ['process', 'const x = process.env;'],
    ['Buffer', "const x = Buffer.from('x');"],
  ])('%s', (_, text) => {
    expect(constructs('src/checker/a.ts', `\n${text}`)).toEqual([
      expect.stringMatching(/^src\/checker\/a\.ts:2 .+: /),
    ]);
  });

  test('the words alone do no harm', () => {
    const text =
      "// any console enum\nconst any = 'enum'; const x = { console: 1, default: any }; f(x.process);";
    expect(constructs('src/checker/a.ts', text)).toEqual([]);
    expect(constructs('src/cli/a.ts', "process.stdout.write('x');")).toEqual([]);
  });

  test('marks in comments', () => {
    const mark = ['TO', 'DO'].join('');
    const name = 'no marks of unfinished work';
    expect(found(name, { 'src/spec/a.ts': `f();\n// ${mark} later\n/* FIX${'ME'} */` })).toHaveLength(2);
    expect(found(name, { 'src/spec/a.ts': `const x = '${mark}'; // todo lists of the peer` })).toEqual([]);
  });
});

describe('skips', () => {
  const skips = (text: string) => found('no skip without a reason', { 'src/spec/a.test.ts': text });

  test.each([
    "test.only('x', f);",
    "describe.skip('x', f);",
    "test.todo('x');",
    "it.skipIf(!root)('records', f);",
    "test.runIf(root)('records', f);",
    "test('x', (context) => { context.skip(); });",
  ])('refused: %s', (text) => {
    expect(skips(text)).toHaveLength(1);
  });

  test.each([
    "test.skipIf(!root)('records (needs root)', f);",
    "test.skip('x, because of y', f);",
    "test('x', (context) => { context.skip('no chromium'); });",
    "list.only('x'); reader.skip();",
  ])('allowed: %s', (text) => {
    expect(skips(text)).toEqual([]);
  });
});

test('names of a workplace', () => {
  const text = (line: string) => [{ path: 'README.md', text: `\n${line}` }];
  for (const parts of [
    ['', 'work', 'main'],
    ['see ', 'root', '.cache'],
  ])
    expect(checkWorkplace(text(parts.join('/'))).map(violationText)).toEqual([
      expect.stringMatching(/^README\.md:2 names a workplace/),
    ]);
  expect(checkWorkplace(text('src/work/a ../work/b /workers/c'))).toEqual([]);
});
