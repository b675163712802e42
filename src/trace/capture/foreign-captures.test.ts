/** Captures of many tools, held against tshark. They are no part of the project: licences are unclear. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readCapture } from '../fixtures/capture-files.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const shared = [process.env['TCPASSAY_SHARED'], join(root, '../shared'), join(root, '../../shared')].find(
  (path) => path !== undefined && existsSync(join(path, 'captures')),
);
const captures = join(shared ?? '', 'captures');
const names = shared === undefined ? [] : readdirSync(captures).filter((name) => !name.endsWith('.tsv'));
const tshark = spawnSync('tshark', ['--version']).status === 0;

test.skipIf(names.length === 0)(
  'every capture is read (needs a folder shared/captures beside the project)',
  () => {
    const containers = new Set<string>();
    for (const name of names) {
      const { rows, info, problems } = readCapture(readFileSync(join(captures, name)), 65_536);
      containers.add(info.container);
      expect(rows.length, name).toBeGreaterThan(0);
      expect(problems.length, name).toBeLessThanOrEqual(1);
    }
    expect([...containers].sort()).toEqual(['modified pcap', 'pcap', 'pcapng', 'snoop']);
  },
);

/** Small files, one or two of each kind; each is found by the end of its name. */
const KINDS = [
  'solaris.snoop',
  'many_interfaces-1.pcapng',
  'crash-invalid-asn-record-len.pcap',
  'one_tcp_stream.pcap',
  'functional_inputs_mqtt.pcap',
];

describe.skipIf(names.length === 0 || !tshark)(
  'as tshark reads it (needs shared/captures and tshark)',
  () => {
    test.each(KINDS)('%s', (kind) => {
      const file = join(captures, names.find((name) => name.endsWith(kind)) ?? kind);
      const fields = ['frame.number', 'frame.cap_len', 'frame.len', 'frame.time_relative'];
      const options = ['-n', '-T', 'fields', ...fields.flatMap((field) => ['-e', field])];
      const { stdout } = spawnSync('tshark', ['-r', file, ...options], { encoding: 'utf8' });
      const { rows } = readCapture(readFileSync(file));
      const lines = rows.map((r) => [r.frame, r.captured, r.original, (r.time / 1e9).toFixed(9)].join('\t'));
      expect(lines).toEqual(stdout.trimEnd().split('\n'));
    });
  },
);
