/** A scenario: a stimulus for a stack, and what must have happened for its trace to be worth judging. */
import type { CallName, Endpoint, ReturnEvent, Segment, Trace } from '../trace/trace.ts';
import type { Application } from './application.ts';
import type { Clock } from './clock.ts';
import type { Peer, PeerSettings } from './peer.ts';
import type { Family } from './stack.ts';

/** What a scenario plays with: the application above the stack, the peer below it, and the time of both. */
export interface Stage {
  readonly family: Family;
  readonly app: Application;
  readonly peer: Peer;
  readonly clock: Clock;
  /** Where the application listens, or binds. The peer talks to it unless told otherwise. */
  readonly local: Endpoint;
}

/**
 * Something that a trace of the scenario must show. A trace that does not is a failure of the harness, not of
 * the stack.
 */
export interface Goal {
  readonly what: string;
  readonly met: (trace: Trace) => boolean;
}

export interface Scenario {
  /** `topic/name`. */
  readonly id: string;
  /** What happens, as one sentence. */
  readonly sentence: string;
  /** Ids of the catalogue that it exercises. */
  readonly requirements: readonly string[];
  /** How its peer differs from the usual one. */
  readonly peer?: Partial<PeerSettings>;
  readonly goals: readonly Goal[];
  /** Throws `Unreached` where something fails to come that the rest needs. */
  readonly play: (stage: Stage) => Promise<void>;
}

/** The stack sent a segment like this, `times` or more. */
export function sent(what: string, test: (segment: Segment) => boolean, times = 1): Goal {
  const met = ({ events }: Trace): boolean =>
    events.filter((event) => event.kind === 'sent' && test(event.segment)).length >= times;
  return { what: `the stack sent ${what}`, met };
}

/** The stack sent, `times` or more, octets that begin where it had begun some before. */
export function resent(times: number): Goal {
  const met = ({ events }: Trace): boolean => {
    const begun = new Set<number>();
    let again = 0;
    for (const event of events) {
      if (event.kind !== 'sent' || event.segment.length === 0) continue;
      if (begun.has(event.segment.seq)) again++;
      begun.add(event.segment.seq);
    }
    return again >= times;
  };
  return { what: `the stack retransmitted ${times} segments`, met };
}

/** A call of this name returned like this. */
export function returned(name: CallName, what: string, test: (event: ReturnEvent) => boolean): Goal {
  const met = ({ events }: Trace): boolean => {
    const calls = new Set(
      events.flatMap((event) => (event.kind === 'call' && event.name === name ? [event.call] : [])),
    );
    return events.some((event) => event.kind === 'return' && calls.has(event.call) && test(event));
  };
  return { what: `${name} returned ${what}`, met };
}

/** As many octets went through a call in all. */
export function moved(name: 'send' | 'recv', octets: number): Goal {
  const met = ({ events }: Trace): boolean => {
    const calls = new Set(
      events.flatMap((event) => (event.kind === 'call' && event.name === name ? [event.call] : [])),
    );
    let sum = 0;
    for (const event of events)
      if (event.kind === 'return' && calls.has(event.call) && event.value > 0) sum += event.value;
    return sum === octets;
  };
  return { what: `${name} moved ${octets} octets`, met };
}

/**
 * Whether a name matches a pattern in which `*` stands for anything; no pattern at all matches everything.
 */
export function matches(id: string, patterns: readonly string[]): boolean {
  if (patterns.length === 0) return true;
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(id);
  });
}
