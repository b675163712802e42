/** Two stacks drawn from the spec, a network between them, a recorder and a judge at each. */
import type { Cells } from '../checker/cells.ts';
import { Random } from '../checker/random-boxes.ts';
import { asPoint, split } from '../checker/split.ts';
import { CALL_BIT, E, HIGH } from '../spec/event.ts';
import type { Spec } from '../spec/rule.ts';
import { CLOSED } from '../spec/state.ts';
import { Actor, closeBit, DECIDES, openBit } from './actor.ts';
import { type Breach, breachesOf, type Oracle, oracleOf } from './contain.ts';
import { type Plans, SpecBug } from './host.ts';
import type { Vantage } from './judge.ts';
import { Keyed, keyOf, within } from './keys.ts';
import { Network } from './network.ts';
import type { Proposal } from './propose.ts';
import { Queue } from './queue.ts';
import { accusation, happens, stamped } from './record.ts';
import type { Packet } from './recorder/tape.ts';
import { asPeersWindows } from './recorder/windows.ts';
import { closingTime, settingOf } from './setting.ts';
import { strange } from './stranger.ts';
import type { Stranger, Theme } from './theme.ts';
import { themeOf } from './themes.ts';
import type { WalkOptions } from './walk-options.ts';

const MS = 1e6;
const SECOND = 1e9;
const MOST_EVENTS = 2500;
/** Rounds in which what is due now is looked for. */
const TRIES = 40;

/** What a walk draws for: each has numbers of its own, so that none shifts those of another. */
const SETTING = keyOf('setting');
const NETWORK = keyOf('network');
const USERS = keyOf('users');
const STRANGERS = keyOf('strangers');
const RECORDERS = keyOf('recorders');
const STACKS = keyOf('stacks');

export class World {
  private readonly key: number;
  /** For whoever draws, begun anew by each. */
  private readonly dice = new Keyed();
  readonly queue = new Queue();
  readonly actors: readonly [Actor, Actor];
  readonly alarms: string[] = [];
  readonly breaches: string[] = [];
  /** The first of the breaches, and whose judge it was. */
  breached: (Breach & { readonly actor: number }) | undefined;
  /** How often each permit explained a segment that a stack sent, by the place of its rule. */
  readonly fired: Uint32Array;
  segments = 0;
  now = 0;
  readonly lossy: boolean;
  readonly theme: Theme;
  private calls = 0;
  private readonly compares: boolean;
  private stopped = false;
  private readonly vantage: Vantage;
  private readonly options: WalkOptions;
  private readonly network: Network;
  private readonly oracle: Oracle;
  /** An event at the present time; the segment that a recorder has just seen; boxes to be used again. */
  private readonly present = stamped(0, 0, 0);
  private readonly seen = stamped(0, 0, 0);
  private readonly spare: Float64Array[] = [];
  private readonly end: number;
  private readonly lag: number;

  constructor(spec: Spec, plans: Plans, cells: Cells, options: WalkOptions) {
    this.theme = themeOf(new Random(options.seed));
    this.key = keyOf(`walk ${options.seed}`);
    this.options = options;
    this.vantage = options.vantage ?? 'trace';
    this.oracle = oracleOf(spec);
    this.fired = new Uint32Array(plans.spec.rules.length);
    // Seen from far, the stack is ahead of what the recorder knows of it: nothing to compare with.
    this.compares = (options.contain ?? true) && this.vantage !== 'stream-far' && this.vantage !== 'none';
    this.network = new Network(this.theme, within(this.key, NETWORK), this.dice, options.without);
    this.lossy = this.network.loss > 0;
    const logged = (drawn: boolean): boolean => (options.logged ?? drawn) && this.vantage === 'trace';
    const setting = settingOf(this.theme, this.dice.begin(within(this.key, SETTING)), logged);
    this.end = setting.end;
    this.lag = options.without?.includes('lag') ? 0 : options.lag;
    const lag = { in: this.lag, out: this.lag };
    const make = (i: 0 | 1): Actor => {
      const key = within(within(this.key, STACKS), i);
      return new Actor(plans, cells, lag, setting.wishes[i], key, setting, this.vantage, options.closure);
    };
    this.actors = [make(0), make(1)];
    for (const { judge } of this.actors) judge.listener = options.listen?.(judge);
    options.begun?.(this.actors);
    this.actors.forEach((actor, i) => this.user(actor, within(within(this.key, USERS), i)));
    // What a stranger sends need not pass a recorder at the other end, or in between.
    const alone =
      (options.recorder && options.recorder.near === undefined) ||
      this.vantage === 'stream-far' ||
      options.without?.includes('strangers');
    if (this.theme.stranger && !alone) this.disturb(this.theme.stranger);
  }

