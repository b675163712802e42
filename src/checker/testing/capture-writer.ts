/** Captures for tests: packets of two ends, a millisecond apart, as a file; and what is made of it. */
import { currentPractice } from '../../spec/profile.ts';
import { SPEC } from '../../spec/rules/index.ts';
import { sumWords } from '../../trace/capture/checksum.ts';
import { datagramLength, encodeDatagram } from '../../trace/capture/datagram.ts';
import { OUTCOME } from '../../trace/capture/decode/outcome.ts';
import { PacketDecoder } from '../../trace/capture/decode/packet-decoder.ts';
import { pseudoHeaderSum } from '../../trace/capture/ip.ts';
import { type PcapPacket, writePcap } from '../../trace/capture/pcap-write.ts';
import { CaptureReader } from '../../trace/capture/reader.ts';
import { CaptureRecord } from '../../trace/capture/record.ts';
import { type Endpoint, type Segment, SYN, type TcpOption, type Trace } from '../../trace/trace.ts';
import { newWire, type Wire } from '../../trace/wire.ts';
import { CaptureCheck, type CaptureOptions, CellStore } from '../capture/capture-check.ts';
import { type Conditions, type EndEvidence, evidenceOf } from '../survey/evidence.ts';
import { Survey } from '../survey/survey.ts';
import { rowAt } from '../survey/table.ts';
import type { TraceVerdict } from '../verdict.ts';

export const A: Endpoint = { address: '192.0.2.1', port: 40000 };
export const B: Endpoint = { address: '192.0.2.9', port: 80 };
export const A6: Endpoint = { address: '2001:db8::1', port: 40000 };
export const B6: Endpoint = { address: '2001:db8::9', port: 80 };

const OTHER: Endpoint = { address: '198.51.100.1', port: 40000 };

const ETHERNET = 1;
const START = 1_700_000_000_000_000_000n;
const MS = 1e6;

export interface More {
  readonly ack?: number;
  readonly text?: number;
  readonly wnd?: number;
  readonly options?: readonly TcpOption[];
  /** Nanoseconds after the packet before; by default a millisecond. */
  readonly after?: number;
  readonly ttl?: number;
  /** IPv4 identification; by default each packet has its own. */
  readonly id?: number;
  readonly checksum?: 'good' | 'bad' | 'partial';
  readonly vlan?: number;
  /** Octets of the frame that were kept. */
  readonly kept?: number;
  readonly between?: readonly [from: Endpoint, to: Endpoint];
  /** The first fragment of a datagram. */
  readonly fragment?: boolean;
}

/** The datagram with the pseudo-header's sum where its checksum stands, as transmit offload leaves it. */
export function leftForTheAdapter(datagram: Uint8Array): Uint8Array {
  const six = (datagram[0] ?? 0) >> 4 === 6;
  const tcp = six ? 40 : 20;
  const sum = pseudoHeaderSum(datagram, six ? 8 : 12, six ? 6 : 4, datagram.length - tcp);
  const folded = (sum & 0xffff) + Math.floor(sum / 0x10000);
  datagram[tcp + 16] = (folded >> 8) & 255;
  datagram[tcp + 17] = folded & 255;
  return datagram;
}

/** Puts a datagram into an Ethernet frame, tagged where `vlan` says so. */
export function inEthernet(datagram: Uint8Array, vlan?: number): Uint8Array {
  const type = (datagram[0] ?? 0) >> 4 === 6 ? [0x86, 0xdd] : [0x08, 0x00];
  const tag = vlan === undefined ? [] : [0x81, 0x00, vlan >> 8, vlan & 255];
  return Uint8Array.of(2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 1, ...tag, ...type, ...datagram);
}

/** A capture being written. `a` and `b` add a packet of either end. */
export class CaptureWriter {
  readonly packets: PcapPacket[] = [];
  private now = 0;
  private id = 1;

  a = (flags: number, seq: number, more: More = {}): this => this.add([A, B], flags, seq, more);
  b = (flags: number, seq: number, more: More = {}): this => this.add([B, A], flags, seq, more);

  /** The last packet once more, `after` nanoseconds later. */
  again(after: number): this {
    const last = this.packets.at(-1);
    if (!last) throw new Error('nothing was written yet');
    this.now += after;
    this.packets.push({ ...last, time: START + BigInt(this.now) });
    return this;
  }

