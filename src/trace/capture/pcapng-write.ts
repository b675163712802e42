/**
 * Writes a trace as pcapng: segments as packets, everything else in custom blocks and options
 * (docs/guide/trace-format.md). One block an event, so that record numbers are Wireshark's frame numbers.
 */
import type { SegmentEvent, Trace, TraceEvent, TraceHeader } from '../trace.ts';
import { datagramLength, decodeDatagram, encodeDatagram } from './datagram.ts';
import * as format from './pcapng-format.ts';
import { type SegmentNote, startOf } from './record-schema.ts';

/** Octets that an option can hold, a multiple of four; our own text stands behind the enterprise number. */
const MOST_OPTION = 65_532;
const MOST_TEXT = MOST_OPTION - 4;

interface Option {
  readonly code: number;
  readonly value: Uint8Array;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * The whole file. Throws a RangeError where a segment is none that a datagram can carry, see
 * `encodeDatagram`.
 */
export function writePcapng(trace: Trace): Uint8Array {
  const start = startOf(trace.header.started);
  const blocks = [sectionHeader(trace.header), interfaceDescription()];
  for (const [i, event] of trace.events.entries()) {
    const segment = event.kind === 'sent' || event.kind === 'arrived';
    blocks.push(segment ? packetBlock(event, i + 1, start) : customBlock(event, i + 1));
  }
  return concatenate(blocks);
}

function sectionHeader(header: TraceHeader): Uint8Array {
  const fixed = new Uint8Array(16);
  const view = new DataView(fixed.buffer);
  view.setUint32(0, format.BYTE_ORDER_MAGIC, true);
  view.setUint16(4, 1, true);
  // How long the section is nobody needs to know: −1.
  view.setBigInt64(8, -1n, true);
  const lag = Object.fromEntries(
    Object.entries(header.lag).map(([k, v]) => [k, Number.isFinite(v) ? v : 'unbounded']),
  );
  const text = utf8(JSON.stringify({ tcpassay: format.CONTAINER_VERSION, ...header, lag }));
  const options: Option[] = [
    { code: format.OPTION_HARDWARE, value: utf8(`${header.stack} ${header.version}`).subarray(0, 255) },
    { code: format.OPTION_APPLICATION, value: utf8(`tcpassay ${header.tool}`).subarray(0, 255) },
  ];
  for (let at = 0; at < text.length; at += MOST_TEXT)
    options.push(customOption(text.subarray(at, at + MOST_TEXT)));
  return block(format.SECTION_HEADER, [fixed, optionList(options)]);
}

function interfaceDescription(): Uint8Array {
  const fixed = new Uint8Array(8);
  new DataView(fixed.buffer).setUint16(0, format.LINKTYPE_RAW, true);
  const options: Option[] = [
    { code: format.OPTION_INTERFACE_NAME, value: utf8('stack') },
    { code: format.OPTION_TIME_RESOLUTION, value: Uint8Array.of(9) },
  ];
  return block(format.INTERFACE_DESCRIPTION, [fixed, optionList(options)]);
}

/** What leaves the stack is stamped last, what reaches it first: so the stamp is when it was on the wire. */
function packetBlock(event: SegmentEvent, record: number, start: bigint): Uint8Array {
  const { segment, kind, t0, t1 } = event;
  const datagram = encodeDatagram(segment);
  const stamp = BigInt.asUintN(64, start + BigInt(kind === 'sent' ? t1 : t0));
  const fixed = new Uint8Array(20);
  const view = new DataView(fixed.buffer);
  view.setUint32(4, Number(stamp >> 32n), true);
  view.setUint32(8, Number(stamp & 0xffffffffn), true);
  view.setUint32(12, datagram.length, true);
  view.setUint32(16, datagramLength(segment), true);
  const flags = new Uint8Array(4);
  flags[0] = kind === 'sent' ? format.OUTBOUND : format.INBOUND;
  const options: Option[] = [{ code: format.OPTION_PACKET_FLAGS, value: flags }];
  const note = segmentNote(event, datagram, record);
  if (Object.keys(note).length > 0) options.push(customOption(utf8(JSON.stringify(note))));
  return block(format.ENHANCED_PACKET, [fixed, datagram, padding(datagram.length), optionList(options)]);
}

function segmentNote(event: SegmentEvent, datagram: Uint8Array, record: number): SegmentNote {
  const read = decodeDatagram(datagram);
  const { frame, t0, t1, segment } = event;
  return {
    ...(frame === record ? {} : { frame }),
    ...(t0 === t1 ? {} : event.kind === 'sent' ? { t0 } : { t1 }),
    ...(typeof read !== 'string' && read.checksum === segment.checksum ? {} : { checksum: segment.checksum }),
  };
}

function customBlock(event: TraceEvent, record: number): Uint8Array {
  const { frame, ...rest } = event;
  const text = utf8(JSON.stringify(frame === record ? rest : { ...rest, frame }));
  // The block does not say where its content ends; JSON does not mind the blanks.
  return block(format.CUSTOM, [enterprise(), text, padding(text.length).fill(0x20)]);
}

function enterprise(): Uint8Array {
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setUint32(0, format.ENTERPRISE, true);
  return octets;
}

const customOption = (text: Uint8Array): Option => ({
  code: format.OPTION_CUSTOM_TEXT,
  value: concatenate([enterprise(), text]),
});

const padding = (length: number): Uint8Array => new Uint8Array(format.padded(length) - length);

function optionList(options: readonly Option[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { code, value } of [...options, { code: format.OPTION_END, value: new Uint8Array(0) }]) {
    const head = new Uint8Array(4);
    const view = new DataView(head.buffer);
    view.setUint16(0, code, true);
    view.setUint16(2, value.length, true);
    parts.push(head, value, padding(value.length));
  }
  return concatenate(parts);
}

/** A block whose parts are padded already. */
function block(type: number, parts: readonly Uint8Array[]): Uint8Array {
  const body = concatenate(parts);
  const out = new Uint8Array(body.length + 12);
  const view = new DataView(out.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, out.length, true);
  out.set(body, 8);
  view.setUint32(out.length - 4, out.length, true);
  return out;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
