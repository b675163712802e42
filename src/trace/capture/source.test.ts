import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { packet } from '../fixtures/capture-files.ts';
import { writePcap } from './pcap-write.ts';
import { CaptureReader } from './reader.ts';
import { CaptureSource, rawOctets, readRecords } from './source.ts';

const folder = mkdtempSync(join(tmpdir(), 'tcpassay-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FILE = writePcap(
  1,
  Array.from({ length: 50 }, (_, i) => ({ time: BigInt(i), bytes: packet(60 + i, i) })),
);

function saved(name: string, octets: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, octets);
  return path;
}

async function* inChunks(octets: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(size);
  for (let at = 0; at < octets.length; at += size) {
    const part = octets.subarray(at, at + size);
    buffer.set(part);
    yield buffer.subarray(0, part.length);
  }
}

/** All octets of a source, joined. */
async function drained(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of source) parts.push(chunk.slice());
  return Buffer.concat(parts);
}

async function framesOf(source: AsyncIterable<Uint8Array>): Promise<readonly [number, readonly string[]]> {
  const reader = new CaptureReader('f');
  let frames = 0;
  await readRecords(source, reader, (record) => {
    frames++;
    expect(record.frame).toBe(frames);
  });
  return [frames, reader.problems.map(({ code }) => code)];
}

describe('a file', () => {
  test('is read and hashed', async () => {
    const source = new CaptureSource(saved('plain.pcap', FILE));
    expect(await framesOf(source)).toEqual([50, []]);
    expect(source.sha256()).toBe(createHash('sha256').update(FILE).digest('hex'));
    expect(source).toMatchObject({ octets: FILE.length, compressed: false, problems: [] });
  });

  test('of several chunks keeps its octets', async () => {
    const octets = Buffer.alloc(3 * 1024 * 1024 + 5);
    for (let at = 0; at + 4 <= octets.length; at += 4) octets.writeUInt32LE(at, at);
    const path = saved('large', octets);
    const sizes: number[] = [];
    const source = new CaptureSource(path);
    const parts: Uint8Array[] = [];
    for await (const chunk of source) {
      sizes.push(chunk.length);
      parts.push(chunk.slice());
    }
    expect(Buffer.concat(parts).equals(octets)).toBe(true);
    expect(sizes).toEqual([1 << 20, 1 << 20, 1 << 20, 5]);
  });

  test('that is empty, or has one octet', async () => {
    expect(await framesOf(new CaptureSource(saved('empty', new Uint8Array(0))))).toEqual([
      0,
      ['CAPTURE-009'],
    ]);
    expect(await framesOf(new CaptureSource(saved('one', Uint8Array.of(1))))).toEqual([0, ['CAPTURE-009']]);
  });

  test('that is not there, or is a folder, rejects', async () => {
    await expect(drained(new CaptureSource(join(folder, 'nothing')))).rejects.toThrow('ENOENT');
    await expect(drained(new CaptureSource(folder))).rejects.toThrow('EISDIR');
  });

  test('may be left early', async () => {
    for await (const chunk of rawOctets(saved('left.pcap', FILE))) {
      expect(chunk.length).toBe(FILE.length);
      break;
    }
  });
});

describe('gzip', () => {
  const damage = async (octets: Uint8Array, size = octets.length) => {
    const source = new CaptureSource('f', inChunks(octets, size));
    return { octets: await drained(source), source };
  };

  test('is undone, however it comes; the digest is of the file', async () => {
    const compressed = gzipSync(FILE);
    for (const size of [1, 2, 3, 1000, compressed.length]) {
      const source = new CaptureSource('f', inChunks(compressed, size));
      expect(await framesOf(source)).toEqual([50, []]);
      expect(source.sha256()).toBe(createHash('sha256').update(compressed).digest('hex'));
      expect(source).toMatchObject({ octets: compressed.length, compressed: true, problems: [] });
    }
  });

  test('of several members, with zeros behind them', async () => {
    const members = Buffer.concat([
      gzipSync(FILE.subarray(0, 100)),
      gzipSync(FILE.subarray(100)),
      Buffer.alloc(9),
    ]);
    for (let size = 1; size < members.length; size += 7) {
      const { octets, source } = await damage(members, size);
      expect(octets.equals(FILE)).toBe(true);
      expect(source.problems).toEqual([]);
    }
  });

  test('that is cut gives what stands in front of the cut, and a problem', async () => {
    const compressed = gzipSync(FILE);
    let most = 0;
    for (let cut = 2; cut < compressed.length; cut += 5) {
      const { octets, source } = await damage(compressed.subarray(0, cut));
      expect(octets.equals(FILE.subarray(0, octets.length))).toBe(true);
      expect(octets.length).toBeGreaterThanOrEqual(most);
      most = octets.length;
      expect(source.problems).toEqual([
        { code: 'CAPTURE-013', message: 'the gzip stream is cut', at: { file: 'f', offset: cut } },
      ]);
    }
    expect(most).toBeGreaterThan(FILE.length - 100);
  });

  test('that is damaged is told, and still hashed to its end', async () => {
    const octets = Buffer.from(Array.from({ length: 40_000 }, (_, i) => (i * i * 31) >> 3));
    const compressed = gzipSync(octets, { level: 0 });
    compressed[compressed.length - 8] = ~(compressed[compressed.length - 8] as number);
    const { octets: read, source } = await damage(compressed, 5000);
    expect(read.length).toBeGreaterThan(35_000);
    expect(read.equals(octets.subarray(0, read.length))).toBe(true);
    expect(source.problems).toMatchObject([{ code: 'CAPTURE-013' }]);
    expect(source.problems[0]?.message).toContain('incorrect data check');
    expect(source.sha256()).toBe(createHash('sha256').update(compressed).digest('hex'));
  });

  test('a bomb is read piece by piece', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    let total = 0;
    let largest = 0;
    for await (const chunk of new CaptureSource('f', inChunks(bomb, bomb.length))) {
      total += chunk.length;
      largest = Math.max(largest, chunk.length);
    }
    expect(total).toBe(64 * 1024 * 1024);
    expect(largest).toBeLessThanOrEqual(65_536);
  });
});

test('a file that grows is followed until the signal', async () => {
  const path = saved('growing.pcap', FILE.subarray(0, 200));
  const stop = new AbortController();
  const reading = framesOf(new CaptureSource(path, rawOctets(path, stop.signal)));
  await wait(50);
  appendFileSync(path, FILE.subarray(200, 1000));
  await wait(150);
  // What is written right before the signal is read too.
  appendFileSync(path, FILE.subarray(1000));
  stop.abort();
  expect(await reading).toEqual([50, []]);
});

test('the standard input is a source', () => {
  const module = new URL('source.ts', import.meta.url).href;
  const script = `const { CaptureSource } = await import('${module}');
    const source = new CaptureSource('-');
    for await (const _ of source);
    process.stdout.write(source.octets + ' ' + source.sha256());`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    input: FILE,
  });
  expect(stderr.toString()).toBe('');
  expect(stdout.toString()).toBe(`${FILE.length} ${createHash('sha256').update(FILE).digest('hex')}`);
});
