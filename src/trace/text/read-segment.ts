/** Segments of a text trace. */
import { datagramLength } from '../capture/datagram.ts';
import { optionsFault } from '../capture/tcp-options.ts';
import { FLAG_LETTERS } from '../segment-text.ts';
import { ACK, type Segment, type TcpOption } from '../trace.ts';
import * as syntax from './generated/TraceParser.ts';
import type { LineProblems } from './line-problems.ts';
import type { Connection } from './read-header.ts';
import { fieldOf, octetsAt } from './read-values.ts';

const LONG = 0xffffffff;
const WORD = 0xffff;
const NOTHING = new Uint8Array(0);
/** Fields that have a value where none is written. */
const DEFAULTS = { wnd: 65535, ttl: 64, tos: 0, id: 0, reserved: 0 };

/** What stands behind the options, in any order. */
interface Suffixes {
  ttl: number;
  tos: number;
  id: number;
  reserved: number;
  checksum: Segment['checksum'];
  payload: Uint8Array | undefined;
}

/** The segment of a line. With problems it is of no use. */
export function readSegment(
  line: syntax.SegmentContext,
  { stack, peer }: Connection,
  problems: LineProblems,
): Segment {
  const length = readLength(line.seq(), problems);
  const flags = readFlags(line.flags(), problems);
  if (flags & ACK && !line._ack)
    problems.add(
      'TRACE-007',
      'an ACK without its number',
      line.flags(),
      'write ack N behind the sequence numbers',
    );
  const suffixes = readSuffixes(line.suffix(), length, problems);
  const v6 = stack.address.includes(':');
  const segment: Segment = {
    ...(line._dir?.text === '<'
      ? { source: peer, destination: stack }
      : { source: stack, destination: peer }),
    seq: fieldOf(line.seq()._from_, LONG, 'sequence number', problems),
    ack: fieldOf(line._ack, LONG, 'ack', problems),
    flags,
    wnd: line._win ? fieldOf(line._win, WORD, 'win', problems) : DEFAULTS.wnd,
    up: fieldOf(line._urg, WORD, 'urg', problems),
    reserved: suffixes.reserved,
    options: readOptions(line.options(), problems),
    length,
    ...(suffixes.payload ? { payload: suffixes.payload } : {}),
    checksum: suffixes.checksum,
    ttl: suffixes.ttl,
    tos: suffixes.tos,
    ...(v6 ? {} : { ipId: suffixes.id }),
  };
  if (v6 && suffixes.id !== 0) problems.add('TRACE-004', 'IPv6 has no id', line);
  if (datagramLength(segment) - (v6 ? 40 : 0) > WORD)
    problems.add('TRACE-004', 'too long for an IP datagram', line.seq());
  return segment;
}

function readLength(seq: syntax.SeqContext, problems: LineProblems): number {
  const from = fieldOf(seq._from_, LONG, 'sequence number', problems);
  const to = fieldOf(seq._to, LONG, 'sequence number', problems);
  const length = fieldOf(seq._length, WORD, 'length', problems);
  const end = (from + length) % (LONG + 1);
  if (!problems.failed && end !== to) {
    problems.add(
      'TRACE-005',
      `${from} and ${length} octets end at ${end}, not at ${to}`,
      seq._to,
      'SYN and FIN are not counted here',
    );
  }
  return length;
}

function readFlags(flags: syntax.FlagsContext, problems: LineProblems): number {
  const text = flags.getText();
  if (text === '-') return 0;
  let bits = 0;
  for (const letter of text) {
    const bit = FLAG_LETTERS.find(([l]) => l === letter)?.[1] ?? 0;
    if (bit === 0)
      problems.add(
        'TRACE-006',
        `${letter} is no control bit`,
        flags,
        'they are F S R P . U E W A, or - for none',
      );
    else if (bits & bit) problems.add('TRACE-006', `${letter} stands here twice`, flags);
    bits |= bit;
    if (problems.failed) break;
  }
  return bits;
}

