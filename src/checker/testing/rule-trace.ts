/**
 * Short traces for tests of rules: what differs from a normal connection, in packetdrill's notation.
 * Initial sequence numbers are 0 on both sides, so data begins at 1; times count from the end of the
 * prelude.
 *
 *     0     < . 1461:2921(1460) ack 1
 *     +.002 > . 1:1(0) ack 1
 *     +.5   close()
 *
 * `< > call return gap end` are those of docs/guide/trace-format.md. A call alone, `close()`, returns at
 * once; it is made on the connection's socket, `close(listener)` on the listening one. `recv(n)` gives n
 * octets to the user.
 */
import { readText } from '../../trace/text/read.ts';
import type { Trace } from '../../trace/trace.ts';

/** What has happened before the lines of a test. */
export interface Prelude {
  readonly lines: readonly string[];
  /** Whether the trace has the user's calls. */
  readonly api: boolean;
  /** When the lines of a test begin, in seconds. */
  readonly begins: number;
}

export interface Peer {
  /** The peer's window and MSS option; its scale, where it offers one. */
  readonly win?: number;
  readonly mss?: number;
  readonly wscale?: number;
  /** The window that the stack offers in its SYN. */
  readonly offers?: number;
  /** Seconds from a SYN to what answers it. */
  readonly rtt?: number;
  /** Whose SYNs have Timestamps; the peer's clock begins at 100, the stack's at 1000. */
  readonly stamps?: 'both' | 'peer' | 'own';
  /** False: the trace has no calls. */
  readonly api?: boolean;
}

const STACK = '192.0.2.1:80';
const PEER = '192.0.2.2:2000';
/** A recording goes on for so long after its last line, unless it says when it ends. */
const AFTER = 2;

const synOptions = ({ mss = 1460, wscale }: Peer, stamps = ''): string =>
  `<mss ${mss}${wscale === undefined ? '' : `,nop,wscale ${wscale}`}${stamps}>`;
const clock = (has: boolean, val: number, ecr: number): string =>
  has ? `,nop,nop,TS val ${val} ecr ${ecr}` : '';
const ofPeer = ({ stamps }: Peer, val: number, ecr: number): string =>
  clock(stamps === 'both' || stamps === 'peer', val, ecr);
const ofStack = ({ stamps }: Peer, val: number, ecr: number): string =>
  clock(stamps === 'both' || stamps === 'own', val, ecr);
/** What a segment after the handshake has. */
const agreed = ({ stamps }: Peer, val: number, ecr: number): string =>
  stamps === 'both' ? ` <nop,nop,TS val ${val} ecr ${ecr}>` : '';
const prelude = (of: Peer, calls: readonly string[], segments: readonly string[]): Prelude => ({
  api: of.api ?? true,
  lines: [...((of.api ?? true) ? calls : []), ...segments],
  begins: 0.5,
});
const LISTEN = [
  `0 call 1 bind(3, local=${STACK})`,
  '0 return 1 = 0',
  '0 call 2 listen(3, backlog=8)',
  '0 return 2 = 0',
];
const CONNECT = [
  `0 call 1 bind(4, local=${STACK})`,
  '0 return 1 = 0',
  `0.1 call 2 connect(4, remote=${PEER})`,
  '0.1 return 2 = -1 EINPROGRESS',
];
const accepted = (at: number): readonly string[] => [
  `${at} call 3 accept(3)`,
  `${at} return 3 = 4 { local=${STACK}, remote=${PEER} }`,
];
const ownOptions = (of: Peer, ecr: number): string =>
  synOptions({ ...of, mss: 1460 }, ofStack(of, 1000, ecr));
const syns = (of: Peer): readonly [string, string] => [
  `0.1 < S 0:0(0) win ${of.win ?? 65535} ${synOptions(of, ofPeer(of, 100, 0))}`,
  `0.1 > S. 0:0(0) ack 1 win ${of.offers ?? 65535} ${ownOptions(of, of.stamps === 'own' ? 0 : 100)}`,
];

