/** One walk: two stacks drawn from the spec, a network between them, a recorder and a judge at each. */
import type { Cells } from '../checker/cells.ts';
import { Random } from '../checker/random-boxes.ts';
import { asPoint, split } from '../checker/split.ts';
import { CALL_BIT, E, HIGH } from '../spec/event.ts';
import type { Spec } from '../spec/rule.ts';
import { CLOSED } from '../spec/state.ts';
import { STATE } from '../spec/tcb.ts';
import { Actor, closeBit, openBit, type Wish } from './actor.ts';
import { breachesOf, computedsOf } from './contain.ts';
import { type Plans, SpecBug } from './host.ts';
import type { Vantage } from './judge.ts';
import type { Proposal } from './propose.ts';
import { Queue } from './queue.ts';
import { accusation, stamped } from './record.ts';
import { strange } from './stranger.ts';
import { type Stranger, type Theme, themeOf } from './theme.ts';

export interface WalkOptions {
  readonly seed: number;
  /** The most that inputs and outputs lag, nanoseconds. */
  readonly lag: number;
  /** Off only to show that the oracle bites. */
  readonly closure: boolean;
  /** Who judges; a capture has no calls, and one away from the stack sees it through the network. */
  readonly vantage?: Vantage;
  /** Before anything happens: who wants to write down what the judges see. */
  readonly begun?: (actors: readonly [Actor, Actor]) => void;
}

export interface Walk {
  readonly segments: number;
  readonly alarms: readonly string[];
  readonly breaches: readonly string[];
  readonly bugs: readonly string[];
  /** How often each permit explained a segment that a stack sent. */
  readonly fired: ReadonlyMap<string, number>;
  /** States that the stacks were in. */
  readonly states: number;
  /** Coverage of the two judges. */
  readonly coverage: readonly Uint32Array[];
  readonly lossy: boolean;
}

const MS = 1e6;
const SECOND = 1e9;
const MOST_EVENTS = 2500;
/** Rounds in which what is due now is looked for. */
const TRIES = 40;

class World {
  readonly random: Random;
  readonly queue = new Queue();
  readonly actors: readonly [Actor, Actor];
  readonly alarms: string[] = [];
  readonly breaches: string[] = [];
  readonly fired = new Map<string, number>();
  segments = 0;
  now = 0;
  readonly lossy: boolean;
  readonly theme: Theme;
  private calls = 0;
  private readonly vantage: Vantage;
  private readonly options: WalkOptions;
  private readonly delay: number;
  private readonly loss: number;
  private readonly reorder: number;
  private readonly double: number;
  private readonly silentUntil: number;
  private readonly computeds: ReturnType<typeof computedsOf>;
  private readonly end: number;

  constructor(spec: Spec, plans: Plans, cells: Cells, options: WalkOptions) {
    const random = new Random(options.seed);
    this.random = random;
    this.theme = themeOf(random);
    this.options = options;
    this.vantage = options.vantage ?? 'trace';
    this.computeds = computedsOf(spec);
    this.delay = random.pick([0.2, 1, 5, 20, 80]) * MS;
    const { network } = this.theme;
    this.loss = network?.loss ?? random.pick([0, 0, 0.02, 0.1, 0.25]);
    this.reorder = network?.reorder ?? random.pick([0, 0, 0.05, 0.2]);
    this.double = network?.double ?? random.pick([0, 0.03, 0.3, 0.3]);
    this.lossy = this.loss > 0;
    // Now and then nothing arrives for a while: only timers speak.
    this.silentUntil =
      random.between(Math.floor((this.theme.silence ?? 0) / 2), this.theme.silence ?? 0) * SECOND;
    this.end = random.pick(this.theme.long ? [60, 90] : [20, 40, 80]) * SECOND;
    const lag = { in: options.lag, out: options.lag };
    const temper = { will: random.pick([0.02, 0.15, 0.5]), reach: random.pick([50, 400, 2000]) * MS };
    const nature = {
      longest: random.pick([100, 600, 1460, 3000]),
      window: random.pick([1500, 9000, 65535]),
      mss: random.pick([536, 1000, 1460]),
    };
    const make = (wish: Wish): Actor => {
      const { vantage } = this;
      return new Actor(plans, cells, lag, wish, random, temper, nature, STATE.slot, vantage, options.closure);
    };
    const [a, b] = this.wishes();
    this.actors = [make(a), make(b)];
    options.begun?.(this.actors);
    for (const actor of this.actors) this.user(actor);
    // What a stranger sends need not pass a recorder at the other end.
    if (this.theme.stranger && this.vantage !== 'far') this.disturb(this.theme.stranger);
  }

