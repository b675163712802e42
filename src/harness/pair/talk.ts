/** What programs do with sockets, step by step: the calls never block, the steps wait. */
import type { Endpoint, Nanos } from '../../trace/trace.ts';
import type { Random } from '../link/random.ts';
import type { Family, SocketOption } from '../stack.ts';
import type { Sockets } from './sockets.ts';
import { Broken, type Steps } from './task.ts';

/** One side of a program, with what it may use. */
export interface Party {
  readonly sockets: Sockets;
  readonly family: Family;
  readonly random: Random;
  /** The kernel's name of the congestion control of its sockets. */
  readonly congestionControl: string;
  now(): Nanos;
  /** Runs beside the steps that call it. */
  spawn(steps: Steps): void;
}

export type Options = Readonly<Partial<Record<SocketOption, number>>>;

const PIECE = 65_536;
/** What is sent, from wherever the stream stands: no two neighbouring pieces alike. */
const CONTENT = Uint8Array.from({ length: 1 << 18 }, (_, at) => (Math.imul(at, 2_654_435_761) >>> 13) & 255);

function prepared(party: Party, options: Options): number {
  const { sockets } = party;
  const fd = sockets.socket(party.family);
  sockets.congestionControl(fd, party.congestionControl);
  for (const [option, value] of Object.entries(options)) sockets.option(fd, option as SocketOption, value);
  return fd;
}

export function listening(party: Party, local: Endpoint, options: Options = {}): number {
  const fd = prepared(party, options);
  party.sockets.bind(fd, local);
  party.sockets.listen(fd, local, 64);
  return fd;
}

export function* accepted(party: Party, listener: number): Steps<number> {
  for (;;) {
    yield { fd: listener, for: 'reading' };
    const { value, error } = party.sockets.accept(listener);
    if (error === undefined) return value;
    if (error !== 'EAGAIN') throw new Broken(error);
  }
}

/** A connected socket. Throws `Broken` where the attempt failed; the socket is closed then. */
export function* connected(party: Party, remote: Endpoint, options: Options = {}): Steps<number> {
  const { sockets } = party;
  const fd = prepared(party, options);
  const { error } = sockets.connect(fd, remote);
  if (error === undefined) return fd;
  let failure: string = error;
  if (error === 'EINPROGRESS') {
    yield { fd, for: 'writing' };
    failure = sockets.pendingError(fd);
  }
  if (failure === '') return fd;
  sockets.close(fd);
  throw new Broken(failure);
}

/** Sends so many octets, rounded up, `from` being how many went before. */
export function* sentAll(party: Party, fd: number, octets: number, from = 0): Steps {
  const end = from + Math.ceil(octets);
  for (let at = from; at < end; ) {
    yield { fd, for: 'writing' };
    const begin = at % (CONTENT.length - PIECE);
    const piece = CONTENT.subarray(begin, begin + Math.min(PIECE, end - at));
    const { value, error } = party.sockets.send(fd, piece);
    if (error === undefined) at += value;
    else if (error !== 'EAGAIN') throw new Broken(error);
  }
}

/** Reads so many octets, or to the end of the stream; gives how many came. */
export function* received(party: Party, fd: number, octets = Infinity, pause?: Pause): Steps<number> {
  let have = 0;
  while (have < octets) {
    yield { fd, for: 'reading' };
    if (pause !== undefined) yield { until: party.now() + pause.between };
    const { value, error } = party.sockets.recv(fd, pause?.most ?? PIECE);
    if (error === undefined && value === 0) break;
    if (error === undefined) have += value;
    else if (error !== 'EAGAIN') throw new Broken(error);
  }
  return have;
}

/** A reader that takes its time: a pause before each read, at most so many octets each. */
export interface Pause {
  readonly between: Nanos;
  readonly most: number;
}

/** Does something with a socket and closes it, also where the connection broke. */
export function* closing(party: Party, fd: number, steps: Steps<unknown>): Steps {
  try {
    yield* steps;
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
  }
  party.sockets.close(fd);
}
