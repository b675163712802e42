/**
 * Makes the lexers and parsers from grammar/*.g4. `npm run grammar`; the drift test calls {@link generate}
 * with a folder of its own.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** The grammars and where their generated code stands, from the project's root. */
export const GRAMMARS: readonly { readonly grammar: string; readonly into: string }[] = [
  { grammar: 'grammar/Trace.g4', into: 'src/trace/text/generated' },
];

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Generates the code of one grammar into `folder`, the files by name and content. A problem of the grammar is
 * thrown as it was printed.
 */
export async function generate(grammar: string, folder: string): Promise<void> {
  const raw = await mkdtemp(join(tmpdir(), 'tcpassay-grammar-'));
  try {
    const tool = join(root, 'node_modules/antlr-ng/dist/cli/runner.js');
    const args = [
      tool,
      '-Dlanguage=TypeScript',
      '-l',
      'false',
      '-v',
      'false',
      '-o',
      raw,
      resolve(root, grammar),
    ];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
    if (/(error|warning)\(\d+\)/.test(stdout + stderr)) throw new Error(stdout + stderr);
    await mkdir(folder, { recursive: true });
    for (const name of (await readdir(raw, { recursive: true })).filter((n) => n.endsWith('.ts'))) {
      const text = await readFile(join(raw, name), 'utf8');
      await writeFile(join(folder, name.split('/').at(-1) ?? name), tidy(text, grammar));
    }
  } finally {
    await rm(raw, { recursive: true, force: true });
  }
}

/** Type stripping wants imports that end in `.ts`; the tool's note to its own makers is dropped. */
function tidy(text: string, grammar: string): string {
  const notice = `// Generated from ${grammar}, do not edit: \`npm run grammar\` makes it.\n`;
  const code = text.replace(/^\/\/ for running tests with parameters.*\n\/\/ eslint.*\n/m, '');
  return notice + code.replaceAll('.js"', '.ts"');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const { grammar, into } of GRAMMARS) {
    await generate(grammar, join(root, into));
    process.stdout.write(`${grammar} → ${into}\n`);
  }
}