  private wishes(): [Wish, Wish] {
    const { random, theme } = this;
    const wish = (i: 0 | 1): Wish => ({
      open: theme.opens[i],
      logged: random.chance(theme.logged ?? 0.65) && this.vantage === 'trace',
      appetite: random.pick(theme.appetite[i]),
      close: random.pick(theme.closes[i]),
    });
    // Who opens actively is A or B by chance, so that no seed ties a role to a side.
    return random.chance(0.5) ? [wish(0), wish(1)] : [wish(1), wish(0)];
  }

  /** The user opens at the beginning and closes some time later; stacks look after themselves in between. */
  private user(actor: Actor): void {
    const { random } = this;
    const { wish } = actor;
    const opens = random.between(0, 3 * MS);
    if (wish.open !== 'never' && wish.logged)
      this.queue.push(opens, () => this.call(actor, openBit(wish.open)));
    if (wish.open === 'passive' && wish.logged && this.theme.unlisten)
      this.queue.push(opens + random.between(0, Math.ceil(3 * this.delay) + 5 * MS), () =>
        this.call(actor, CALL_BIT.UNLISTEN),
      );
    if (wish.close !== 'never') {
      const closes = this.closing(random.pick(this.theme.closeBy) * MS);
      if (wish.logged) this.queue.push(closes - random.between(0, closes / 20), () => this.receive(actor));
      this.queue.push(closes, () => {
        actor.closing = true;
        if (wish.logged) this.call(actor, closeBit(wish.close));
        else this.act(actor, false);
      });
    }
    this.queue.push(opens + MS, () => this.tick(actor, 4 * MS));
  }

  /** Who reads all that there is before a CLOSE loses nothing; some read a part, or nothing. */
  private receive(actor: Actor): void {
    const { random } = this;
    const part = random.pick([1, 1, 0, 0.5, 0.5]);
    const amount = Math.ceil(actor.unread * part);
    if (amount > 0) this.call(actor, CALL_BIT.RECEIVE, amount);
  }

  /** Mostly late enough for the handshake to be over, now and then in its midst. */
  private closing(by: number): number {
    return this.random.between(this.random.chance(0.85) ? by / 3 : 1, by);
  }

  /** Somebody who sends what nobody expects: resets, SYNs, old and future numbers near the true ones. */
  private disturb(stranger: Stranger): void {
    const { random } = this;
    const { least, most, from, to } = stranger;
    const n = random.between(least, most);
    for (let i = 0; i < n; i++)
      this.queue.push(random.between(from, to) * MS + random.between(0, MS), () => {
        const actor = random.pick(this.actors);
        this.arrives(actor, strange(stranger, actor.host.box, random));
      });
  }

  run(): void {
    for (let n = 0; n < MOST_EVENTS; n++) {
      const next = this.queue.pop();
      if (!next || next.time > this.end) break;
      this.now = next.time;
      next.run();
      if (this.alarms.length > 0 || this.breaches.length > 0) return;
    }
    for (const actor of this.actors) {
      // Outputs that the recorder has not stamped yet are not part of the recording.
      if (actor.unseen.length > 0) continue;
      actor.judge.end(stamped(this.now, 0, 0));
      this.look(actor, 'end');
    }
  }

  private call(actor: Actor, bits: number, amount = 0): void {
    const e = stamped(this.now, 0, 0);
    e[E.FLAGS] = bits;
    e[E.AMOUNT] = amount;
    actor.host.takes('call', e);
    this.promises(actor);
    const call = this.calls++;
    actor.judge.arrives('call', e.slice(), call);
    this.look(actor, 'call');
    actor.judge.returned(e.slice(), call);
    this.look(actor, 'return');
    if (this.random.chance(0.5)) this.act(actor, false);
  }

