/** Reads a trace out of pcapng that `writePcapng` has made (docs/guide/trace-format.md). */
import { OrderCheck } from '../order.ts';
import type { Problem, ReadResult, SegmentEvent, Trace, TraceEvent, TraceHeader } from '../trace.ts';
import { decodeDatagram } from './datagram.ts';
import { type Block, blocksOf, optionsOf } from './pcapng-blocks.ts';
import * as format from './pcapng-format.ts';
import {
  eventSchema,
  headerSchema,
  parseRecord,
  type SegmentNote,
  segmentNoteSchema,
  startOf,
} from './record-schema.ts';

/** More problems than these are not worth reading; the last one says so. */
const MOST_PROBLEMS = 1000;
const NANOSECONDS = 9;

/** A section that is being read: one trace. */
interface Section {
  readonly header: TraceHeader;
  readonly start: bigint;
  readonly events: TraceEvent[];
  readonly order: OrderCheck;
  /** Whether each interface is one of ours: raw IP, stamped in nanoseconds. */
  readonly interfaces: boolean[];
}

class PcapngReader {
  readonly traces: Trace[] = [];
  readonly problems: Problem[] = [];
  readonly #file: string;
  #section: Section | undefined;
  /** Records of the file so far, counted as Wireshark does. */
  #records = 0;

  constructor(file: string) {
    this.#file = file;
  }

