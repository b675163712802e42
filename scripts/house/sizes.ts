/** Sizes and names: what fits on a screen and what a file may be called. */
import { isCatalogue, isTest, type Node, type Source, type Violation, walk } from './source.ts';

export const FILE_LINES = 400;
export const FUNCTION_LINES = 60;
export const RULE_LINES = 30;
export const COLUMNS = 110;

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const VERBS = new Set(['permit', 'forbid', 'exempt', 'oblige', 'track']);

export function checkFileSizes(sources: readonly Source[]): Violation[] {
  return sources
    .filter((source) => !isCatalogue(source.path))
    .map((source) => ({ source, count: source.lines.length - (source.text.endsWith('\n') ? 1 : 0) }))
    .filter(({ count }) => count > FILE_LINES)
    .map(({ source, count }) => ({
      file: source.path,
      line: FILE_LINES + 1,
      what: `${count} lines, at most ${FILE_LINES}: split it by what it holds`,
    }));
}

/**
 * Lines of code, so without blank lines and comments; a `describe` in a test is a chapter, not a function.
 */
export function checkFunctionSizes(sources: readonly Source[]): Violation[] {
  const found: Violation[] = [];
  for (const source of sources) {
    const code = linesOfCode(source);
    walk(source.program, (node, above) => {
      const parent = above.at(-1);
      const isFunction = FUNCTIONS.has(node.type) && !(isTest(source.path) && isCallOf(parent, 'describe'));
      const isRule =
        source.path.startsWith('src/spec/rules/') && !isTest(source.path) && isCallOf(node, ...VERBS);
      if (!isFunction && !isRule) return;
      const first = source.lineOf(node.start);
      const last = source.lineOf(node.end);
      let count = 0;
      for (let line = first; line <= last; line++) if (code.has(line)) count++;
      const most = isRule ? RULE_LINES : FUNCTION_LINES;
      if (count <= most) return;
      const what = isRule ? 'a rule' : 'a function';
      const cure = isRule ? 'one behaviour a rule' : 'take a part out and name it';
      found.push({
        file: source.path,
        line: first,
        what: `${what} of ${count} lines, at most ${most}: ${cure}`,
      });
    });
  }
  return found;
}

function linesOfCode(source: Source): Set<number> {
  const bare = source.text.split(''); // code units, as offsets count
  for (const { start, end } of source.comments)
    for (let i = start; i < end; i++) if (bare[i] !== '\n') bare[i] = ' ';
  const lines = bare.join('').split('\n');
  return new Set(lines.flatMap((line, index) => (line.trim() === '' ? [] : [index + 1])));
}

function isCallOf(node: Node | undefined, ...names: readonly string[]): boolean {
  if (node?.type !== 'CallExpression') return false;
  let callee = node['callee'] as Node;
  while (callee.type === 'CallExpression' || callee.type === 'MemberExpression')
    callee = (callee['callee'] ?? callee['object']) as Node;
  return names.includes(String(callee['name']));
}

/** Lines that are too long, quotes, patterns and imports excepted. */
export function checkColumns(sources: readonly Source[]): Violation[] {
  const found: Violation[] = [];
  for (const source of sources) {
    const long = source.lines.flatMap((line, index) => (line.length > COLUMNS ? [index + 1] : []));
    if (long.length === 0) continue;
    const quoted = quotedColumns(source);
    for (const line of long) {
      const text = source.lines[line - 1] ?? '';
      const width = text.length - (quoted.get(line) ?? 0);
      if (width <= COLUMNS || /^\s*(import|export)\b.*\bfrom '/.test(text)) continue;
      found.push({ file: source.path, line, what: `${width} columns, at most ${COLUMNS}: break the line` });
    }
  }
  return found;
}

/** How many columns of each line are the inside of strings, templates and patterns. */
function quotedColumns(source: Source): Map<number, number> {
  const columns = new Map<number, number>();
  walk(source.program, (node) => {
    const isQuote =
      node.type === 'TemplateElement' || (node.type === 'Literal' && typeof node['value'] !== 'number');
    if (!isQuote) return;
    source.text
      .slice(node.start, node.end)
      .split('\n')
      .forEach((part, index) => {
        const line = source.lineOf(node.start) + index;
        columns.set(line, (columns.get(line) ?? 0) + part.length);
      });
  });
  return columns;
}

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Files and folders are kebab-case, with endings such as `.test.ts`. */
export function checkNames(paths: readonly string[]): Violation[] {
  return paths
    .filter((path) => !path.includes('/generated/'))
    .filter((path) => {
      const parts = path.split('/');
      const [stem = '', ...endings] = (parts.pop() ?? '').split('.');
      return (
        !KEBAB.test(stem) ||
        endings.some((end) => !/^[a-z0-9]+$/.test(end)) ||
        !parts.every((part) => KEBAB.test(part))
      );
    })
    .map((file) => ({ file, line: 1, what: 'not kebab-case: rename it after the one thing it holds' }));
}