  /** The recorder sees a segment on its way to the stack; the stack reads it a little later, in order. */
  private arrives(actor: Actor, wire: Float64Array): void {
    this.segments++;
    const e = wire.slice();
    e[E.T0] = this.now;
    e[E.T1] = this.now + this.options.lag;
    e[E.STAMP] = this.now;
    e[E.FRAME] = ++actor.frames;
    asPoint(e);
    if (this.vantage === 'far') this.passes(actor, e);
    else {
      actor.judge.arrives('segment arrives', e);
      this.look(actor, 'arrival');
    }
    if (this.options.lag === 0) {
      // A recorder that vouches for a quiescent stack: the next event comes after the stack has read this
      // one.
      this.reads(actor, e);
      return;
    }
    const waits = Math.floor(this.random.unit() ** 2 * this.options.lag);
    actor.inFree = Math.max(actor.inFree, this.now + waits);
    this.queue.push(actor.inFree, () => this.reads(actor, e));
  }

  private reads(actor: Actor, seen: Float64Array): void {
    const e = seen.slice();
    e[E.T0] = this.now;
    e[E.T1] = this.now;
    e[E.STAMP] = this.now;
    actor.host.takes('segment arrives', e);
    actor.states |= actor.host.states;
    this.promises(actor);
    if (this.random.chance(0.6)) this.act(actor, false);
  }

  /**
   * An answer that is owed goes out at some time until its deadline, often early, now and then at the last
   * moment.
   */
  private promises(actor: Actor): void {
    for (const { rule, by } of actor.host.debts.due()) {
      if (actor.promised.get(rule.id) === by) continue;
      actor.promised.set(rule.id, by);
      this.promise(actor, rule.id, by);
    }
  }

  private promise(actor: Actor, rule: string, by: number): void {
    const { random } = this;
    const early = Math.min(by, this.now + random.between(0, 3 * MS));
    const at = random.chance(0.5) ? early : random.chance(0.1) ? by : random.between(this.now, by);
    this.queue.push(at, () => this.pay(actor, rule, false));
    this.queue.push(by, () => this.pay(actor, rule, true));
  }

  private pay(actor: Actor, rule: string, last: boolean): void {
    const owed = (): boolean =>
      actor.host.debts.due().some((d) => d.rule.id === rule && (!last || d.by <= this.now));
    // What one draw does not find another may: a FIN that must be sent again is not drawn each time.
    for (let n = last ? TRIES : 1; n > 0 && owed(); n--)
      for (const permit of actor.shuffled()) {
        if (!last && permit.often < 1 && !this.random.chance(permit.often)) continue;
        const proposal = actor.proposer.propose(permit, this.now);
        if (!proposal) continue;
        if (!actor.host.debts.wouldPay(rule, proposal.event, actor.host.debtView())) continue;
        this.emit(actor, proposal);
        return;
      }
    if (last && owed()) throw new SpecBug(`${rule} obliges what no permit allows now`);
  }

  private tick(actor: Actor, wait: number): void {
    const e = stamped(this.now, 0, 0);
    actor.host.passes(e);
    actor.states |= actor.host.states;
    const sent = this.act(actor, true);
    const next = sent ? 4 * MS : Math.min(wait * 1.6, 1500 * MS);
    this.queue.push(this.now + this.random.between(1, Math.floor(next)), () => this.tick(actor, next));
  }

  /** Sends what some permits allow: a few segments at most. */
  private act(actor: Actor, ticking: boolean): boolean {
    let sent = false;
    if (ticking && actor.host.states === CLOSED && this.random.chance(0.7)) return false;
    for (let n = this.random.between(1, 4); n > 0; n--) {
      const owing = actor.host.debts.due().some((d) => d.by <= this.now + SECOND);
      const proposal = actor.choose(this.now, owing);
      if (!proposal) return sent;
      this.emit(actor, proposal);
      sent = true;
    }
    return sent;
  }

