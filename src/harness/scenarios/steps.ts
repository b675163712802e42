/** Steps that many scenarios share. */
import { ACK, FIN, RST, type Segment, SYN } from '../../trace/trace.ts';
import type { Options } from '../application.ts';
import { MS } from '../clock.ts';
import { segLen } from '../peer.ts';
import type { Stage } from '../scenario.ts';
import { Unreached } from '../unreached.ts';

/** Longer than the interval at which Linux limits its answers to unacceptable segments (0.5 s). */
export const APART = 600 * MS;

export interface Connection {
  readonly listener: number;
  readonly socket: number;
}

/**
 * Octets that differ from their neighbours, so that a shift or a swap shows. `from` is the place in the
 * stream.
 */
export const octets = (size: number, from = 0): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => (((from + i) * 31) ^ ((from + i) >> 8)) & 255);

/** Without the right octets nothing after them means what the scenario says. */
export function same(what: string, got: Uint8Array, wanted: Uint8Array): void {
  const equal = got.length === wanted.length && got.every((octet, i) => octet === wanted[i]);
  if (!equal) throw new Unreached(`${what}: ${got.length} octets came, not the ${wanted.length} sent`);
}

export const isFin = ({ flags }: Segment): boolean => (flags & FIN) !== 0;
export const isRst = ({ flags }: Segment): boolean => (flags & RST) !== 0;
export const isSyn = ({ flags }: Segment): boolean => (flags & (SYN | ACK)) === SYN;
export const isSynAck = ({ flags }: Segment): boolean => (flags & (SYN | ACK)) === (SYN | ACK);
export const isData = ({ length }: Segment): boolean => length > 0;
export const isPureAck = (segment: Segment): boolean =>
  segLen(segment) === 0 && (segment.flags & (SYN | FIN | RST | ACK)) === ACK;

/** The peer opens a connection to a listener with these options. */
export async function passiveOpen({ app, peer, local }: Stage, options: Options = {}): Promise<Connection> {
  const listener = await app.listening(local, options);
  await peer.open();
  const socket = await app.accept(listener);
  await app.info(socket);
  return { listener, socket };
}

/** The stack opens a connection to the peer; gives its socket. */
export async function activeOpen({ app, peer, local }: Stage): Promise<number> {
  const socket = await app.socket();
  await app.bind(socket, local);
  await app.connect(socket, peer.local);
  await peer.answer();
  await app.connected(socket);
  await app.info(socket);
  return socket;
}

/** The peer ends its stream first, then the application closes: CLOSE-WAIT, LAST-ACK, CLOSED. */
export async function peerClosesFirst(
  { app, peer, clock }: Stage,
  { listener, socket }: Connection,
): Promise<void> {
  await peer.fin();
  await peer.acknowledged();
  same('end of the stream', await app.recv(socket), new Uint8Array(0));
  await app.info(socket);
  await app.close(socket);
  await peer.expect('the FIN of the stack', isFin);
  await clock.wait(2 * peer.settings.ackDelay);
  await app.close(listener);
}

/** The peer sends and the application reads it. */
export async function download({ app, peer }: Stage, socket: number, data: Uint8Array): Promise<void> {
  await peer.data(data);
  same('what the peer sent', await app.recvAll(socket, data.length), data);
}

/** The application sends, and the peer reads and acknowledges it. `before` octets have gone before. */
export async function upload(stage: Stage, socket: number, data: Uint8Array, before = 0): Promise<void> {
  const { app, peer, clock } = stage;
  await app.send(socket, data);
  const stream = await peer.streamed(before + data.length);
  same('what the stack sent', stream.slice(before), data);
  await clock.wait(peer.settings.ackDelay + 10 * MS);
}
