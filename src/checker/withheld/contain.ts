/**
 * Containment of real hidden state (core-semantics.md §9): a trace runs through the exact endpoint, and at
 * each withheld snapshot the true values must lie in the belief. The snapshots are compared and nothing
 * else: verdicts never see them.
 */
import { E } from '../../spec/event.ts';
import { numberText } from '../../spec/render.ts';
import type { Spec } from '../../spec/rule.ts';
import { SPEC } from '../../spec/rules/index.ts';
import { stateText } from '../../spec/state.ts';
import type { SnapshotEvent, Trace } from '../../trace/trace.ts';
import { Cells } from '../cells.ts';
import { profileNamed, trustOf } from '../check.ts';
import { type Connection, connectionsOf, type SnapshotStep } from '../connections.ts';
import type { Endpoint } from '../endpoint.ts';
import { Journal } from '../journal.ts';
import { runConnection } from '../run.ts';
import { type Claim, claimsOf, holdsClaim } from './claims.ts';
import { departureOf } from './departures.ts';
import { Tally } from './tally.ts';

export interface ContainOptions {
  /** The name of a built-in profile; the trace's own by default. */
  readonly profile?: string;
  /** Another spec than the whole one: a test asks whether a broken rule is found out. */
  readonly spec?: Spec;
}

/** A true value outside the belief: an error of a rule, of the lag, or of the comparison. */
export interface Breach {
  readonly connection: string;
  /** Record number and source of the snapshot. */
  readonly frame: number;
  readonly source: SnapshotEvent['source'];
  readonly slot: string;
  /** The true value and the range that excludes it, as people write them. */
  readonly value: string;
  readonly range: string;
  /** Who wrote the bounds last: rule and record. */
  readonly writers: readonly string[];
}

export interface Containment {
  readonly tally: Tally;
  readonly breaches: readonly Breach[];
  readonly segments: number;
  readonly snapshots: number;
  /**
   * Snapshots behind a finding or a departure: the belief goes on from a guess there, so they are not
   * compared.
   */
  readonly afterFinding: number;
  /** Departures of the stack that only its hidden state shows, by what they are. */
  readonly departures: ReadonlyMap<string, number>;
}

/** Runs every connection of a trace. Throws a RangeError for an unknown profile, for nothing else. */
export function containTrace(trace: Trace, options: ContainOptions = {}): Containment {
  const { lacks } = trustOf(trace, 'inferred');
  const profile = profileNamed(options.profile ?? trace.header.profile);
  const spec = options.spec ?? SPEC;
  const fast = new Cells(spec, profile, lacks);
  const departures = new Map<string, number>();
  const total = { tally: new Tally(), segments: 0, snapshots: 0, afterFinding: 0, departures };
  const breaches: Breach[] = [];
  for (const connection of connectionsOf(trace, trace.header.lag)) {
    total.segments += connection.segments;
    if (connection.begins === 'otherwise' && !trace.header.api) continue;
    const one = compare(connection, trace, fast, total);
    if (one.length === 0) continue;
    const slow = new Cells(spec, profile, lacks, true);
    breaches.push(...named(connection, trace, slow));
  }
  return { ...total, breaches };
}

/** What one comparison found wrong, in the numbers of the belief. */
interface Fault {
  readonly shown: SnapshotEvent;
  readonly claim: Claim;
  readonly lo: number;
  readonly hi: number;
  /** Where it is the stack that is wrong. */
  readonly departure: string | undefined;
}

interface Total {
  readonly tally: Tally;
  snapshots: number;
  afterFinding: number;
  readonly departures: Map<string, number>;
}