function readSuffixes(
  list: readonly syntax.SuffixContext[],
  length: number,
  problems: LineProblems,
): Suffixes {
  const into: Suffixes = { ...DEFAULTS, checksum: 'good', payload: length === 0 ? NOTHING : undefined };
  const seen = new Set<string>();
  for (const suffix of list) {
    const name = suffix.start?.text ?? '';
    if (seen.has(name)) problems.add('TRACE-010', `${name} stands here twice`, suffix);
    seen.add(name);
    if (suffix instanceof syntax.FieldSuffixContext) readField(suffix, into, problems);
    else if (suffix instanceof syntax.ChecksumSuffixContext) {
      const kind = suffix._kind?.text;
      into.checksum = kind === 'bad' || kind === 'unknown' ? kind : 'good';
    } else if (suffix instanceof syntax.DataSuffixContext) {
      const payload = octetsAt(suffix._content, problems);
      if (payload.length !== length) {
        problems.add('TRACE-005', `${payload.length} octets of data, the length is ${length}`, suffix);
      }
      into.payload = payload;
    }
  }
  return into;
}

function readField(suffix: syntax.FieldSuffixContext, into: Suffixes, problems: LineProblems): void {
  const name = suffix._name?.text;
  if (name === 'ttl' || name === 'tos') into[name] = fieldOf(suffix._content, 255, name, problems);
  else if (name === 'id') into.id = fieldOf(suffix._content, WORD, name, problems);
  else if (name === 'reserved') into.reserved = fieldOf(suffix._content, 7, name, problems);
}

function readOptions(context: syntax.OptionsContext | null, problems: LineProblems): TcpOption[] {
  const options = (context?.option() ?? []).map((o) => readOption(o, problems));
  const fault = problems.failed ? undefined : optionsFault(options);
  if (fault !== undefined)
    problems.add('TRACE-009', fault, context, 'fill up with nop, or close the list with eol');
  return options;
}

function readOption(o: syntax.OptionContext, problems: LineProblems): TcpOption {
  const field = (token: Parameters<typeof fieldOf>[0], most: number, what: string): number =>
    fieldOf(token, most, what, problems);
  if (o instanceof syntax.NopContext) return { kind: 1, data: NOTHING };
  if (o instanceof syntax.EolContext) return { kind: 0, data: NOTHING };
  if (o instanceof syntax.SackOkContext) return { kind: 4, data: NOTHING };
  if (o instanceof syntax.MssContext) {
    const mss = field(o.INT().symbol, WORD, 'mss');
    return { kind: 2, data: Uint8Array.of(mss >> 8, mss & 255) };
  }
  if (o instanceof syntax.WscaleContext)
    return { kind: 3, data: Uint8Array.of(field(o.INT().symbol, 255, 'wscale')) };
  if (o instanceof syntax.TimestampsContext)
    return { kind: 8, data: longs([field(o._val, LONG, 'val'), field(o._ecr, LONG, 'ecr')]) };
  if (o instanceof syntax.SackContext) {
    const edges = o.block().flatMap((b) => [field(b._left, LONG, 'sack'), field(b._right, LONG, 'sack')]);
    return { kind: 5, data: longs(edges) };
  }
  if (o instanceof syntax.OtherOptionContext) return readOther(o, problems);
  throw new Error('unreachable: the grammar has no other option');
}

function readOther(o: syntax.OtherOptionContext, problems: LineProblems): TcpOption {
  const kind = fieldOf(o._kind, 255, 'kind', problems);
  const data = o.HEX() ? octetsAt(o.HEX()?.symbol, problems) : NOTHING;
  if (o._none) {
    if (data.length > 0)
      problems.add('TRACE-009', 'len none is for the last octet of a header, nothing can follow it', o);
    return { kind, data, wrongLength: -1 };
  }
  if (kind === 1 && data.length > 0) problems.add('TRACE-009', 'a nop has no data', o);
  if (!o._wrong) return { kind, data };
  const wrongLength = fieldOf(o._wrong, 255, 'len', problems);
  if (kind < 2) problems.add('TRACE-009', `kind ${kind} has no length octet`, o);
  else if (wrongLength >= 2 && wrongLength <= data.length + 2) {
    problems.add(
      'TRACE-009',
      `len ${wrongLength} fits, it needs no len`,
      o._wrong,
      'len is for a length octet that is wrong',
    );
  }
  return { kind, data, wrongLength };
}

function longs(numbers: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(numbers.length * 4));
  numbers.forEach((n, i) => view.setUint32(i * 4, n));
  return new Uint8Array(view.buffer);
}
