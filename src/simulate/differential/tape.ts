/** A short trace as the two readings get it: events of one endpoint, and how it begins. */
import { Cells } from '../../checker/cells.ts';
import type { Connection, Step } from '../../checker/connections.ts';
import type { Beginning, Lag } from '../../checker/endpoint.ts';
import { Random } from '../../checker/random-boxes.ts';
import { E } from '../../spec/event.ts';
import { currentPractice, type Profile, rfc793Era } from '../../spec/profile.ts';
import type { Spec } from '../../spec/rule.ts';
import { SPEC } from '../../spec/rules/index.ts';
import { CLOSED, LISTEN } from '../../spec/state.ts';
import type { TraceHeader } from '../../trace/trace.ts';
import type { Actor } from '../actor.ts';
import { Plans } from '../host.ts';
import { themeOf } from '../themes.ts';
import { walk } from '../walk.ts';

export interface TapeStep {
  readonly kind: 'arrived' | 'sent' | 'call' | 'return' | 'end';
  readonly event: Float64Array;
  /** Number of the call; −1 for anything else. */
  readonly call: number;
  /** The octets of a segment, where the trace has them. */
  readonly payload?: Uint8Array;
}

export interface Tape {
  readonly name: string;
  readonly lag: Lag;
  readonly beginning: Beginning;
  readonly profile: Profile;
  readonly steps: readonly TapeStep[];
}

/** Events of a tape. */
export const MOST_STEPS = 30;
/** Of both stacks together: where one hardly speaks, the other's tape is long enough. */
const MOST_OF_BOTH = 90;

/** Ends a walk of which enough is on tape. */
class Enough extends Error {}

const beginningOf = (logged: boolean): Beginning => ({
  states: logged ? CLOSED : CLOSED | LISTEN,
  callsLogged: logged,
});

interface Spool {
  readonly logged: boolean;
  readonly steps: TapeStep[];
}

/** Writes down what the judge of an actor is told, and tells it. */
function spoolOf(actor: Actor, noted: () => void): Spool {
  const { judge } = actor;
  const steps: TapeStep[] = [];
  const note = (kind: TapeStep['kind'], event: Float64Array, call = -1): void => {
    steps.push({ kind, event: event.slice(), call });
    noted();
  };
  const arrives = judge.arrives.bind(judge);
  const returned = judge.returned.bind(judge);
  const sent = judge.sent.bind(judge);
  const end = judge.end.bind(judge);
  judge.arrives = (on, event, call) => {
    note(on === 'call' ? 'call' : 'arrived', event, call);
    arrives(on, event, call);
  };
  judge.returned = (event, call) => {
    note('return', event, call);
    returned(event, call);
  };
  judge.sent = (event) => {
    note('sent', event);
    sent(event);
  };
  judge.end = (event) => {
    note('end', event);
    end(event);
  };
  return { logged: actor.wish.logged, steps };
}

/** Cells and plans, made once for many tapes. */
export class Bench {
  readonly spec: Spec;
  readonly plans: Plans;
  private readonly cells = new Map<Profile, Cells>();
  constructor(spec: Spec = SPEC) {
    this.spec = spec;
    this.plans = new Plans(spec);
  }
  cellsOf(profile: Profile): Cells {
    const known = this.cells.get(profile) ?? new Cells(this.spec, profile, 0);
    this.cells.set(profile, known);
    return known;
  }
}

/** The beginnings of both sides of one walk. */
export function tapesOfWalk(bench: Bench, seed: number, lag: number): readonly Tape[] {
  const profile = themeOf(new Random(seed)).era ? rfc793Era : currentPractice;
  let spools: readonly Spool[] = [];
  const noted = (): void => {
    const lengths = spools.map(({ steps }) => steps.length);
    const both = lengths.reduce((sum, n) => sum + n, 0);
    if (both >= MOST_OF_BOTH || lengths.every((n) => n >= MOST_STEPS)) throw new Enough();
  };
  try {
    walk(bench.spec, bench.plans, bench.cellsOf(profile), {
      seed,
      lag,
      closure: true,
      begun: (actors) => {
        spools = actors.map((actor) => spoolOf(actor, noted));
      },
    });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return spools.map(({ logged, steps }, i) => ({
    name: `walk ${seed} ${'AB'[i]}`,
    lag: { in: lag, out: lag },
    beginning: beginningOf(logged),
    profile,
    steps: steps.slice(0, MOST_STEPS),
  }));
}

const taped = (step: Step): readonly TapeStep[] => {
  const { event } = step;
  // Withheld state is no evidence.
  if (step.kind === 'gap' || step.kind === 'snapshot') return [];
  if (step.kind === 'end') return [{ kind: 'end', event, call: -1 }];
  if (step.kind === 'call' || step.kind === 'return') return [step];
  const { kind } = step;
  const payload = 'payload' in step ? step.payload : undefined;
  return [payload ? { kind, event, call: -1, payload } : { kind, event, call: -1 }];
};

/** A connection of a kept trace; nothing where it is too long, begins in its midst or has a gap. */
export function tapeOfConnection(name: string, of: Connection, header: TraceHeader): Tape | undefined {
  const { steps, begins } = of;
  const unseen = begins === 'otherwise' && !header.api;
  if (steps.length > MOST_STEPS || unseen || steps.some((s) => s.kind === 'gap')) return undefined;
  const states = header.api || begins === 'SYN sent' ? CLOSED : CLOSED | LISTEN;
  return {
    name,
    lag: header.lag,
    beginning: { states, callsLogged: header.api },
    profile: currentPractice,
    steps: steps.flatMap(taped),
  };
}

/** Every record of a tape has a number of its own, in order. */
export const numbered = (steps: readonly TapeStep[]): readonly TapeStep[] =>
  steps.map((step, i) => {
    const event = step.event.slice();
    event[E.FRAME] = i + 1;
    return { ...step, event };
  });