  problem(code: string, message: string, offset: number, hint?: string): void {
    const at = { file: this.#file, offset };
    const count = this.problems.length;
    if (count === MOST_PROBLEMS) {
      this.problems.push({
        code: 'CAPTURE-008',
        message: `more than ${MOST_PROBLEMS} problems, the rest is not listed`,
        at,
      });
    } else if (count < MOST_PROBLEMS)
      this.problems.push({ code, message, at, ...(hint === undefined ? {} : { hint }) });
  }

  read(block: Block): void {
    switch (block.type) {
      case format.SECTION_HEADER:
        this.#begin(block);
        break;
      case format.INTERFACE_DESCRIPTION:
        this.#interface(block);
        break;
      case format.ENHANCED_PACKET:
        this.#records++;
        this.#packet(block);
        break;
      case format.PACKET:
      case format.SIMPLE_PACKET:
        this.#records++;
        this.problem(
          'CAPTURE-006',
          `record ${this.#records} is a packet of a kind that tcpassay does not write`,
          block.offset,
        );
        break;
      case format.CUSTOM:
      case format.CUSTOM_NO_COPY:
        this.#records++;
        this.#custom(block);
        break;
      default:
        // Name resolution, statistics and the like: other tools add them when they save a file again.
        break;
    }
  }

  #begin(block: Block): void {
    const record = parseRecord(optionsOf(block, block.from + 16).ours, headerSchema);
    this.#section = undefined;
    if (!record) {
      const hint = 'captures of other tools come later';
      this.problem(
        'CAPTURE-003',
        'this pcapng was not written by tcpassay, it has no header of a trace',
        block.offset,
        hint,
      );
      return;
    }
    const { tcpassay: _version, lag, ...rest } = record;
    const nanos = (d: number | 'unbounded'): number => (d === 'unbounded' ? Number.POSITIVE_INFINITY : d);
    const header = { ...rest, lag: { in: nanos(lag.in), out: nanos(lag.out), error: nanos(lag.error) } };
    const events: TraceEvent[] = [];
    this.traces.push({ header, events });
    this.#section = {
      header,
      start: startOf(header.started),
      events,
      order: new OrderCheck(),
      interfaces: [],
    };
  }

  #interface(block: Block): void {
    if (block.to - block.from < 8)
      return this.problem('CAPTURE-002', 'a short interface description', block.offset);
    const linktype = block.view.getUint16(block.from, block.littleEndian);
    const resolution = optionsOf(block, block.from + 8).plain.get(format.OPTION_TIME_RESOLUTION)?.[0];
    this.#section?.interfaces.push(linktype === format.LINKTYPE_RAW && resolution === NANOSECONDS);
  }

  #packet(block: Block): void {
    const section = this.#section;
    if (!section) return;
    const { view, littleEndian, from, to, offset } = block;
    if (to - from < 20) return this.problem('CAPTURE-002', 'a short packet block', offset);
    if (!section.interfaces[view.getUint32(from, littleEndian)]) {
      return this.problem(
        'CAPTURE-006',
        'a packet of an interface that is not raw IP in nanoseconds',
        offset,
      );
    }
    const captured = view.getUint32(from + 12, littleEndian);
    if (captured > to - from - 20)
      return this.problem('CAPTURE-002', `a packet of ${captured} octets in a smaller block`, offset);
    const segment = decodeDatagram(new Uint8Array(view.buffer, view.byteOffset + from + 20, captured));
    if (typeof segment === 'string') {
      return this.problem(
        'CAPTURE-005',
        `record ${this.#records} holds no TCP segment: ${segment}`,
        offset + 28,
      );
    }
    const stamp =
      BigInt(view.getUint32(from + 4, littleEndian)) * 0x100000000n +
      BigInt(view.getUint32(from + 8, littleEndian));
    const t = Number(BigInt.asIntN(64, stamp - section.start));
    const options = optionsOf(block, from + 20 + format.padded(captured));
    const direction = (options.plain.get(format.OPTION_PACKET_FLAGS)?.[littleEndian ? 0 : 3] ?? 0) & 3;
    const note = options.ours === '' ? {} : parseRecord(options.ours, segmentNoteSchema);
    if (!note)
      return this.problem(
        'CAPTURE-004',
        `record ${this.#records} carries a note that is none of ours`,
        offset,
      );
    if (direction !== format.INBOUND && direction !== format.OUTBOUND) {
      return this.problem(
        'CAPTURE-006',
        `record ${this.#records} does not say whether it was sent or arrived`,
        offset,
      );
    }
    this.#add(
      {
        ...this.#place(direction, t, note),
        segment: { ...segment, checksum: note.checksum ?? segment.checksum },
      },
      offset,
    );
  }

  #place(direction: number, t: number, note: SegmentNote): Omit<SegmentEvent, 'segment'> {
    const kind = direction === format.OUTBOUND ? 'sent' : 'arrived';
    return { kind, frame: note.frame ?? this.#records, t0: note.t0 ?? t, t1: note.t1 ?? t };
  }

  #custom(block: Block): void {
    if (!this.#section) return;
    const { view, littleEndian, from, to, offset } = block;
    const ours = to - from >= 4 && view.getUint32(from, littleEndian) === format.ENTERPRISE;
    const octets = new Uint8Array(view.buffer, view.byteOffset + from + 4, Math.max(0, to - from - 4));
    const event = ours ? parseRecord(new TextDecoder().decode(octets), eventSchema) : undefined;
    if (event) this.#add({ ...event, frame: event.frame ?? this.#records }, offset);
    else
      this.problem('CAPTURE-004', `record ${this.#records} is a custom block that is none of ours`, offset);
  }

  #add(event: TraceEvent, offset: number): void {
    const fault =
      Number.isSafeInteger(event.t0) && Number.isSafeInteger(event.t1)
        ? this.#section?.order.fault(event)
        : { code: 'TRACE-004', message: `record ${event.frame} lies more than 104 days from the beginning` };
    if (fault) this.problem(fault.code, fault.message, offset);
    else this.#section?.events.push(event);
  }
}

/**
 * Reads a pcapng that tcpassay wrote; every section is a trace. A record with a problem is left out and the
 * rest is still read, so a result with problems must not be judged. Foreign captures are told as a problem.
 * Never throws.
 */
export function readPcapng(bytes: Uint8Array, file: string): ReadResult {
  const reader = new PcapngReader(file);
  const blocks = blocksOf(bytes);
  for (let next = blocks.next(); ; next = blocks.next()) {
    if (!next.done) reader.read(next.value);
    else {
      if (next.value) reader.problem(next.value.code, next.value.message, next.value.offset);
      break;
    }
  }
  return { traces: reader.traces, problems: reader.problems };
}

/** Whether the first octets of a pcapng file say that it is a trace of ours, or was one. */
export function isOurs(head: Uint8Array): boolean {
  const first = blocksOf(head).next();
  if (first.done || first.value.type !== format.SECTION_HEADER) return false;
  return optionsOf(first.value, first.value.from + 16).ours !== '';
}
