/** What the stack under test takes note of among what arrived (RFC 9293 §3.1, MUST-3). */
import type { Trace, TraceEvent } from '../trace/trace.ts';

/**
 * The events without arrivals of a wrong checksum, which have no effect on a connection. Only where the
 * recorder itself gave the stack these very octets: in a capture a wrong sum may be one that the network card
 * had yet to compute, or one that merged segments were left with, and the segment is good.
 */
export function heardOf({ header, events }: Trace): readonly TraceEvent[] {
  if (header.position !== 'near' || !header.lossless || !header.api) return events;
  return events.filter((event) => event.kind !== 'arrived' || event.segment.checksum !== 'bad');
}
