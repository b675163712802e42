/** The project's own sources as the house checks see them: parsed once, with line numbers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Comment, type EcmaScriptModule, parseSync } from 'oxc-parser';

/** A departure from the house style. `what` ends by saying what to do. */
export interface Violation {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly what: string;
}

/** Any node of the syntax tree, with the tree above it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface Source {
  /** From the root of the checkout, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly program: Node;
  readonly module: EcmaScriptModule;
  readonly comments: readonly Comment[];
  /** 1-based line of an offset. */
  lineOf(offset: number): number;
}

export const isTest = (path: string): boolean => path.endsWith('.test.ts');
export const isGenerated = (path: string): boolean => path.includes('/generated/');
export const isCatalogue = (path: string): boolean => /^src\/spec\/requirements\/rfc\d+\.ts$/.test(path);

/** Throws if the text does not parse: tsc says so better, and earlier. */
export function parseSource(path: string, text: string): Source {
  const { program, module, comments, errors } = parseSync(path, text);
  const [first] = errors;
  if (first !== undefined) throw new Error(`${path} does not parse: ${first.message}`);
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  return {
    path,
    text,
    lines: text.split('\n'),
    program: program as unknown as Node,
    module,
    comments,
    lineOf,
  };
}

/** Calls `visit` on every node below `node`, parents first; `above` has the parent last. */
export function walk(node: Node, visit: (node: Node, above: readonly Node[]) => void): void {
  const above: Node[] = [];
  const enter = (at: Node): void => {
    visit(at, above);
    above.push(at);
    for (const value of Object.values(at))
      if (Array.isArray(value)) value.filter(isNode).forEach(enter);
      else if (isNode(value)) enter(value);
    above.pop();
  };
  enter(node);
}

export function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

/** Paths of all files under the given files and folders of `root`, sorted, with `/`. */
export function listFiles(root: string, starts: readonly string[]): string[] {
  const found: string[] = [];
  for (const start of starts)
    for (const entry of readdirSync(join(root, start), { withFileTypes: true, recursive: true }))
      if (entry.isFile()) found.push(join(entry.parentPath, entry.name).slice(root.length + 1));
  return found.map((path) => path.replaceAll('\\', '/')).sort();
}

/** All TypeScript and JavaScript of `src` and `scripts`. */
export function readSources(root: string): Source[] {
  return listFiles(root, ['src', 'scripts'])
    .filter((path) => /\.(ts|mjs)$/.test(path) && !isGenerated(path))
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}