function compare(connection: Connection, trace: Trace, cells: Cells, total: Total): readonly Fault[] {
  const faults: Fault[] = [];
  let departed = false;
  let endpoint: Endpoint | undefined;
  runConnection(connection, trace, cells, {
    begins: (begun) => {
      endpoint = begun;
    },
    found: () => undefined,
    shown: (step) => {
      if (!endpoint) return;
      total.snapshots++;
      if (departed || endpoint.raw.length > 0) {
        total.afterFinding++;
        return;
      }
      for (const fault of faultsOf(endpoint, step, connection, total.tally)) {
        if (fault.departure === undefined) faults.push(fault);
        else {
          departed = true;
          total.departures.set(fault.departure, (total.departures.get(fault.departure) ?? 0) + 1);
        }
      }
    },
  });
  return faults;
}

/**
 * A probe meets a stack that is quiescent, and TCP_INFO is asked of one: all before it has been read, as
 * far as the recorder's lag says so. A change of state happens while something is being read: before and
 * after count.
 */
function faultsOf(
  endpoint: Endpoint,
  step: SnapshotStep,
  connection: Connection,
  tally?: Tally,
): readonly Fault[] {
  const { pool, any } = endpoint;
  const { shown, event } = step;
  const amidst = shown.source !== 'tcp_probe' && shown.source !== 'tcp-info';
  const early = amidst ? claimsOf(shown, pool, any).filter((claim) => holdsClaim(claim, pool, any)) : [];
  endpoint.pass(event);
  const faults: Fault[] = [];
  for (const claim of claimsOf(shown, pool, any)) {
    const lo = pool[any + claim.slot.lo] ?? 0;
    const hi = pool[any + claim.slot.hi] ?? 0;
    const held = holdsClaim(claim, pool, any) || early.some(({ slot }) => slot === claim.slot);
    const departure = held ? undefined : departureOf(claim, step, connection, pool, any);
    tally?.count(claim, lo, hi, held || departure !== undefined);
    if (!held) faults.push({ shown, claim, lo, hi, departure });
  }
  return faults;
}

/** The second pass: interpreted, with a journal that knows who wrote what. */
function named(connection: Connection, trace: Trace, cells: Cells): readonly Breach[] {
  const out: Breach[] = [];
  let departed = false;
  let endpoint: Endpoint | undefined;
  let journal: Journal | undefined;
  runConnection(connection, trace, cells, {
    begins: (begun) => {
      endpoint = begun;
      journal = new Journal(begun);
      begun.listener = journal;
    },
    found: () => undefined,
    shown: (step) => {
      if (departed || !endpoint || endpoint.raw.length > 0) return;
      for (const fault of faultsOf(endpoint, step, connection))
        if (fault.departure === undefined) out.push(breachOf(fault, connection.id, journal, step.event));
        else departed = true;
    },
  });
  return out;
}

function breachOf(
  { shown, claim, lo, hi }: Fault,
  connection: string,
  journal: Journal | undefined,
  event: Float64Array,
): Breach {
  const { slot } = claim;
  const mask = slot.kind === 'mask';
  const writers = (slot.kind === 'range' ? (['lo', 'hi'] as const) : (['lo'] as const)).map((side) => {
    const writing = journal?.lastWriter(slot, side, side === 'lo' ? lo : hi, event[E.FRAME] ?? 0);
    return writing ? `${side} by ${writing.rule} at record ${writing.frame}` : `${side} from the beginning`;
  });
  const text = mask ? stateText : numberText;
  const from = mask ? 0 : finite(claim.origin);
  const span = (a: number, b: number): string => (a === b ? text(a) : `${text(a)} … ${text(b)}`);
  return {
    connection,
    frame: shown.frame,
    source: shown.source,
    slot: slot.name,
    value: span(claim.lo - from, claim.hi - from),
    range: mask ? text(lo) : span(lo - from, hi - from),
    writers,
  };
}

const finite = (n: number): number => (Number.isFinite(n) ? n : 0);

/** One line for people. */
export const breachText = (b: Breach): string =>
  `${b.connection} record ${b.frame} (${b.source}): ${b.slot} is ${b.value}, the belief says ${b.range}; ${b.writers.join(', ')}`;
