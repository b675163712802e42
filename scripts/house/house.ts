/** All house checks over one checkout. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkConstructs, checkMarks, checkSkips, checkWorkplace } from './constructs.ts';
import { checkArrows, checkBarrels, checkCycles } from './imports.ts';
import { checkColumns, checkFileSizes, checkFunctionSizes, checkNames } from './sizes.ts';
import { listFiles, readSources, type Source, type Violation } from './source.ts';

/** The checks of TypeScript sources, by the name the house test gives them. */
export const SOURCE_CHECKS: Readonly<Record<string, (sources: readonly Source[]) => Violation[]>> = {
  'arrows between the folders': checkArrows,
  'no cycles of value imports': checkCycles,
  'no barrels': checkBarrels,
  'files of at most 400 lines': checkFileSizes,
  'functions of at most 60 lines, rules of at most 30': checkFunctionSizes,
  'lines of at most 110 columns': checkColumns,
  'no forbidden constructs': checkConstructs,
  'no marks of unfinished work': checkMarks,
  'no skip without a reason': checkSkips,
};

const FOLDERS = ['src', 'scripts', 'docs', 'grammar', '.ci'];
const TEXTS = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'package.json'];

/** Sources, names and texts of the checkout at `root`. */
export function readHouse(root: string): {
  readonly sources: readonly Source[];
  readonly paths: readonly string[];
  readonly texts: readonly { readonly path: string; readonly text: string }[];
} {
  const paths = listFiles(root, ['src', 'scripts']);
  const named = [
    ...listFiles(
      root,
      FOLDERS.filter((folder) => existsSync(join(root, folder))),
    ),
    ...TEXTS,
  ];
  const texts = named
    .filter((path) => existsSync(join(root, path)) && !/\.(png|pcap|pcapng|gz)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  return { sources: readSources(root), paths, texts };
}

/** Every violation in the checkout, sorted by place. */
export function inspectHouse(root: string): Violation[] {
  const { sources, paths, texts } = readHouse(root);
  return [
    ...Object.values(SOURCE_CHECKS).flatMap((check) => check(sources)),
    ...checkNames(paths),
    ...checkWorkplace(texts),
  ].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

/** As editors and people read it: `file:line what`. */
export function violationText({ file, line, what }: Violation): string {
  return `${file}:${line} ${what}`;
}
