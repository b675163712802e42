import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { OUTCOME } from '../../src/trace/capture/decode/outcome.ts';
import { PacketDecoder } from '../../src/trace/capture/decode/packet-decoder.ts';
import { CaptureReader } from '../../src/trace/capture/reader.ts';
import { CaptureSource, readRecords } from '../../src/trace/capture/source.ts';
import { FIN, SYN } from '../../src/trace/trace.ts';
import { CHECKSUM, newWire, OPTION, W } from '../../src/trace/wire.ts';
import { tsharkAbsence } from './captures.ts';
import { type Generated, generateBulk, generateMany } from './generate.ts';

const folder = mkdtempSync(join(tmpdir(), 'tcpassay-generate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const make = {
  bulk: (name: string, snap?: number, seed = 1) => generateBulk(join(folder, name), wish(1500, snap, seed)),
  many: (name: string, snap?: number, seed = 1) => generateMany(join(folder, name), wish(300, snap, seed)),
};
const wish = (size: number, snap: number | undefined, seed: number) => ({
  size,
  seed,
  ...(snap && { snap }),
});
const digest = ({ file }: Generated): string => createHash('sha256').update(readFileSync(file)).digest('hex');

interface Counts {
  segments: number;
  syns: number;
  fins: number;
  bad: number;
  sacks: number;
  /** Of text, by the lengths in the IP headers. */
  octets: number;
  flows: Set<string>;
  backwards: number;
}

/** Decodes a capture with everything that can be checked. */
async function countsOf(file: string): Promise<Counts> {
  const reader = new CaptureReader(file);
  const decoder = new PacketDecoder({ checksums: 'full' });
  const wire = newWire();
  const at = (slot: number): number => wire[slot] ?? -1;
  const flows = new Set<string>();
  const c = { segments: 0, syns: 0, fins: 0, bad: 0, sacks: 0, octets: 0, flows, backwards: 0 };
  let last = 0;
  await readRecords(new CaptureSource(file), reader, (record) => {
    expect(decoder.decode(record, wire)).toBe(OUTCOME.TCP);
    c.segments++;
    if (record.time < last) c.backwards++;
    last = record.time;
    if ((at(W.FLAGS) & SYN) !== 0) c.syns++;
    if ((at(W.FLAGS) & FIN) !== 0) c.fins++;
    if (at(W.CHECKSUM) === CHECKSUM.BAD) c.bad++;
    if ((at(W.OPTIONS) & OPTION.SACK) !== 0) c.sacks++;
    expect(at(W.OPTIONS) & (OPTION.CUT | OPTION.MALFORMED | OPTION.TIMESTAMPS)).toBe(OPTION.TIMESTAMPS);
    c.octets += at(W.LENGTH);
    const addresses = record.bytes.subarray(at(W.ADDRESSES_AT), at(W.ADDRESSES_AT) + 8);
    flows.add(`${addresses.join('.')} ${at(W.SOURCE_PORT)} ${at(W.DESTINATION_PORT)}`);
  });
  expect(reader.problems).toEqual([]);
  return c;
}

test.each(['bulk', 'many'] as const)('%s: the same for the same seed, another for another', (kind) => {
  expect(digest(make[kind]('a'))).toBe(digest(make[kind]('b')));
  expect(digest(make[kind]('a', undefined, 2))).not.toBe(digest(make[kind]('b')));
});

test('bulk: whole connections, full segments, an ACK for each two of them, each loss recorded twice', async () => {
  const made = make.bulk('bulk.pcap');
  const c = await countsOf(made.file);
  expect(c).toMatchObject({ segments: made.packets, syns: 10, fins: 10, bad: 0, backwards: 0 });
  expect(c.flows.size).toBe(10);
  expect(made.seenTwice).toBeGreaterThan(0);
  expect(made.seenOnce + made.unseen).toBe(0);
  expect(c.octets).toBe(1448 * (5 * 1500 + made.seenTwice));
  expect(c.sacks).toBeGreaterThanOrEqual(3 * made.seenTwice);
  expect(c.segments).toBeGreaterThan(1.5 * 5 * 1500);
  expect(c.segments).toBeLessThan(1.65 * 5 * 1500);
});

test('many: as many connections as were asked for, each opened and closed', async () => {
  const made = make.many('many.pcap');
  const c = await countsOf(made.file);
  expect(c).toMatchObject({ segments: made.packets, fins: 600, bad: 0, backwards: 0 });
  expect(c.flows.size).toBe(600);
  expect(c.syns).toBeGreaterThanOrEqual(600);
  expect(made.packets / 300).toBeGreaterThan(35);
});

describe.skipIf(tsharkAbsence() !== '')('as tshark sees it (needs tshark)', () => {
  /** How many frames a filter passes. */
  const frames = (file: string, filter: string): number => {
    const sums = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE'];
    const out = execFileSync(
      'tshark',
      [...sums, '-r', file, '-Y', filter, '-T', 'fields', '-e', 'frame.number'],
      {
        maxBuffer: 1 << 26,
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    return out.toString().split('\n').length - 1;
  };

  // Whole frames, or there is nothing to sum up.
  test.each(['bulk', 'many'] as const)('%s: all sums are good, only losses are sent again', (kind) => {
    const made = make[kind](`${kind}-whole.pcap`, 1600, 3);
    expect(frames(made.file, 'tcp.checksum.status == 1 && ip.checksum.status == 1')).toBe(made.packets);
    expect(made.seenTwice + made.seenOnce).toBeGreaterThan(0);
    expect(frames(made.file, 'tcp.analysis.retransmission')).toBe(made.seenTwice + made.seenOnce);
    expect(frames(made.file, 'tcp.analysis.lost_segment')).toBe(made.seenOnce);
    const odd = ['out_of_order', 'ack_lost_segment', 'spurious_retransmission', 'keep_alive', 'zero_window'];
    expect(frames(made.file, odd.map((name) => `tcp.analysis.${name}`).join(' || '))).toBe(0);
  });
});
