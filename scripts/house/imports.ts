/** Who may import whom: arrows between folders, purity, cycles, barrels. */
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { isTest, type Source, type Violation } from './source.ts';

interface Import {
  /** As written. */
  readonly from: string;
  /** Path of the file meant, if it is one of ours. */
  readonly target: string | undefined;
  readonly line: number;
  readonly typeOnly: boolean;
  /** Loaded when the module is, not later by `import()`. */
  readonly eager: boolean;
}

/** What each folder may import beside itself. `type` means: only by `import type`. */
const ARROWS: Readonly<Record<string, Readonly<Record<string, 'value' | 'type'>>>> = {
  spec: {},
  trace: { spec: 'value' },
  checker: { spec: 'value', trace: 'value' },
  simulate: { spec: 'value', trace: 'value', checker: 'value' },
  harness: { spec: 'value', trace: 'value' },
  report: { spec: 'value', trace: 'value', checker: 'type' },
  corpus: {
    spec: 'value',
    trace: 'value',
    checker: 'value',
    simulate: 'value',
    harness: 'value',
    report: 'value',
  },
  // biome-ignore format: one line a folder
  cli: { spec: 'value', trace: 'value', checker: 'value', simulate: 'value', harness: 'value', report: 'value', corpus: 'value' },
};
const PURE = new Set(['spec', 'checker', 'simulate']);
const LISTS = new Set(['src/spec/rules/index.ts', 'src/spec/requirements/all.ts']);

export function importsOf(source: Source): Import[] {
  const { module, text } = source;
  const found: Import[] = [];
  const add = (from: string, start: number, typeOnly: boolean, eager: boolean): void => {
    const target = from.startsWith('.') ? posix.join(posix.dirname(source.path), from) : undefined;
    found.push({ from, target, line: source.lineOf(start), typeOnly, eager });
  };
  for (const one of module.staticImports)
    add(
      one.moduleRequest.value,
      one.start,
      /^import\s+type\b(?!\s+from\b)/.test(text.slice(one.start)),
      true,
    );
  for (const one of module.staticExports) {
    const from = one.entries[0]?.moduleRequest?.value;
    if (from !== undefined) add(from, one.start, /^export\s+type\b/.test(text.slice(one.start)), true);
  }
  for (const one of module.dynamicImports) {
    const quoted = /^(['"`])([^'"`$]+)\1$/.exec(text.slice(one.moduleRequest.start, one.moduleRequest.end));
    if (quoted?.[2] !== undefined) add(quoted[2], one.start, false, false);
  }
  return found;
}

const folderOf = (path: string): string | undefined => /^src\/([^/]+)\//.exec(path)?.[1];
const isBuiltin = (from: string): boolean => from.startsWith('node:') || builtinModules.includes(from);

/** Arrows between the folders of src, and no Node built-ins in the pure ones. Tests may import anything. */
export function checkArrows(sources: readonly Source[]): Violation[] {
  const found: Violation[] = [];
  for (const source of sources) {
    if (!source.path.startsWith('src/') || isTest(source.path)) continue;
    const folder = folderOf(source.path);
    const arrows = ARROWS[folder ?? ''];
    const say = (line: number, what: string): void => void found.push({ file: source.path, line, what });
    if (folder === undefined || arrows === undefined) {
      say(1, `no such part of the house; put it into one of ${Object.keys(ARROWS).join(', ')}`);
      continue;
    }
    for (const one of importsOf(source)) {
      const to = one.target === undefined ? undefined : (folderOf(one.target) ?? 'outside src');
      if (to !== undefined && to !== folder) {
        const may = arrows[to];
        const allowed = [folder, ...Object.keys(arrows)].join(', ');
        if (may === undefined)
          say(one.line, `${folder} imports ${to}; it may import ${allowed}: move what is shared`);
        else if (may === 'type' && !one.typeOnly)
          say(one.line, `${folder} may import only types of ${to}: use import type`);
      }
      if (PURE.has(folder) && isBuiltin(one.from))
        say(one.line, `${folder} uses no Node built-ins (${one.from}): pass in what it needs`);
      else if (folder === 'spec' && one.target === undefined)
        say(one.line, `spec imports nothing outside itself (${one.from}): write it, or do without`);
    }
  }
  return found;
}

/** `export … from`: only the two lists may pass on what others define. */
export function checkBarrels(sources: readonly Source[]): Violation[] {
  const found: Violation[] = [];
  for (const source of sources) {
    if (LISTS.has(source.path)) continue;
    for (const one of source.module.staticExports)
      if (one.entries.some((entry) => entry.moduleRequest !== null))
        found.push({
          file: source.path,
          line: source.lineOf(one.start),
          what: 'a barrel (export … from): import from the file that defines it',
        });
  }
  return found;
}

/** Cycles of value imports, each told once, at the import that closes it. */
export function checkCycles(sources: readonly Source[]): Violation[] {
  const edges = new Map(
    sources.map((source) => [source.path, importsOf(source).filter((one) => one.eager && !one.typeOnly)]),
  );
  const found: Violation[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    if (done.has(file)) return;
    path.push(file);
    for (const { target, line } of edges.get(file) ?? []) {
      if (target === undefined || !edges.has(target)) continue;
      const at = path.indexOf(target);
      if (at < 0) visit(target);
      else {
        const cycle = [...path.slice(at), target].join(' → ');
        found.push({ file, line, what: `import cycle ${cycle}: move what both need into a third file` });
      }
    }
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) visit(file);
  return found;
}
