/** Where the octets of a capture come from: files, files that grow, the standard input; gzip undone. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Problem } from '../trace.ts';
import { gunzip } from './gunzip.ts';
import type { CaptureReader } from './reader.ts';
import { CaptureRecord } from './record.ts';

const CHUNK = 1024 * 1024;
/** How often a file that is followed is looked at. Milliseconds. */
const LOOK_EVERY = 100;
const GZIP_MAGIC = [0x1f, 0x8b];

/**
 * The octets of a file, or of the standard input for `-`. A chunk is valid until the next one is asked for.
 * With `follow` the end of a file is waited out until the signal fires; what was written before then is read.
 * Rejects where the file cannot be had.
 */
export function rawOctets(file: string, follow?: AbortSignal): AsyncIterable<Uint8Array> {
  return file === '-' ? process.stdin : fileOctets(file, follow);
}

async function* fileOctets(file: string, follow: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const handle = await open(file);
  try {
    // Two buffers by turns: one is filled while the other is worked on.
    const buffers = [new Uint8Array(CHUNK), new Uint8Array(CHUNK)] as const;
    const read = async (turn: number): Promise<Uint8Array> => {
      const buffer = buffers[turn % 2] as Uint8Array;
      return buffer.subarray(0, (await handle.read(buffer, 0, CHUNK, null)).bytesRead);
    };
    let last = follow?.aborted ?? true;
    for (let turn = 0, coming = read(turn); ; turn++) {
      const chunk = await coming;
      if (chunk.length === 0) {
        // The signal may have fired behind that read: only a read behind the signal is the last.
        if (last) return;
        await wait(LOOK_EVERY, undefined, follow ? { signal: follow } : {}).catch(() => undefined);
        last = follow?.aborted ?? true;
      }
      coming = read(turn + 1);
      // A consumer that leaves must not leave a rejection without a listener behind.
      coming.catch(() => undefined);
      if (chunk.length > 0) yield chunk;
    }
  } finally {
    await handle.close();
  }
}

/** A capture's octets, decompressed where they are gzip, with the digest of what stands in the file. */
export class CaptureSource implements AsyncIterable<Uint8Array> {
  readonly problems: Problem[] = [];
  /** Octets read so far, as they stand in the file. */
  octets = 0;
  compressed = false;
  readonly #file: string;
  readonly #raw: AsyncIterable<Uint8Array>;
  readonly #hash = createHash('sha256');
  /** Whether the digest is wanted: it costs as much as reading. */
  readonly #digest: boolean;

  /** `file` only names the place of problems. */
  constructor(file: string, raw: AsyncIterable<Uint8Array> = rawOctets(file), digest = true) {
    this.#digest = digest;
    this.#file = file;
    this.#raw = raw;
  }

  /** Of the octets read so far, in hexadecimal. */
  sha256(): string {
    return this.#hash.copy().digest('hex');
  }

  /** To be iterated once. A chunk is valid until the next one is asked for. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const raw = this.#counted();
    const first = await atLeastTwo(raw);
    const all = chain(first, raw);
    this.compressed = GZIP_MAGIC.every((octet, i) => first[i] === octet);
    if (!this.compressed) yield* all;
    else
      yield* gunzip(all, (message, offset) => {
        this.problems.push({ code: 'CAPTURE-013', message, at: { file: this.#file, offset } });
      });
  }

  async *#counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#raw) {
      this.octets += chunk.length;
      if (this.#digest) this.#hash.update(chunk);
      yield chunk;
    }
  }
}

/** The first chunk, or the first few joined: a magic may come octet by octet. */
async function atLeastTwo(chunks: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  let first: Uint8Array = new Uint8Array(0);
  while (first.length < GZIP_MAGIC.length) {
    const { value, done } = await chunks.next();
    if (done === true) break;
    first = first.length === 0 && value.length >= GZIP_MAGIC.length ? value : Buffer.concat([first, value]);
  }
  return first;
}

async function* chain(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  yield* rest;
}

/** Gives every record of a capture to `take`, which must not keep it: the next is filled into the same. */
export async function readRecords(
  source: AsyncIterable<Uint8Array>,
  reader: CaptureReader,
  take: (record: CaptureRecord) => void,
): Promise<void> {
  const record = new CaptureRecord();
  for await (const chunk of source) {
    reader.feed(chunk);
    while (reader.next(record)) take(record);
  }
  reader.finish();
}
