/** A configuration in TypeScript: imported, types stripped by Node. */

import { pathToFileURL } from 'node:url';
import { UsageError } from '../failure.ts';

let imports = 0;

/**
 * What the file exports as default, or as `config`; imported anew each time. What goes wrong in it is a
 * UsageError with the place, as far as Node tells it. `name` is how messages call the file.
 */
export async function importConfig(file: string, name: string): Promise<unknown> {
  const url = pathToFileURL(file);
  imports += 1;
  url.search = `?import=${process.pid}-${imports}`;
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await quietly(() => import(url.href))) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new UsageError(importProblem(error, file, name));
  }
  const config = module['default'] ?? module['config'];
  if (config !== undefined) return config;
  throw new UsageError(`${name}: exports no configuration; write: export default defineConfig({ … })`);
}

type Emit = (this: NodeJS.Process, warning: string | Error, ...rest: unknown[]) => void;

/** Node warns of a package.json without "type", which is nothing to the user's configuration. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const emit = Reflect.get(process, 'emitWarning') as Emit;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (rest.some((each) => JSON.stringify(each)?.includes('MODULE_TYPELESS_PACKAGE_JSON'))) return;
    emit.call(process, warning, ...rest);
  };
  try {
    return await work();
  } finally {
    process.emitWarning = emit;
  }
}

const NO_TYPESCRIPT = `this Node (${process.version}) reads no TypeScript; take 22.18 or newer, or write JSON`;

/** One line: place, what is wrong. */
export function importProblem(error: unknown, file: string, name: string): string {
  if (!(error instanceof Error)) return `${name}: threw ${String(error)}`;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION') return `${name}: ${NO_TYPESCRIPT}`;
  const [message = ''] = error.message.split('\n');
  const place = placeIn(error.stack ?? '', file);
  return `${place === undefined ? name : `${name}:${place}`}: ${message}`;
}

/**
 * Node tells a mistake of syntax as `file:line`, the source and a caret below that line; what was thrown
 * while the file ran as a frame `file:line:column`.
 */
function placeIn(stack: string, file: string): string | undefined {
  const names = [pathToFileURL(file).href, file].map((each) =>
    each.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  const here = `(?:${names.join('|')})(?:\\?[^:\\s]*)?`;
  const head = new RegExp(`^${here}:(\\d+)\\n(?:.*\\n)*?([ \\t]*)\\^`).exec(stack);
  if (head) return `${head[1]}:${(head[2] ?? '').length + 1}`;
  const frame = new RegExp(`${here}:(\\d+:\\d+)`).exec(stack);
  return frame?.[1];
}
