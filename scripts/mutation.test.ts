import { describe, expect, test } from 'vitest';
import { mutatedFiles, testsOf } from './mutation/plan.ts';
import { scoreTable } from './mutation/scores.ts';

describe('what is mutated', () => {
  test('code that decides: no tests, no catalogue, nothing generated, nothing but for tests', () => {
    const files = [
      'src/spec/read.ts',
      'src/spec/read.test.ts',
      'src/spec/requirements/rfc9293.ts',
      'src/checker/survey/survey.ts',
      'src/checker/testing/transform.ts',
      'src/trace/text/generated/TraceLexer.ts',
      'src/report/summary.ts',
    ];
    expect(mutatedFiles(files)).toEqual(['src/spec/read.ts', 'src/checker/survey/survey.ts']);
  });
});

describe('which tests are asked', () => {
  const texts: Readonly<Record<string, string>> = {
    'src/spec/read.test.ts': '',
    'src/spec/rules/reset.sent.test.ts': "import { x } from '../read.ts';",
    'src/checker/journal.test.ts': "import { x } from './journal.ts';",
    'src/checker/equality.test.ts': "import { x } from '../spec/read.ts';",
    'src/cli/main.test.ts': "import { x } from '../spec/read.ts';",
  };
  const asked = (files: readonly string[], all = false) =>
    testsOf(files, Object.keys(texts), all, (file) => texts[file] ?? '');

  test('those beside a file and those that import it, but for slow ones and other folders', () => {
    expect(asked(['src/spec/read.ts'])).toEqual([
      'src/spec/read.test.ts',
      'src/spec/rules/reset.sent.test.ts',
    ]);
  });
  test('a test of a part of a file stands beside it too', () => {
    expect(asked(['src/spec/rules/reset.ts'])).toEqual(['src/spec/rules/reset.sent.test.ts']);
  });
  test('a slow one where it stands beside the file', () => {
    expect(asked(['src/checker/equality.ts'])).toEqual(['src/checker/equality.test.ts']);
  });
  test('all of both folders on demand', () => {
    expect(asked(['src/spec/read.ts'], true)).toHaveLength(4);
  });
});

describe('the table of scores', () => {
  const mutant = (status: string, line: number, from: number, to: number, replacement: string) => ({
    mutatorName: 'EqualityOperator',
    replacement,
    status,
    location: { start: { line, column: from }, end: { line, column: to } },
  });
  const report = {
    files: {
      'src/spec/seq.ts': {
        source: 'const less = (a, b) =>\n  a < b;\n',
        mutants: [
          mutant('Killed', 2, 3, 8, 'a > b'),
          mutant('Timeout', 2, 3, 8, 'a >= b'),
          mutant('Survived', 2, 3, 8, 'a <= b'),
          mutant('NoCoverage', 2, 3, 8, 'true'),
          mutant('Ignored', 1, 1, 2, ''),
        ],
      },
      'src/spec/other.ts': { source: '', mutants: [] },
    },
  };
  test('has the part that was noticed, and each mutant that was not with what it replaces', () => {
    expect(scoreTable(report, new Set(['src/spec/seq.ts']))).toBe(
      [
        'src/spec/seq.ts: 2 of 4 noticed, 50.0 %; 1 run only while modules load',
        '  2: a < b → a <= b (EqualityOperator)',
        '  2: a < b → true (EqualityOperator, no test comes here)',
        '',
      ].join('\n'),
    );
  });
  test('says where nothing was asked', () => {
    expect(scoreTable(report, new Set(['src/spec/other.ts']))).toContain('nothing asked');
  });
});
