/**
 * Relative sequence numbers, as Wireshark shows them: counted from each side's SYN, or from the first
 * number seen plus one.
 */

import type { Segment, TcpOption, TraceEvent } from '../../trace/trace.ts';
import { ACK, SYN } from '../../trace/trace.ts';

export interface Bases {
  readonly stack: number;
  readonly peer: number;
}

/** The numbers that become 0, for the segments sent and for those that arrived. */
export function bases(events: readonly TraceEvent[]): Bases {
  let stack: number | undefined;
  let peer: number | undefined;
  for (const event of events) {
    if (event.kind !== 'sent' && event.kind !== 'arrived') continue;
    const { seq, ack, flags } = event.segment;
    const own = flags & SYN ? seq : seq - 1;
    const other = flags & ACK ? ack - 1 : undefined;
    if (event.kind === 'sent') {
      stack ??= own;
      peer ??= other;
    } else {
      peer ??= own;
      stack ??= other;
    }
  }
  return { stack: stack ?? 0, peer: peer ?? 0 };
}

const SACK = 5;

/** The same segment with its numbers counted from the bases; SACK blocks too. */
export function relative(segment: Segment, sent: boolean, base: Bases): Segment {
  const own = sent ? base.stack : base.peer;
  const other = sent ? base.peer : base.stack;
  return {
    ...segment,
    seq: (segment.seq - own) >>> 0,
    ack: segment.flags & ACK ? (segment.ack - other) >>> 0 : segment.ack,
    options: segment.options.map((option) => relativeSack(option, other)),
  };
}

function relativeSack(option: TcpOption, base: number): TcpOption {
  if (option.kind !== SACK || option.data.length % 4 !== 0) return option;
  const data = option.data.slice();
  const view = new DataView(data.buffer);
  for (let at = 0; at < data.length; at += 4) view.setUint32(at, (view.getUint32(at) - base) >>> 0);
  return { ...option, data };
}
