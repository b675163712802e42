/**
 * Writes the text form of a trace (docs/guide/trace-format.md). What it writes reads back as the same trace.
 */
import { endpointText, flagsText, optionsText } from '../segment-text.ts';
import {
  ACK,
  type Endpoint,
  type Segment,
  type SegmentEvent,
  type Trace,
  type TraceEvent,
  type TraceHeader,
} from '../trace.ts';
import { durationText, FORMAT, numberText, octetsText, secondsText, textText, valueText } from './words.ts';

/** Connections of a trace in the order in which they appear, numbered from 1. */
class Connections {
  readonly #numbers = new Map<string, number>();

  /** The number of a segment's connection; new ones get the next. */
  of(event: SegmentEvent): number {
    const { source, destination } = event.segment;
    const [stack, peer]: [Endpoint, Endpoint] =
      event.kind === 'sent' ? [source, destination] : [destination, source];
    const key = `${endpointText(stack)} ${endpointText(peer)}`;
    const number = this.#numbers.get(key) ?? this.#numbers.size + 1;
    this.#numbers.set(key, number);
    return number;
  }

  lines(): string[] {
    return [...this.#numbers.keys()].map((key) => `connection ${key}`);
  }
}

/** The text of a trace, every header line of it; ends with a line end. */
export function writeText(trace: Trace): string {
  const connections = new Connections();
  let frame = 0;
  const events = trace.events.map((event) => {
    const line = eventLine(event, event.frame === frame + 1, connections);
    frame = event.frame;
    return line;
  });
  const lines = [...headerLines(trace.header), ...connections.lines(), '', ...events];
  return `${lines.join('\n')}\n`;
}

function headerLines(header: TraceHeader): string[] {
  const { lag } = header;
  return [
    `tcpassay ${FORMAT}`,
    `stack ${valueText(header.stack)} ${valueText(header.version)}`,
    `scenario ${valueText(header.scenario)}`,
    `seed ${numberText(header.seed)}`,
    `profile ${valueText(header.profile)}`,
    `clock ${header.clock}`,
    `recorder ${header.position}${header.lossless ? ' lossless' : ''}${header.api ? ' api' : ''}`,
    `lag in ${durationText(lag.in)} out ${durationText(lag.out)} error ${durationText(lag.error)}`,
    `started ${valueText(header.started)}`,
    `tool ${valueText(header.tool)}`,
    ...Object.entries(header.settings).map(
      ([name, value]) => `setting ${valueText(name)} ${valueText(value)}`,
    ),
  ];
}

function eventLine(event: TraceEvent, nextFrame: boolean, connections: Connections): string {
  const frame = nextFrame ? '' : `#${event.frame} `;
  const time =
    event.t0 === event.t1 ? secondsText(event.t0) : `${secondsText(event.t0)}~${secondsText(event.t1)}`;
  if (isSegment(event)) {
    const number = connections.of(event);
    const prefix = number === 1 ? '' : `[${number}] `;
    return `${frame}${prefix}${time} ${event.kind === 'sent' ? '>' : '<'} ${wholeSegmentText(event.segment)}`;
  }
  return `${frame}${time} ${happeningText(event)}`;
}

const isSegment = (event: TraceEvent): event is SegmentEvent =>
  event.kind === 'sent' || event.kind === 'arrived';

function happeningText(event: Exclude<TraceEvent, SegmentEvent>): string {
  switch (event.kind) {
    case 'call': {
      const socket = event.socket === -1 ? [] : [numberText(event.socket)];
      return `call ${event.call} ${event.name}(${[...socket, ...entryTexts(event.args)].join(', ')})`;
    }
    case 'return': {
      const error = event.error === undefined ? '' : ` ${textText(event.error)}`;
      const result = event.result === undefined ? '' : ` ${braces(event.result)}`;
      return `return ${event.call} = ${numberText(event.value)}${error}${result}`;
    }
    case 'snapshot': {
      const withheld = event.withheld ? ' withheld' : '';
      return `snapshot ${event.source} ${numberText(event.socket)}${withheld} ${braces(event.fields)}`;
    }
    case 'gap':
      return `gap ${event.lost}`;
    case 'end':
      return 'end';
    default:
      throw new Error(`unreachable: ${String(event satisfies never)}`);
  }
}

const entryTexts = (entries: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(entries).map(
    ([key, value]) => `${textText(key)}=${typeof value === 'number' ? numberText(value) : textText(value)}`,
  );

const braces = (entries: Readonly<Record<string, string | number>>): string => {
  const texts = entryTexts(entries);
  return texts.length === 0 ? '{ }' : `{ ${texts.join(', ')} }`;
};

/** Every field of a segment that is not its default, octets too. */
function wholeSegmentText(segment: Segment): string {
  const { seq, length, flags, ack, up, options, payload } = segment;
  const parts = [flagsText(flags), `${seq}:${(seq + length) % 0x100000000}(${length})`];
  if (flags & ACK || ack !== 0) parts.push(`ack ${ack}`);
  parts.push(`win ${segment.wnd}`);
  if (up !== 0) parts.push(`urg ${up}`);
  if (options.length > 0) parts.push(optionsText(options));
  if (segment.ttl !== 64) parts.push(`ttl ${segment.ttl}`);
  if (segment.tos !== 0) parts.push(`tos ${segment.tos}`);
  if ((segment.ipId ?? 0) !== 0) parts.push(`id ${segment.ipId}`);
  if (segment.reserved !== 0) parts.push(`reserved ${segment.reserved}`);
  if (segment.checksum !== 'good') parts.push(`checksum ${segment.checksum}`);
  if (payload && length > 0) parts.push(`data ${octetsText(payload)}`);
  return parts.join(' ');
}