  /** The user opens at the beginning and closes some time later; stacks look after themselves in between. */
  private user(actor: Actor, key: number): void {
    const random = this.dice.begin(key);
    const { wish } = actor;
    const opens = random.between(0, 3 * MS);
    if (wish.open !== 'never' && wish.logged)
      this.queue.push(opens, () => this.call(actor, openBit(wish.open)));
    if (wish.open === 'passive' && wish.logged && this.theme.unlisten)
      this.queue.push(opens + random.between(0, Math.ceil(3 * this.network.delay) + 5 * MS), () =>
        this.call(actor, CALL_BIT.UNLISTEN),
      );
    if (wish.close !== 'never') {
      const closes = closingTime(
        this.theme,
        this.theme.together ? random.begin(within(this.key, USERS)) : random,
      );
      const part = random.pick([1, 1, 0, 0.5, 0.5]);
      const before = random.between(0, closes / 20);
      if (wish.logged) this.queue.push(closes - before + wish.later, () => this.receive(actor, part));
      this.queue.push(closes + wish.later, () => {
        actor.closing = true;
        if (wish.logged) this.call(actor, closeBit(wish.close));
        else this.act(actor, DECIDES.CLOSING);
      });
    }
    this.queue.push(opens + MS, () => this.tick(actor, 4 * MS));
  }

  /** Who reads all that there is before a CLOSE loses nothing; some read a part, or nothing. */
  private receive(actor: Actor, part: number): void {
    const amount = Math.ceil(actor.unread * part);
    if (amount > 0) this.call(actor, CALL_BIT.RECEIVE, amount);
  }

  /** Somebody who sends what nobody expects: resets, SYNs, old and future numbers near the true ones. */
  private disturb(stranger: Stranger): void {
    const key = within(this.key, STRANGERS);
    const random = this.dice.begin(key);
    const { least, most, from, to } = stranger;
    const n = random.between(least, most);
    for (let i = 0; i < n; i++)
      this.queue.push(random.between(from, to) * MS + random.between(0, MS), () => {
        const visit = this.dice.begin(within(key, i));
        const drawn = visit.pick(this.actors);
        // Of what reaches the other end a recorder at one end sees nothing.
        const near = this.options.recorder?.near;
        const actor = near === undefined ? drawn : this.actors[near];
        const e = strange(stranger, actor.host.box, visit);
        if (this.options.recorder)
          asPeersWindows(e, actor.windows, actor.host.box, this.actors[near === 0 ? 1 : 0].windows);
        this.arrives(actor, e);
      });
  }

