/** One program between two ends over a path of its own: two recordings of the same exchange. */
import type { Endpoint, Nanos, Segment, Trace, TraceHeader } from '../../trace/trace.ts';
import type { Path } from '../link/path.ts';
import { Random } from '../link/random.ts';
import { Link } from '../link.ts';
import { Recorder } from '../recorder.ts';
import type { Bracket, Family } from '../stack.ts';
import type { KernelEnd } from '../stacks/linux/end.ts';
import type { Program } from './programs.ts';
import { Sockets } from './sockets.ts';
import type { Party } from './talk.ts';
import { Broken, type Steps, Task } from './task.ts';

export interface SessionPlan {
  readonly program: Program;
  readonly family: Family;
  /** Where the server is: at the first end or the second. */
  readonly server: 0 | 1;
  readonly octets: number;
  readonly congestionControl: string;
  /** The name of the path. */
  readonly impairment: string;
  /** What leaves the first end, what leaves the second. */
  readonly paths: readonly [Path, Path];
  readonly seed: number;
}

/** After the last word: longer than an answer may be delayed (0.5 s), so that a missing one shows. */
const SETTLE: Nanos = 600e6;

/** A datagram that is put into an end belongs to a session; its segment is known if it is whole. */
export interface Carried {
  readonly session: Session;
  readonly segment: Segment | undefined;
}
export type SessionEnd = KernelEnd<Carried>;

/** What one end is to a session. */
interface Side {
  readonly end: SessionEnd;
  readonly recorder: Recorder;
  readonly sockets: Sockets;
  /** What it sends goes here. */
  readonly link: Link<Segment>;
}

export class Session {
  readonly plan: SessionPlan;
  readonly port: number;
  readonly begun: Nanos;
  readonly sides: readonly [Side, Side];
  readonly #tasks: Task[] = [];
  readonly #now: () => Nanos;
  readonly #deadline: Nanos;
  #busy: Nanos;
  #last: Nanos = 0;
  segments = 0;

  constructor(
    plan: SessionPlan,
    port: number,
    ends: readonly [SessionEnd, SessionEnd],
    now: () => Nanos,
    patience: Nanos,
  ) {
    this.plan = plan;
    this.port = port;
    this.#now = now;
    this.begun = now();
    this.#busy = this.begun;
    this.#deadline = this.begun + patience;
    const side = (at: 0 | 1): Side => {
      const end = ends[at];
      const recorder = new Recorder(this.begun);
      const sockets = new Sockets(end, recorder);
      return { end, recorder, sockets, link: new Link(plan.paths[at], plan.seed * 2 + at) };
    };
    this.sides = [side(0), side(1)];
  }

  /** Sets the programs going. `server` is where the server listens. */
  start(server: Endpoint): void {
    const { program, octets } = this.plan;
    const at = this.plan.server;
    this.#spawn(program.server(this.#party(at), server, octets));
    this.#spawn(program.client(this.#party(at === 0 ? 1 : 0), server, octets));
  }

  /** Those that wait. */
  get tasks(): readonly Task[] {
    return this.#tasks;
  }

  /** Lets a task go on, and forgets it when it has ended. */
  resume(task: Task): void {
    this.#busy = this.#now();
    try {
      task.resume();
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      task.wait = undefined;
    }
    if (task.ended) this.#tasks.splice(this.#tasks.indexOf(task), 1);
  }

  /** A segment passed the device of one end. */
  record(kind: 'sent' | 'arrived', at: 0 | 1, segment: Segment, bracket: Bracket): void {
    this.#busy = this.#now();
    this.#last = Math.max(this.#last, bracket.t1);
    this.segments++;
    this.sides[at].recorder.segment(kind, bracket, segment);
  }

  /** When it has nothing more to say; before, when it is to be asked again. */
  over(now: Nanos): boolean {
    if (now >= this.#deadline) return true;
    return this.endsAt() <= now;
  }

  /** The earliest moment at which it may be over, as far as can be told now. */
  endsAt(): Nanos {
    // A server of many connections waits for ever; it is over when nobody else is at work and all is
    // quiet.
    const quiet = this.#tasks.length <= (this.plan.program.id === 'many' ? 1 : 0);
    return quiet ? Math.min(this.#deadline, this.#busy + SETTLE) : this.#deadline;
  }

  /** The trace of one end, up to `until`, or to its last segment if that is later. */
  trace(at: 0 | 1, header: TraceHeader, until: Nanos): Trace {
    return this.sides[at].recorder.finish(header, Math.max(until, this.#last));
  }

  /** Lets go of the sockets that its programs have left open. */
  abandon(): void {
    for (const { sockets } of this.sides) sockets.abandon();
  }

  #spawn(steps: Steps): void {
    this.#tasks.push(new Task(steps));
  }

  #party(at: 0 | 1): Party {
    const { family, congestionControl, seed } = this.plan;
    return {
      sockets: this.sides[at].sockets,
      family,
      congestionControl,
      random: new Random(seed * 2 + 1_000_003 + at),
      now: this.#now,
      spawn: (steps) => this.#spawn(steps),
    };
  }
}
