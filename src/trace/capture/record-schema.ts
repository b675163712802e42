/** What our custom blocks and options of a pcapng hold, as JSON. */
import { z } from 'zod';
import { CALL_NAMES } from '../call-names.ts';
import { SNAPSHOT_SOURCES } from '../snapshot-sources.ts';
import { CONTAINER_VERSION } from './pcapng-format.ts';

const nanos = z.int();
const counter = z.int().nonnegative();
const frame = z.exactOptional(z.int().positive());
const entries = z.record(z.string(), z.union([z.string(), z.number()]));
const place = { frame, t0: nanos, t1: nanos };

/** An event that is no segment. `frame` only where it is not the number of the block's record. */
export const eventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('call'),
    ...place,
    call: counter,
    name: z.enum(CALL_NAMES),
    socket: z.number(),
    args: entries,
  }),
  z.strictObject({
    kind: z.literal('return'),
    ...place,
    call: counter,
    value: z.number(),
    error: z.exactOptional(z.string()),
    result: z.exactOptional(entries),
  }),
  z.strictObject({
    kind: z.literal('snapshot'),
    ...place,
    source: z.enum(SNAPSHOT_SOURCES),
    socket: z.number(),
    withheld: z.boolean(),
    fields: z.record(z.string(), z.number()),
  }),
  z.strictObject({ kind: z.literal('gap'), ...place, lost: counter }),
  z.strictObject({ kind: z.literal('end'), ...place }),
]);

/**
 * What a packet block cannot say of a segment: the other end of its time bracket, and where octets are
 * missing its checksum.
 */
export const segmentNoteSchema = z.strictObject({
  frame,
  t0: z.exactOptional(nanos),
  t1: z.exactOptional(nanos),
  checksum: z.exactOptional(z.enum(['good', 'bad', 'unknown'])),
});

const lag = z.union([z.number().nonnegative(), z.literal('unbounded')]);

/** The header, in options of the section header. JSON has no infinity, so an unbounded lag is a word. */
export const headerSchema = z.strictObject({
  tcpassay: z.literal(CONTAINER_VERSION),
  stack: z.string(),
  version: z.string(),
  scenario: z.string(),
  seed: z.number(),
  profile: z.string(),
  clock: z.enum(['real', 'virtual']),
  position: z.enum(['near', 'far', 'between']),
  api: z.boolean(),
  lossless: z.boolean(),
  lag: z.strictObject({ in: lag, out: lag, error: lag }),
  started: z.string(),
  settings: z.record(z.string(), z.string()),
  tool: z.string(),
});

export type SegmentNote = z.infer<typeof segmentNoteSchema>;

/** What a text says by a schema, or undefined. Never throws. */
export function parseRecord<T>(text: string, schema: z.ZodType<T>): T | undefined {
  try {
    const result = schema.safeParse(JSON.parse(text));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Nanoseconds since 1970 of a header's `started`, 0 where it names no instant after that; what packet stamps
 * count from.
 */
export function startOf(started: string): bigint {
  const ms = /^\d{4}-\d\d-\d\dT/.test(started) ? Date.parse(started) : 0;
  return ms > 0 ? BigInt(ms) * 1_000_000n : 0n;
}