/** No connection and no socket. */
export const closed = (of: Peer = {}): Prelude => prelude(of, [], []);
export const listening = (of: Peer = {}): Prelude => prelude(of, LISTEN, []);
/** A SYN has been answered with a SYN,ACK. */
export const synReceived = (of: Peer = {}): Prelude => prelude(of, LISTEN, syns(of));
/** A SYN has been sent; no options. */
export const synSent = (of: Peer = {}): Prelude =>
  prelude(of, CONNECT, [`0.1 > S 0:0(0) win ${of.offers ?? 65535} ${ownOptions(of, 0)}`]);
/** Both sides have sent SYN and nothing else; the stack's SYN,ACK is the next to come. */
export const established = (of: Peer = {}): Prelude => {
  const at = Number((0.1 + (of.rtt ?? 0.1)).toFixed(6));
  const before = prelude(of, LISTEN, syns(of));
  const ack = `${at} < . 1:1(0) ack 1 win ${of.win ?? 65535}${agreed(of, 200, 1000)}`;
  return { ...before, lines: [...before.lines, ack, ...(before.api ? accepted(at) : [])], begins: at + 0.3 };
};
/** The same, opened by the stack. */
export const connected = (of: Peer = {}): Prelude => {
  const before = synSent(of);
  const at = Number((0.1 + (of.rtt ?? 0.1)).toFixed(6));
  const answer = `${at} < S. 0:0(0) ack 1 win ${of.win ?? 65535} ${synOptions(of, ofPeer(of, 100, 1000))}`;
  const ack = `${at} > . 1:1(0) ack 1 win ${of.offers ?? 65535}${agreed(of, 1100, 100)}`;
  return { ...before, lines: [...before.lines, answer, ack], begins: at + 0.3 };
};

const CALL = /^(\S+)\s+(close|abort|shutdown|listen|connect)\((listener|read|write|both)?\)$/;

/** Turns a call alone into the two events that it stands for. */
function eventsOf(line: string, number: number): readonly string[] {
  const receives = /^(\S+)\s+recv\((\d+)\)$/.exec(line);
  if (receives)
    return [`${receives[1]} call ${number} recv(4, octets=65536)`, `+0 return ${number} = ${receives[2]}`];
  const match = CALL.exec(line);
  if (!match) return [line];
  const [, time = '', name = '', argument] = match;
  const more =
    name === 'shutdown' ? `, how=${argument ?? 'write'}` : name === 'connect' ? `, remote=${PEER}` : '';
  const socket = argument === 'listener' || name === 'listen' ? 3 : 4;
  return [`${time} call ${number} ${name}(${socket}${more})`, `+0 return ${number} = 0`];
}

const rebased = (line: string, by: number): string =>
  line.replace(/^(\d*\.?\d+)(?:~(\d*\.?\d+))?/, (_, from: string, to: string | undefined) => {
    const later = (time: string): string => String(Number((Number(time) + by).toFixed(9)));
    return to === undefined ? later(from) : `${later(from)}~${later(to)}`;
  });

/**
 * The trace of a prelude and the lines of a test. Throws where a line cannot be read: a test is our own
 * text.
 */
export function ruleTrace(before: Prelude, text: string): Trace {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const body = lines
    .flatMap((line, i) => eventsOf(line, 10 + i))
    .map((event) => rebased(event, before.begins));
  const ends = /\bend$/.test(lines.at(-1) ?? '');
  const whole = [
    'tcpassay 1',
    `recorder near lossless${before.api ? ' api' : ''}`,
    'lag in 0ms out 5ms error 1ms',
    `connection ${STACK} ${PEER}`,
    ...before.lines,
    ...body,
    ...(ends ? [] : [`+${AFTER} end`]),
  ];
  const { traces, problems } = readText(whole.join('\n'), 'test');
  const [trace] = traces;
  const told = problems.map((p) => `${whole[(p.at.line ?? 1) - 1] ?? ''}: ${p.message}`);
  if (!trace || told.length > 0) throw new Error(`a test's trace cannot be read:\n${told.join('\n')}`);
  return trace;
}