  private add(ends: readonly [Endpoint, Endpoint], flags: number, seq: number, more: More): this {
    const [source, destination] = more.between ?? ends;
    const length = more.text ?? 0;
    const partial = more.checksum === 'partial';
    const segment: Segment = {
      source,
      destination,
      seq: seq >>> 0,
      ack: (more.ack ?? 0) >>> 0,
      flags,
      wnd: more.wnd ?? 65535,
      up: 0,
      reserved: 0,
      options: more.options ?? [],
      length,
      payload: new Uint8Array(length),
      checksum: more.checksum === 'bad' ? 'bad' : 'good',
      ttl: more.ttl ?? 64,
      tos: 0,
      ipId: more.id ?? this.id++,
    };
    this.now += more.after ?? MS;
    const datagram = encodeDatagram(segment);
    if (partial) leftForTheAdapter(datagram);
    if (more.fragment) asFirstFragment(datagram);
    const frame = inEthernet(datagram, more.vlan);
    this.packets.push({
      time: START + BigInt(this.now),
      bytes: frame.subarray(0, more.kept ?? frame.length),
      original: frame.length,
    });
    return this;
  }

  file = (): Uint8Array => writePcap(ETHERNET, this.packets);
  survey = (): Survey => surveyOf(this.file());
  /** The evidence of the end that stands first or second in the first flow's key: here A, then B. */
  evidence(side: 0 | 1, conditions: Partial<Conditions> = {}): EndEvidence {
    return evidenceOf(this.survey().table, rowAt(0), side, { ...CONDITIONS, ...conditions });
  }
  check = (options: Partial<CaptureOptions> = {}): TraceVerdict => checkOf(this.file(), options);
}

export const CONDITIONS: Conditions = {
  recorder: 'inferred',
  drops: false,
  resolution: 1,
  nearWithin: 0.5 * MS,
};

function asFirstFragment(datagram: Uint8Array): void {
  datagram[6] = 0x20;
  datagram[10] = 0;
  datagram[11] = 0;
  let sum = sumWords(datagram, 0, 20);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  datagram[10] = (~sum >> 8) & 255;
  datagram[11] = ~sum & 255;
}

/** Every TCP segment of a file, in order. */
export function eachSegment(
  file: Uint8Array,
  checksums: 'none' | 'full',
  take: (bytes: Uint8Array, wire: Wire, frame: number, time: number) => void,
): void {
  const reader = new CaptureReader('test.pcap');
  const decoder = new PacketDecoder({ checksums });
  const record = new CaptureRecord();
  const wire = newWire();
  reader.feed(file);
  while (reader.next(record)) {
    const outcome = decoder.decode(record, wire);
    if (outcome !== OUTCOME.TCP) throw new Error(`packet ${record.frame} is no segment: outcome ${outcome}`);
    take(record.bytes, wire, record.frame, record.time);
  }
  reader.finish();
  if (reader.problems.length > 0) throw new Error(reader.problems.map((p) => p.message).join('; '));
}

export function surveyOf(file: Uint8Array): Survey {
  const survey = new Survey();
  eachSegment(file, 'full', (bytes, wire, frame, time) => survey.take(bytes, wire, frame, time));
  survey.finish();
  return survey;
}

let usual: CellStore | undefined;

/** All passes over a file, by the current practice unless told otherwise. */
export function checkOf(file: Uint8Array, options: Partial<CaptureOptions> = {}): TraceVerdict {
  const whole: CaptureOptions = {
    profile: currentPractice,
    recorder: 'inferred',
    lag: { in: 5 * MS, out: 5 * MS, error: MS },
    ...options,
  };
  const own = whole.spec !== undefined || whole.profile !== currentPractice;
  const store = own ? undefined : (usual ??= new CellStore(SPEC, currentPractice));
  const check = new CaptureCheck(whole, store);
  eachSegment(file, 'full', (bytes, wire, frame, time) => check.survey.take(bytes, wire, frame, time));
  check.surveyed({ drops: false, resolution: 1, started: '' });
  eachSegment(file, 'none', (bytes, wire, frame, time) => check.judge(bytes, wire, frame, time));
  if (check.judged()) {
    eachSegment(file, 'none', (bytes, wire, frame, time) => check.explain(bytes, wire, frame, time));
    check.explained();
  }
  return check.verdict('test.pcap', '', []);
}

/**
 * The segments of a trace as a capture; what the stack sent has a checksum that its adapter fills in. That
 * the recording goes on until the trace's end, a packet between two others shows.
 */
export function captureOf(trace: Trace): Uint8Array {
  const packets: PcapPacket[] = [];
  const { t1 } = trace.events.at(-1) ?? { t1: 0 };
  const strangers: More = { between: [OTHER, B], after: t1 };
  for (const event of trace.events) {
    if (event.kind !== 'sent' && event.kind !== 'arrived') continue;
    const datagram = encodeDatagram(event.segment);
    const whole = event.segment.payload !== undefined || event.segment.length === 0;
    const bytes = inEthernet(event.kind === 'sent' && whole ? leftForTheAdapter(datagram) : datagram);
    const original = bytes.length - datagram.length + datagramLength(event.segment);
    packets.push({ time: START + BigInt(event.t1), bytes, original });
  }
  return writePcap(ETHERNET, [...packets, ...new CaptureWriter().a(SYN, 1, strangers).packets]);
}
