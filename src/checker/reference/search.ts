/**
 * The differential reference: a slow reading of a short trace that keeps every path apart. Where the checker
 * joins, it forks: how far the inputs have been read before each output, which permit is the reason, what is
 * at the stack's will. A trace is rejected where no path survives an output, or where all are late.
 */
import { E } from '../../spec/event.ts';
import type { Profile } from '../../spec/profile.ts';
import type { Spec } from '../../spec/rule.ts';
import { SND, slotOf } from '../../spec/tcb.ts';
import type { Beginning, Lag } from '../endpoint.ts';
import { earliest, type Owed } from './owed.ts';
import { beginnings, distinct, type Path } from './path.ts';
import { Steps } from './steps.ts';

/** How the last event went. `gave up`: too many paths to go on. */
export type Outcome = 'goes on' | 'rejected' | 'late' | 'gave up';

/**
 * `late`: what is late is owed no more. `behind a call`: what came after a call that may not have taken
 * effect yet need not have been read, however old it is.
 */
export type Lenience = 'late' | 'behind a call';

interface Input {
  readonly on: 'segment arrives' | 'call';
  readonly event: Float64Array;
  readonly call: number;
  /** The latest time at which it takes effect at the stack. */
  until: number;
  returned: boolean;
  /** Its place among all inputs. */
  readonly order: number;
  /** So many calls had returned before it came: they took effect before it is read. */
  readonly behind: number;
}

const MAX = slotOf(SND.MAX);

/** How many inputs at the beginning of the list are so. */
const inOrder = (inputs: readonly Input[], so: (input: Input) => boolean): number => {
  const first = inputs.findIndex((input) => !so(input));
  return first < 0 ? inputs.length : first;
};

export class Reference {
  paths: readonly Path[];
  /** The paths as they met the last output, before it was judged. */
  met: readonly Path[] = [];
  /** What was late on the last path that ended for it. */
  late: Owed | undefined;
  private readonly steps: Steps;
  private readonly lag: Lag;
  private readonly most: number;
  private readonly lenience: Lenience | undefined;
  private readonly segments: Input[] = [];
  private readonly calls: Input[] = [];

  /**
   * `most`: paths kept at a time; with more it gives up. `lenience`: to find out
   * what a rejection rests on.
   */
  constructor(
    spec: Spec,
    profile: Profile,
    lag: Lag,
    beginning: Beginning,
    most: number,
    lenience?: Lenience,
  ) {
    this.lenience = lenience;
    this.steps = new Steps(spec, profile, lag.out);
    this.lag = lag;
    this.most = most;
    this.paths = beginnings(beginning);
  }

  /** One past the highest number sent: the same on all paths. */
  get sndMax(): number {
    return this.paths[0]?.box[MAX.lo] ?? Number.NEGATIVE_INFINITY;
  }

  arrives(on: 'segment arrives' | 'call', event: Float64Array, call = -1): Outcome {
    const outcome = this.advance(event);
    const until = event[E.T1] ?? 0;
    const order = this.segments.length + this.calls.length;
    const behind = on === 'call' ? 0 : inOrder(this.calls, ({ returned }) => returned);
    const input: Input = { on, event: event.slice(), call, until, returned: on !== 'call', order, behind };
    (on === 'call' ? this.calls : this.segments).push(input);
    return outcome;
  }

  returned(event: Float64Array, call: number): Outcome {
    const input = this.calls.find((c) => c.call === call);
    if (input) {
      input.returned = true;
      input.until = Math.max(input.until, event[E.T1] ?? 0);
    }
    return this.advance(event);
  }

  sent(event: Float64Array): Outcome {
    const outcome = this.advance(event);
    if (outcome !== 'goes on') return outcome;
    const met = this.anywhere(event);
    if (!met) return 'gave up';
    this.met = met;
    this.paths = distinct(this.met.flatMap((path) => this.steps.sends(path, event)));
    if (this.paths.length > this.most) return 'gave up';
    return this.paths.length === 0 ? 'rejected' : 'goes on';
  }

  /** Every place at which the stack may be by then, all that waits read or not; nothing where too many. */
  anywhere(event: Float64Array): readonly Path[] | undefined {
    const read = this.closure(this.paths, this.segments.length, this.calls.length, true);
    return read && this.steps.passes(read, event);
  }

  /** Whether a path with this box would survive the segment. */
  admits(path: Path, box: Float64Array, event: Float64Array): boolean {
    return this.steps.sends({ ...path, box }, event).length > 0;
  }

  end(event: Float64Array): Outcome {
    return this.advance(event);
  }

  /** What must have been read by now has been, and what was due is late. */
  private advance(event: Float64Array): Outcome {
    const now = event[E.STAMP] ?? 0;
    const segments = this.mustHaveRead(this.segments, now);
    const calls = this.mustHaveRead(this.calls, now);
    const read = this.closure(this.paths, segments, calls, false);
    if (!read) return 'gave up';
    this.paths = read.filter((p) => p.segments >= segments && p.calls >= calls);
    if (this.paths.some((p) => earliest(p.owed) < now)) {
      const anywhere = this.closure(this.paths, this.segments.length, this.calls.length, true);
      if (!anywhere) return 'gave up';
      this.paths = distinct(anywhere.flatMap((path) => this.inTime(path, now)));
    }
    return this.paths.length === 0 ? 'late' : 'goes on';
  }

  private mustHaveRead(inputs: readonly Input[], now: number): number {
    const due = ({ until, returned }: Input): boolean =>
      returned && (this.lag.in === 0 || now > until + this.lag.out);
    const blocking = this.lenience === 'behind a call' ? this.calls.find((c) => !due(c)) : undefined;
    const first = blocking?.order ?? Number.POSITIVE_INFINITY;
    return inOrder(inputs, (input) => input.order < first && due(input));
  }

  /** A path goes on past its deadlines where nobody may have been there to pay. */
  private inTime(path: Path, now: number): readonly Path[] {
    const by = earliest(path.owed);
    if (by >= now) return [path];
    const at = new Float64Array(E.SIZE);
    at.fill(by, E.T0, E.T1 + 1);
    return this.steps.passes([path], at).flatMap((p) => {
      if (earliest(p.owed) > by) return this.inTime(p, now);
      this.late = p.owed.find((o) => o.by === by);
      return this.lenience === 'late'
        ? this.inTime({ ...p, owed: p.owed.filter((o) => o.by !== by) }, now)
        : [];
    });
  }

  /**
   * Paths that have read more, until at least so many segments and calls: segments in order, calls in order,
   * either before the other. With `beyond` also those in between. Nothing where they become too many.
   */
  private closure(
    from: readonly Path[],
    segments: number,
    calls: number,
    beyond: boolean,
  ): readonly Path[] | undefined {
    const out: Path[] = [];
    let layer = from;
    while (layer.length > 0) {
      const next: Path[] = [];
      for (const path of layer) {
        const done = path.segments >= segments && path.calls >= calls;
        if (done || beyond) out.push(path);
        if (done) continue;
        for (const input of [this.segments[path.segments], this.calls[path.calls]])
          if (input && path.calls >= input.behind) next.push(...this.read(path, input));
      }
      layer = distinct(next);
      if (layer.length + out.length > this.most) return undefined;
    }
    return distinct(out);
  }

  private read(path: Path, { on, event }: Input): readonly Path[] {
    const ready = this.steps.passes([path], event);
    const after = ready.flatMap((p) => this.steps.reads(p, on, event));
    return this.steps.passes(after, event);
  }
}
