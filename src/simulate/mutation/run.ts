/** One walk of a right stack and of a broken one, and what is to be compared of them. */
import type { CellStore } from '../../checker/capture/capture-check.ts';
import type { Cells } from '../../checker/cells.ts';
import type { Raw } from '../../checker/endpoint.ts';
import { citedBy } from '../../checker/explain.ts';
import type { Finding } from '../../checker/verdict.ts';
import { E, HIGH } from '../../spec/event.ts';
import { recordWidth } from '../../spec/tcb.ts';
import { type Plans, SpecBug } from '../host.ts';
import type { Judge, Vantage } from '../judge.ts';
import { accusation } from '../record.ts';
import { fileOf } from '../recorder/file.ts';
import { type Plan, planOf } from '../recorder/plan.ts';
import { judgeFile } from '../recorder/road.ts';
import { Recorder } from '../recorder/tape.ts';
import type { WalkLog } from '../walk-options.ts';
import { World } from '../world.ts';
import { Truth } from './truth.ts';

/** How a seed is walked, whoever walks it. */
export interface Way {
  readonly seed: number;
  readonly lag: number;
  /** `between`: a recorder between the stacks writes a file, which is judged as a capture is. */
  readonly vantage: Vantage | 'between';
  readonly cells: Cells;
  readonly store: CellStore;
  /** Of the spec that judges. */
  readonly judged: Plans;
}

export interface Run {
  /** The log is that of the right stack. */
  readonly same: boolean;
  readonly killed: boolean;
  /** Findings by rule that do not kill. */
  readonly found: readonly string[];
}

/** Actor and kind, the time, then the fields of the event that a recording can show. */
const WIDTH = 2 + HIGH - E.FLAGS;
function write(into: Float64Array, at: number, actor: number, kind: string, event: Float64Array): void {
  into[at] = kind === 'call' ? 2 + actor : actor;
  into[at + 1] = event[E.T1] ?? 0;
  for (let i: number = E.FLAGS; i < HIGH; i++) into[at + 2 + i - E.FLAGS] = event[i] ?? 0;
}

interface Walked {
  readonly world: World;
  /** Where the recorder is somewhere between: what it is, and how it writes. */
  readonly tape: { readonly recorder: Recorder; readonly plan: Plan } | undefined;
}

function worldOf(
  way: Way,
  plans: Plans,
  log: WalkLog,
  onFinding: (actor: number, raw: Raw) => 'go on' | 'stop',
): Walked {
  const { seed, lag, vantage, cells, judged } = way;
  const common = { seed, lag, closure: true, logged: true, log, onFinding };
  if (vantage !== 'between')
    return { world: new World(judged.spec, plans, cells, { ...common, vantage }), tape: undefined };
  const plan = planOf(seed, 'between', lag, { faults: [] });
  const recorder = new Recorder(plan.place, seed);
  const world = new World(judged.spec, plans, cells, { ...common, vantage: 'none', recorder });
  return { world, tape: { recorder, plan } };
}

/** A stack without a way on is silent from then on. */
function runOn(world: World): void {
  try {
    world.run();
  } catch (error) {
    if (!(error instanceof SpecBug)) throw error;
  }
}

/** The log of a right stack. */
export function right(way: Way): Float64Array {
  let log = new Float64Array(512 * WIDTH);
  let end = 0;
  const keep: WalkLog = (actor, kind, event) => {
    if (end === log.length) {
      const larger = new Float64Array(2 * log.length);
      larger.set(log);
      log = larger;
    }
    write(log, end, actor, kind, event);
    end += WIDTH;
  };
  runOn(worldOf(way, way.judged, keep, () => 'go on').world);
  return log.subarray(0, end);
}

/** Compares a log with another one, event by event, up to the first difference. */
class Compared {
  differs = false;
  private at = 0;
  private readonly line = new Float64Array(WIDTH);
  private readonly other: Float64Array;
  constructor(other: Float64Array) {
    this.other = other;
  }
  readonly take: WalkLog = (actor, kind, event) => {
    if (this.differs) return;
    write(this.line, 0, actor, kind, event);
    const end = this.at + WIDTH;
    this.differs = end > this.other.length || this.line.some((x, i) => x !== this.other[this.at + i]);
    this.at = end;
  };
  end(): void {
    this.differs ||= this.at < this.other.length;
  }
}

/** What a judge believed before the segment that came last. */
function beliefs(judge: Judge): Float64Array {
  const box = new Float64Array(recordWidth());
  judge.listener = {
    before: (what, which) => {
      if (what === 'sent' && which === 'any')
        box.set(judge.pool.subarray(judge.any, judge.any + recordWidth()));
    },
  };
  return box;
}

/** Walks a broken stack until a finding kills it. `kills` is asked with the entries that a finding names. */
export function broken(
  way: Way,
  plans: Plans,
  log: Float64Array,
  kills: (cited: readonly string[]) => boolean,
): Run {
  const compared = new Compared(log);
  const found: string[] = [];
  let killed = false;
  const { world, tape } = worldOf(way, plans, compared.take, (actor, raw) => {
    const { cells } = world.actors[actor === 0 ? 0 : 1].judge;
    const cited = citedBy(raw, boxes[actor] ?? new Float64Array(0), {
      values: cells.profile.values,
      lacks: cells.lacks,
    });
    killed = kills(cited);
    if (!killed) found.push(accusation(raw));
    return killed ? 'stop' : 'go on';
  });
  const boxes = world.actors.map(({ judge }) => beliefs(judge));
  runOn(world);
  if (!killed) compared.end();
  if (tape && compared.differs) {
    const findings = captured(way, tape.recorder, tape.plan, world.now);
    killed = findings.some((f) => kills(f.requirements));
    found.push(...findings.filter((f) => !kills(f.requirements)).map((f) => f.rule));
  }
  return { same: !killed && !compared.differs, killed, found };
}

/** What is found in the file of a recorder, judged as a capture is. */
function captured({ seed, store }: Way, recorder: Recorder, plan: Plan, now: number): readonly Finding[] {
  recorder.ends(now);
  const file = fileOf(seed, recorder.tape(), plan);
  const { profile, spec } = store;
  const options = { profile, spec, recorder: plan.trust, lag: plan.lag };
  const { verdict } = judgeFile(file, plan.chunk, options, store);
  return verdict.connections.flatMap((c) => c.endpoints.flatMap((end) => end.findings));
}

/** What a right stack of the same draws would not have done in the whole walk, by rule. */
export function breachesOf(way: Way, plans: Plans): readonly string[] {
  const { world } = worldOf(
    way,
    plans,
    () => undefined,
    () => 'go on',
  );
  const cells = way.judged.cells(way.cells.profile);
  const truths = world.actors.map(({ host }) => new Truth(host, cells));
  runOn(world);
  for (const truth of truths) truth.expire(world.now);
  return truths.flatMap((truth) => truth.broken);
}