  private emit(actor: Actor, proposal: Proposal): void {
    const { event, chosen } = proposal;
    const before = actor.host.box.slice();
    actor.host.sends(event, chosen);
    actor.states |= actor.host.states;
    if ((event[E.NEW_LEN] ?? 0) > 0) actor.text += event[E.TEXT] ?? 0;
    for (const permit of chosen.values()) this.fired.set(permit.id, (this.fired.get(permit.id) ?? 0) + 1);
    this.promises(actor);
    actor.unseen.push({ event, before, after: actor.host.box.slice() });
    if (this.options.lag === 0) {
      this.leaves(actor);
      return;
    }
    const lags = Math.floor(this.random.unit() ** 2 * this.options.lag);
    actor.outFree = Math.max(actor.outFree, this.now + lags);
    this.queue.push(actor.outFree, () => this.leaves(actor));
  }

  /** The recorder stamps the oldest output; then the network has it. */
  private leaves(actor: Actor): void {
    const out = actor.unseen.shift();
    if (!out) throw new Error('unreachable: every output is queued once');
    this.segments++;
    const e = out.event.slice();
    e[E.T0] = this.now - this.options.lag;
    e[E.T1] = this.now;
    e[E.STAMP] = this.now;
    e[E.FRAME] = ++actor.frames;
    asPoint(e);
    if (this.vantage === 'far') this.departs(actor, out.event);
    else {
      actor.judge.sent(e);
      this.look(actor, 'sent', out.after);
    }
    this.carry(actor, out.event);
  }

  /** A recorder at this stack sees what the other one has sent, late and with gaps. */
  private passes(actor: Actor, arrived: Float64Array): void {
    const from = actor === this.actors[0] ? this.actors[1] : this.actors[0];
    const e = arrived.slice();
    split(e, from.judge.sndMax, undefined);
    asPoint(e);
    from.judge.sent(e);
    this.look(from, 'sent');
  }

  /** What this stack sends is what the other one may get: the recorder here sees it leave. */
  private departs(actor: Actor, wire: Float64Array): void {
    const to = actor === this.actors[0] ? this.actors[1] : this.actors[0];
    const e = wire.slice();
    e[E.T0] = this.now;
    e[E.T1] = this.now;
    e[E.STAMP] = this.now;
    asPoint(e);
    to.judge.arrives('segment arrives', e);
    this.look(to, 'arrival');
  }

  private carry(actor: Actor, wire: Float64Array): void {
    const { random } = this;
    const to = actor === this.actors[0] ? this.actors[1] : this.actors[0];
    const copies = random.chance(this.double) ? 2 : 1;
    const e = wire.slice();
    for (let i: number = E.SEQ; i < HIGH; i++) e[i + HIGH] = 0;
    for (let i = 0; i < copies; i++) {
      if (this.now < this.silentUntil || random.chance(this.loss)) continue;
      const late = random.chance(this.reorder) ? random.unit() * 3 * this.delay : 0;
      this.queue.push(Math.ceil(this.now + this.delay + late), () => this.arrives(to, e));
    }
  }

  /** Alarms and breaches of one actor after an event. */
  private look(actor: Actor, what: string, point: Float64Array = actor.recorded): void {
    const who = actor === this.actors[0] ? 'A' : 'B';
    const place = `seed ${this.options.seed} ${who} frame ${actor.frames} t ${(this.now / MS).toFixed(3)} ms, ${what}`;
    const raw = actor.judge.raw.at(-1);
    if (raw) this.alarms.push(`${place}: ${accusation(raw)}`);
    // Seen from far, the stack is ahead of what the recorder knows of it: nothing to compare with.
    if (this.vantage === 'far') return;
    for (const breach of breachesOf(actor.judge, point, this.computeds))
      this.breaches.push(`${place}: ${breach}`);
  }
}

/** Walks once. A broken spec shows as `bugs`; they stop the walk. */
export function walk(spec: Spec, plans: Plans, cells: Cells, options: WalkOptions): Walk {
  const world = new World(spec, plans, cells, options);
  const bugs: string[] = [];
  try {
    world.run();
  } catch (error) {
    if (!(error instanceof SpecBug)) throw error;
    bugs.push(`seed ${options.seed} t ${(world.now / MS).toFixed(3)} ms: ${error.message}`);
  }
  return {
    segments: world.segments,
    alarms: world.alarms,
    breaches: world.breaches,
    bugs,
    fired: world.fired,
    states: world.actors[0].states | world.actors[1].states,
    coverage: world.actors.map((a) => a.judge.coverage),
    lossy: world.lossy,
  };
}
