/** What a path does to the datagrams of one direction. */
import type { Nanos } from '../../trace/trace.ts';

export interface Path {
  /** How long each datagram is on its way, 0 or more. */
  readonly delay: Nanos;
  /** At most so much is added to the delay of each, drawn evenly. */
  readonly jitter: Nanos;
  /** Whether jitter leaves the order alone: who would overtake waits for those before it. */
  readonly ordered: boolean;
  /** Probabilities of one datagram, 0 … 1. */
  readonly loss: number;
  readonly duplication: number;
  readonly corruption: number;
  readonly reordering: number;
  /** How much later than the others a reordered one comes. */
  readonly heldBack: Nanos;
  /** Octets a second of the narrowest place, 0 for no limit. */
  readonly rate: number;
  /** Most that waits there, the one that is just being sent included; Infinity for no limit. */
  readonly queueOctets: number;
  readonly queuePackets: number;
  /** Longer datagrams are dropped without a word; Infinity for no limit. */
  readonly mtu: number;
}

/** A wire: what goes in comes out at once. */
export const WIRE: Path = {
  delay: 0,
  jitter: 0,
  ordered: true,
  loss: 0,
  duplication: 0,
  corruption: 0,
  reordering: 0,
  heldBack: 0,
  rate: 0,
  queueOctets: Infinity,
  queuePackets: Infinity,
  mtu: Infinity,
};

/** What is wrong with a path, or undefined. */
export function pathFault(path: Path): string | undefined {
  const bad = (name: keyof Path): string => `${name} ${String(path[name])} is out of range`;
  for (const name of ['loss', 'duplication', 'corruption', 'reordering'] as const)
    if (!(path[name] >= 0 && path[name] <= 1)) return bad(name);
  for (const name of ['delay', 'jitter', 'heldBack', 'rate'] as const)
    if (!(path[name] >= 0 && Number.isFinite(path[name]))) return bad(name);
  for (const name of ['queueOctets', 'queuePackets', 'mtu'] as const)
    if (!(path[name] >= 1)) return bad(name);
  return undefined;
}
