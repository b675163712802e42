/** `check -`: a capture from the standard input, compressed or not. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readVerdict } from '../report/schema.ts';
import { pcap } from '../trace/fixtures/capture-files.ts';
import { datagram } from '../trace/fixtures/packets.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const CAPTURE = pcap([[1_700_000_000, 5, Uint8Array.from(datagram())]], { linkType: 228 });

function check(input: Uint8Array, ...words: readonly string[]) {
  const run = spawnSync(process.execPath, [MAIN, 'check', ...words], { input, encoding: 'utf8' });
  const read = readVerdict(JSON.parse(run.stdout));
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { traces } = read.verdict;
  return {
    code: run.status,
    files: traces.map(({ file }) => file),
    connections: read.verdict.totals.connections,
  };
}

test.each([
  ['alone', ['-', '--json']],
  ['behind options', ['--json', '--no-config', '-']],
])('a capture, its name %s', (_, words) => {
  expect(check(CAPTURE, ...words)).toEqual({ code: 3, files: ['standard input'], connections: 1 });
});

test('a compressed one', () => {
  expect(check(gzipSync(CAPTURE), '-', '--json').connections).toBe(1);
});