  run(): void {
    for (let n = this.options.events ?? this.theme.events ?? MOST_EVENTS; n > 0; n--) {
      const next = this.queue.pop();
      if (!next || next.time > this.end) break;
      this.now = next.time;
      next.run();
      if (this.stopped || this.alarms.length > 0 || this.breaches.length > 0) return;
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
    this.options.log?.(actor === this.actors[0] ? 0 : 1, 'call', e);
    actor.decides(DECIDES.AFTER_CALL, this.now);
    if (actor.random.chance(0.75)) this.act(actor, DECIDES.AFTER_CALL);
  }

  /** The recorder sees a segment on its way to the stack; the stack reads it a little later, in order. */
  private arrives(actor: Actor, wire: Float64Array, packet?: Packet): void {
    this.segments++;
    if (packet) this.options.recorder?.arrives(packet, this.now);
    else this.options.recorder?.strange(actor === this.actors[0] ? 1 : 0, wire, this.now);
    const e = this.lag === 0 ? this.seen : new Float64Array(E.SIZE);
    e.set(wire);
    e[E.T0] = this.now;
    e[E.T1] = this.now + this.lag;
    e[E.STAMP] = this.now;
    e[E.FRAME] = ++actor.frames;
    asPoint(e);
    if (this.vantage === 'stream-far') this.passes(actor, e);
    else {
      actor.judge.arrives('segment arrives', e);
      this.look(actor, 'arrival');
    }
    if (this.lag === 0) {
      // A recorder that vouches for a quiescent stack: the next event comes after this one was read.
      this.reads(actor, e);
      return;
    }
    const waits = this.lagOf(actor, actor.frames);
    actor.inFree = Math.max(actor.inFree, this.now + waits);
    this.queue.push(actor.inFree, () => this.reads(actor, e));
  }

  /** How long this one of an actor's events is on its way between stack and recorder. */
  private lagOf(actor: Actor, frame: number): number {
    const key = within(within(this.key, RECORDERS), actor === this.actors[0] ? 0 : 1);
    const random = this.dice.begin(within(key, frame));
    return Math.floor(random.unit() ** 2 * this.lag);
  }

  private reads(actor: Actor, e: Float64Array): void {
    happens(e, this.now);
    actor.host.takes('segment arrives', e);
    // A SYN of another number begins another connection: recordings are split there, and walks end.
    this.stopped ||= actor.hasRead();
    this.promises(actor);
    actor.decides(DECIDES.AFTER_ARRIVAL, this.now);
    if (actor.random.chance(0.6)) this.act(actor, DECIDES.AFTER_ARRIVAL);
  }

  /**
   * An answer that is owed goes out at some time until its deadline, often early, now and then at the last
   * moment.
   */
  private promises(actor: Actor): void {
    const { debts } = actor.host;
    if (debts.count === 0) return;
    for (let place = 0; place < debts.size; place++) {
      const by = debts.by(place);
      if (by === Number.POSITIVE_INFINITY || actor.promised[place] === by) continue;
      actor.promised[place] = by;
      this.promise(actor, place, by);
    }
  }

  private promise(actor: Actor, place: number, by: number): void {
    actor.promises(place, this.now);
    const { random } = actor;
    const early = Math.min(by, this.now + random.between(0, 3 * MS));
    const at = random.chance(0.5) ? early : random.chance(0.1) ? by : random.between(this.now, by);
    this.queue.push(at, () => this.pay(actor, place, false));
    this.queue.push(by, () => this.pay(actor, place, true));
  }

  private pay(actor: Actor, place: number, last: boolean): void {
    const { debts } = actor.host;
    const owed = (): boolean => debts.by(place) <= (last ? this.now : Number.MAX_VALUE);
    if (!owed()) return;
    // What one draw does not find another may: a FIN to be sent again is not drawn each time.
    const decision = actor.pays(place, this.now);
    for (let n = last ? TRIES : 1; n > 0; n--) {
      const proposal = actor.payment(place, this.now, last, within(decision, n));
      if (!proposal) continue;
      this.emit(actor, proposal);
      return;
    }
    if (last && this.options.onFinding) debts.strike(place);
    else if (last) throw new SpecBug(`${debts.idOf(place)} obliges what no permit allows now`);
  }

  private tick(actor: Actor, wait: number): void {
    happens(this.present, this.now);
    actor.host.passes(this.present);
    actor.states |= actor.host.states;
    const sent = this.act(actor, DECIDES.AT_TICK);
    const next = sent ? 4 * MS : Math.min(wait * 1.6, 1500 * MS);
    actor.decides(DECIDES.UNTIL_TICK, this.now);
    this.queue.push(this.now + actor.random.between(1, Math.floor(next)), () => this.tick(actor, next));
  }

  /** Sends what some permits allow: a few segments at most. */
  private act(actor: Actor, when: number): boolean {
    let sent = false;
    const decision = actor.decides(when, this.now);
    if (when === DECIDES.AT_TICK && actor.host.states === CLOSED && actor.random.chance(0.7)) return false;
    for (let n = actor.random.between(1, 4); n > 0; n--) {
      const owing = actor.host.debts.dueBy(this.now + SECOND);
      const proposal = actor.choose(this.now, owing, within(decision, n));
      if (!proposal) return sent;
      this.emit(actor, proposal);
      sent = true;
    }
    return sent;
  }

  private emit(actor: Actor, { event: drawn, chosen }: Proposal): void {
    const event = drawn.slice();
    const { host } = actor;
    actor.windows.fit(event, host.box);
    const side = actor === this.actors[0] ? 0 : 1;
    const packet = this.options.recorder?.sends(side, event, host.box);
    const lags = this.lag > 0;
    const before = lags ? this.copy(host.box) : host.box;
    host.sends(event, chosen);
    actor.hasSent(event[E.FLAGS] ?? 0);
    if ((event[E.NEW_LEN] ?? 0) > 0) actor.text += event[E.TEXT] ?? 0;
    for (const rule of chosen) if (rule >= 0) this.fired[rule] = (this.fired[rule] ?? 0) + 1;
    this.promises(actor);
    if (!lags) {
      this.leaves(actor, event, host.box, packet);
      return;
    }
    actor.unseen.push({ event, before, after: this.copy(host.box), packet });
    actor.outFree = Math.max(actor.outFree, this.now + this.lagOf(actor, -++actor.sent));
    this.queue.push(actor.outFree, () => {
      const out = actor.unseen.shift();
      if (!out) throw new Error('unreachable: every output is queued once');
      this.leaves(actor, out.event, out.after, out.packet);
      this.spare.push(out.before, out.after);
    });
  }

  private copy(box: Float64Array): Float64Array {
    const copy = this.spare.pop() ?? new Float64Array(box.length);
    copy.set(box);
    return copy;
  }

  /** The recorder stamps an output, which left this state behind; then the network has it. */
  private leaves(actor: Actor, event: Float64Array, after: Float64Array, packet: Packet | undefined): void {
    this.segments++;
    const e = this.seen;
    e.set(event);
    e[E.T0] = this.now - this.lag;
    e[E.T1] = this.now;
    e[E.STAMP] = this.now;
    e[E.FRAME] = ++actor.frames;
    asPoint(e);
    this.options.log?.(actor === this.actors[0] ? 0 : 1, 'sent', e);
    if (this.vantage === 'stream-far') this.departs(actor, event);
    else {
      actor.judge.sent(e);
      this.look(actor, 'sent', after);
    }
    if (packet) this.options.recorder?.leaves(packet, this.now);
    this.carry(actor, event, packet);
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
    happens(e, this.now);
    asPoint(e);
    to.judge.arrives('segment arrives', e);
    this.look(to, 'arrival');
  }

  private carry(actor: Actor, wire: Float64Array, packet: Packet | undefined): void {
    const to = actor === this.actors[0] ? this.actors[1] : this.actors[0];
    wire.fill(0, E.SEQ + HIGH);
    this.network.carry(actor === this.actors[0] ? 0 : 1, this.now, (at, lost) => {
      if (packet) this.options.recorder?.carried(packet, this.now, at, lost);
      if (!lost) this.queue.push(at, () => this.arrives(to, wire, packet));
    });
  }

  /** Alarms and breaches of one actor after an event. */
  private look(actor: Actor, what: string, point: Float64Array = actor.recorded): void {
    const { judge } = actor;
    const side = actor === this.actors[0] ? 0 : 1;
    if (this.options.onFinding) {
      for (const raw of judge.raw.slice(actor.found))
        this.stopped ||= this.options.onFinding(side, raw) === 'stop';
      actor.found = judge.raw.length;
      return;
    }
    const contained = !this.compares || this.oracle(judge, point);
    if (contained && judge.raw.length === 0) return;
    const place = `seed ${this.options.seed} ${'AB'[side]} frame ${actor.frames} t ${(this.now / MS).toFixed(3)} ms, ${what}`;
    const raw = judge.raw.at(-1);
    if (raw) this.alarms.push(`${place}: ${accusation(raw)}`);
    if (contained) return;
    for (const breach of breachesOf(judge, point)) {
      this.breached ??= { ...breach, actor: side };
      this.breaches.push(`${place}: ${breach.text}`);
    }
  }
}
