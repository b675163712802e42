/** What the house does not write: constructs, marks in comments, silent skips, names of the workplace. */
import { isTest, type Node, type Source, type Violation, walk } from './source.ts';

const BANNED: Readonly<Record<string, string>> = {
  ExportDefaultDeclaration: 'a default export: give it a name',
  TSEnumDeclaration: 'an enum: use constants or a union of literals',
  TSAnyKeyword: 'any: use unknown and look, or the true type',
  TSParameterProperty: 'a parameter property: declare the field and assign it',
  TSModuleDeclaration: 'a namespace: use a module',
};
const PURE = /^src\/(spec|checker|simulate)\//;

export function checkConstructs(sources: readonly Source[]): Violation[] {
  const found: Violation[] = [];
  for (const source of sources) {
    const pure = PURE.test(source.path) && !isTest(source.path);
    walk(source.program, (node) => {
      const what = BANNED[node.type] ?? bannedGlobal(node, pure);
      if (what !== undefined) found.push({ file: source.path, line: source.lineOf(node.start), what });
    });
  }
  return found;
}

function bannedGlobal(node: Node, pure: boolean): string | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  const object = node['object'] as Node;
  if (object.type !== 'Identifier') return undefined;
  const name = object['name'];
  if (name === 'console')
    return 'console: write to process.stdout in cli and scripts, log by pino in cli and harness';
  if (pure && (name === 'process' || name === 'Buffer'))
    return `${name} in a folder without Node built-ins: pass in what it needs`;
  return undefined;
}

/** Marks of unfinished work in comments. */
export function checkMarks(sources: readonly Source[]): Violation[] {
  return sources.flatMap((source) =>
    source.comments
      .filter((comment) => /\b(TODO|FIXME|XXX|HACK)\b/.test(comment.value))
      .map((comment) => ({
        file: source.path,
        line: source.lineOf(comment.start),
        what: 'a mark of unfinished work: do it, or file an issue',
      })),
  );
}

const RUNNERS = new Set(['test', 'it', 'describe']);
const REASON = /\b(needs?|because|without|reason|unless)\b/i;

/**
 * Tests that do not run must say why in their name; tests that run alone, or not yet, are not for committing.
 */
export function checkSkips(sources: readonly Source[]): Violation[] {
  const found: Violation[] = [];
  for (const source of sources.filter(({ path }) => isTest(path)))
    walk(source.program, (node, above) => {
      const what = skipProblem(source, node, above.at(-1));
      if (what !== undefined) found.push({ file: source.path, line: source.lineOf(node.start), what });
    });
  return found;
}

function skipProblem(source: Source, node: Node, parent: Node | undefined): string | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const callee = node['callee'] as Node;
  const args = node['arguments'] as readonly Node[];
  if (callee.type !== 'MemberExpression') return undefined;
  const how = String((callee['property'] as Node)['name']);
  const object = callee['object'] as Node;
  const says = (arg: Node | undefined): boolean =>
    arg !== undefined && REASON.test(source.text.slice(arg.start, arg.end));
  if (!RUNNERS.has(String(object['name']))) {
    // Inside a test: context.skip(reason) or context.skip(condition, reason).
    const inContext = how === 'skip' && /^(t|ctx|context)$/.test(String(object['name']));
    return inContext && args.length === 0 ? 'a skip without a reason: say it as its argument' : undefined;
  }
  if (how === 'only') return '.only: the others must run too';
  if (how === 'todo') return '.todo: write the test, or file an issue';
  if (how === 'skip')
    return says(args[0]) ? undefined : 'a skip without a reason: put "needs …" into its name';
  if (how === 'skipIf' || how === 'runIf') {
    const title = parent?.type === 'CallExpression' ? (parent['arguments'] as readonly Node[])[0] : undefined;
    return says(title) ? undefined : `${how} without a reason: put "needs …" into the name of the test`;
  }
  return undefined;
}

/** Paths of machines and names of tools with which this was written, not of the project. Any text file. */
export function checkWorkplace(
  files: readonly { readonly path: string; readonly text: string }[],
): Violation[] {
  const place = /(?<![\w.])\/(?:work|root|home)\/[\w.]+|\/tmp\/brief|\bissues\s+show\b/;
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const hit = place.exec(line);
      return hit === null
        ? []
        : [{ file: path, line: index + 1, what: `names a workplace (${hit[0]}): take it out` }];
    }),
  );
}
