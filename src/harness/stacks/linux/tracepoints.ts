/**
 * Lines of `trace_pipe` as what tracepoints of TCP tell, by the kernel's own names and in its own units.
 * Which fields a kernel has, and what its words stand for, its format files say.
 */
import type { Endpoint, Nanos, SnapshotSource } from '../../../trace/trace.ts';

export type Tracepoint = Exclude<SnapshotSource, 'tcp-info'>;

/** What one event of a tracepoint tells of one connection. */
export interface Traced {
  readonly source: Tracepoint;
  /** CLOCK_MONOTONIC, rounded to a microsecond: the truth is half of one away at most. */
  readonly at: Nanos;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly fields: Readonly<Record<string, number>>;
}

/**
 * Where each stands, and the fields that we take.
 *
 * - `tcp_probe`: a segment has reached a connection in ESTABLISHED and has not been processed. `data_len` its
 *   octets; `snd_nxt`, `snd_una` 32 bits as on the wire; `snd_cwnd`, `ssthresh` in segments; `snd_wnd`,
 *   `rcv_wnd` in octets, scaled; `srtt` in microseconds, 0 before the first sample.
 * - `inet_sock_set_state`: the state changes now. Numbers are those of `enum` in net/tcp_states.h.
 * - `tcp_retransmit_skb`: a segment has just been sent again; `err` 0 where it left.
 * - `tcp_send_reset`: an RST is about to leave; `reason` is a `sk_rst_reason`, `state` 0 without a socket.
 */
export const TRACEPOINTS: Readonly<
  Record<Tracepoint, { readonly folder: string; readonly fields: readonly string[] }>
> = {
  tcp_probe: {
    folder: 'tcp',
    fields: ['data_len', 'snd_nxt', 'snd_una', 'snd_cwnd', 'ssthresh', 'snd_wnd', 'srtt', 'rcv_wnd'],
  },
  inet_sock_set_state: { folder: 'sock', fields: ['oldstate', 'newstate'] },
  tcp_retransmit_skb: { folder: 'tcp', fields: ['state', 'err'] },
  tcp_send_reset: { folder: 'tcp', fields: ['state', 'reason'] },
};
export const TRACEPOINT_NAMES = Object.keys(TRACEPOINTS) as readonly Tracepoint[];

/** The numbers behind the words of a `print fmt`: `{ 1, "TCP_ESTABLISHED" }`. */
export function wordsOf(format: string): ReadonlyMap<string, number> {
  const pairs = format.matchAll(/\{\s*(-?\d+),\s*"([^"]+)"\s*\}/g);
  return new Map([...pairs].map(([, value, word]) => [word ?? '', Number(value)]));
}

/** Fields that we take and that a format file does not print. */
export function missingFields(tracepoint: Tracepoint, format: string): readonly string[] {
  const printed = /^print fmt:(.*)$/m.exec(format)?.[1] ?? '';
  return TRACEPOINTS[tracepoint].fields.filter((field) => !new RegExp(`[" ]${field}=%`).test(printed));
}

/** One line, told apart: whose it is, when, and what stands behind the name. */
export interface TraceLine {
  readonly pid: number;
  /** Whether the code ran for the process itself, not for an interrupt that came upon it. */
  readonly own: boolean;
  readonly at: Nanos;
  readonly name: string;
  readonly text: string;
}

const LINE = /^\s*.*-(\d+)\s+\[\d+\]\s+(\S{5})\S*\s+(\d+)\.(\d{6}): (\w+): (.*)$/;
/** Of the five marks before the time the third says whether an interrupt, hard or soft, was served. */
const CONTEXT = 2;

/** Undefined for what is no event: remarks of the ring buffer. */
export function parseTraceLine(line: string): TraceLine | undefined {
  const parts = LINE.exec(line);
  if (parts === null) return undefined;
  const [, pid, marks, seconds, micros, name, text] = parts;
  return {
    pid: Number(pid),
    own: marks?.[CONTEXT] === '.',
    at: Number(seconds) * 1e9 + Number(micros) * 1e3,
    name: name ?? '',
    text: text ?? '',
  };
}

/** `192.0.2.1:80`, `[2001:db8::1]:80`. */
function endpoint(text: string): Endpoint {
  const colon = text.lastIndexOf(':');
  const address = text.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  return { address, port: Number(text.slice(colon + 1)) };
}

function endsOf(values: ReadonlyMap<string, string>): readonly [Endpoint, Endpoint] {
  const src = values.get('src');
  if (src !== undefined) return [endpoint(src), endpoint(values.get('dest') ?? '')];
  const v6 = values.get('family') === 'AF_INET6' ? 'v6' : '';
  const end = (side: 's' | 'd'): Endpoint => ({
    address: values.get(`${side}addr${v6}`) ?? '',
    port: Number(values.get(`${side}port`)),
  });
  return [end('s'), end('d')];
}

/** `skaddr`, where the line has one: the socket by a number that only tells sockets apart. */
export const socketIn = (text: string): string | undefined => / skaddr=(\S+)/.exec(` ${text}`)?.[1];

/** What a line of a tracepoint tells; undefined where a value is neither a number nor a known word. */
export function tracedOf(
  { name, at, text }: TraceLine,
  words: ReadonlyMap<string, number>,
): Traced | undefined {
  const source = TRACEPOINT_NAMES.find((known) => known === name);
  if (source === undefined) return undefined;
  const values = new Map(
    text.split(' ').map((part) => {
      const equals = part.indexOf('=');
      return [part.slice(0, equals), part.slice(equals + 1)] as const;
    }),
  );
  const [local, remote] = endsOf(values);
  const fields: Record<string, number> = { sport: local.port, dport: remote.port };
  for (const field of TRACEPOINTS[source].fields) {
    const value = values.get(field) ?? '';
    const number = /^(-?\d+|0x[0-9a-f]+)$/.test(value) ? Number(value) : words.get(value);
    if (number === undefined) return undefined;
    fields[field] = number;
  }
  return { source, at, local, remote, fields };
}
