/** Undoes gzip (RFC 1952) while it is read, also several members in a row. */
import { createGunzip, type Gunzip } from 'node:zlib';

/**
 * Octets given to zlib at once. It answers with at most some thousand times as many, so this bounds the
 * memory that a bomb can take; and what zlib has made of them when it finds damage is lost.
 */
const SLICE = 4096;
/** Octets that zlib gives back at once. */
const PIECE = 65_536;

/**
 * What can be decompressed. Damage and a cut end are told by `damaged`, with the offset in the compressed
 * file from which on nothing is used; the source is then still read to its end.
 */
export async function* gunzip(
  source: AsyncIterable<Uint8Array>,
  damaged: (message: string, offset: number) => void,
): AsyncGenerator<Uint8Array> {
  const stream = createGunzip({ chunkSize: PIECE });
  const pieces: Uint8Array[] = [];
  let failure: NodeJS.ErrnoException | undefined;
  stream.on('data', (piece: Uint8Array) => pieces.push(piece));
  stream.on('error', (error) => {
    failure = error;
  });
  let offset = 0;
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length && !failure; at += SLICE) {
      const slice = chunk.subarray(at, at + SLICE);
      await write(stream, slice);
      yield* pieces.splice(0);
      if (!failure) offset += slice.length;
    }
  }
  if (!failure) {
    await end(stream);
    yield* pieces.splice(0);
  }
  if (failure)
    damaged(
      failure.code === 'Z_BUF_ERROR'
        ? 'the gzip stream is cut'
        : `the gzip stream is damaged: ${failure.message}`,
      offset,
    );
  stream.destroy();
}

/** Comes back when the octets are worked off, or zlib has failed on them: then it answers no more. */
function write(stream: Gunzip, slice: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    stream.once('close', resolve);
    stream.write(slice, () => {
      stream.off('close', resolve);
      resolve();
    });
  });
}

function end(stream: Gunzip): Promise<void> {
  return new Promise((resolve) => {
    stream.once('close', resolve);
    stream.end();
  });
}
