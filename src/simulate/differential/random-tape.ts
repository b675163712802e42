/**
 * Short traces that no stack has walked: a handshake, then segments and calls by chance, mostly with numbers
 * that fit. Everything is decided by a handful of small numbers, so that they often meet.
 */
import type { Random } from '../../checker/random-boxes.ts';
import { BIT, CALL_BIT, E } from '../../spec/event.ts';
import { currentPractice } from '../../spec/profile.ts';
import { CLOSED, LISTEN } from '../../spec/state.ts';
import { numbered, type Tape, type TapeStep } from './tape.ts';

const MS = 1e6;
const OWN = 10_000;
const PEER = 50_000;
const { ACK, FIN, RST, SYN, PSH } = BIT;
const PAUSES = [0, 0, 0, 0.1, 0.1, 1, 1, 1, 3, 3, 20, 20, 50, 300, 600, 1200, 5000, 12_000];
const BESIDE = [...Array.from({ length: 20 }, () => 0), -1, 1, -100, 100, 100];
const TEXTS = [0, 0, 0, 1, 100, 100, 500];

/** What the two ends have got to, as far as the trace shows. */
class Script {
  readonly steps: TapeStep[] = [];
  private readonly random: Random;
  private readonly lag: number;
  private readonly stamped: boolean;
  private now = 10_000 * MS;
  private sndMax = OWN;
  private peerMax = PEER;
  private next = PEER;
  private acked = OWN;
  private recent = 0;
  private calls = 0;
  private readonly blocked: number[] = [];

  constructor(random: Random, lag: number, stamped: boolean) {
    this.random = random;
    this.lag = lag;
    this.stamped = stamped;
  }

  private event(kind: TapeStep['kind'], flags: number): Float64Array {
    const e = new Float64Array(E.SIZE);
    e[E.T0] = this.now - (kind === 'sent' ? this.lag : 0);
    e[E.T1] = this.now + (kind === 'arrived' ? this.lag : 0);
    e[E.STAMP] = this.now;
    e[E.FLAGS] = flags;
    e[E.MSS] = 536;
    e[E.SHIFT] = -1;
    return e;
  }

  waits(): void {
    this.now += this.random.pick(PAUSES) * MS;
  }

  /** A call may block: what happens before it returns may come before what it does, or after. */
  call(bit: number): void {
    const call = this.calls++;
    const event = this.event('call', bit);
    event[E.AMOUNT] = bit === CALL_BIT.RECEIVE ? this.random.pick([1, 100, 200]) : 0;
    this.steps.push({ kind: 'call', event, call });
    this.blocked.push(call);
    if (this.random.chance(0.95)) this.returns();
  }

  returns(): void {
    for (const call of this.blocked.splice(0))
      this.steps.push({ kind: 'return', event: this.event('return', 0), call });
  }

  private segment(kind: 'sent' | 'arrived', flags: number, seq: number, ack: number, text: number): void {
    const e = this.event(kind, flags);
    e[E.SEQ] = seq;
    e[E.ACK] = (flags & ACK) === 0 ? 0 : ack;
    e[E.TEXT] = text;
    e[E.LEN] = text + ((flags & SYN) === 0 ? 0 : 1) + ((flags & FIN) === 0 ? 0 : 1);
    // The right edge stands while octets come in.
    e[E.WND] = kind === 'sent' ? Math.max(0, PEER + 8000 - ack) : 4000;
    if ((flags & SYN) !== 0) {
      e[E.MSS] = 1460;
      e[E.FLAGS] = (e[E.FLAGS] ?? 0) | BIT.MSS | BIT.SACK_PERMITTED;
    }
    if (this.stamped && (flags & RST) === 0) this.stamp(kind, e);
    this.steps.push({ kind, event: e, call: -1 });
  }

  /** Both clocks tick in milliseconds; behind the SYNs an old number comes now and then, or is echoed. */
  private stamp(kind: 'sent' | 'arrived', e: Float64Array): void {
    const { random } = this;
    const flags = e[E.FLAGS] ?? 0;
    const tick = Math.floor(this.now / MS);
    const odd = (flags & SYN) === 0;
    const echoes = (flags & ACK) !== 0;
    const old = kind === 'arrived' && odd && random.chance(0.1) ? random.pick([5, 700]) : 0;
    const echo = kind === 'arrived' ? tick : this.recent - (odd && random.chance(0.03) ? 1 : 0);
    e[E.FLAGS] = flags | BIT.TIMESTAMPS | (echoes ? 0 : BIT.ECHO_ZERO);
    e[E.TSVAL] = tick - old;
    e[E.TSECR] = echoes ? echo : 0;
  }

  arrives(flags: number): void {
    const { random } = this;
    const text = (flags & (SYN | RST)) === 0 ? random.pick(TEXTS) : 0;
    const seq = random.pick([this.peerMax, this.next]) + random.pick(BESIDE);
    const ack = random.pick([this.sndMax, this.sndMax, this.acked]) + random.pick(BESIDE);
    this.segment('arrived', flags, seq, ack, text);
    const end = seq + text + ((flags & (SYN | FIN)) === 0 ? 0 : 1);
    if ((flags & (SYN | RST)) === 0) this.reads(seq, end);
    this.acked = Math.max(this.acked, Math.min(ack, this.sndMax));
  }

  /** What the stack would answer with, were nothing held above a gap. */
  private reads(seq: number, end: number): void {
    this.peerMax = Math.max(this.peerMax, end);
    if (seq > this.next) return;
    this.next = Math.max(this.next, end);
    this.recent = this.steps.at(-1)?.event[E.TSVAL] ?? 0;
  }

  sends(flags: number): void {
    const { random } = this;
    const text = (flags & (SYN | RST)) === 0 ? random.pick(TEXTS) : 0;
    const from = random.chance(0.85) ? this.sndMax : random.pick([this.acked, this.acked, OWN]);
    this.segment('sent', flags, from + random.pick(BESIDE), this.next + random.pick(BESIDE), text);
    const end = from + text + ((flags & (SYN | FIN)) === 0 ? 0 : 1);
    if ((flags & RST) === 0) this.sndMax = Math.max(this.sndMax, end);
  }

  /** The three segments of a handshake, in their order. */
  opens(active: boolean): void {
    const order = active ? ['sent', 'arrived', 'sent'] : ['arrived', 'sent', 'arrived'];
    const flags = [SYN, SYN | ACK, ACK];
    order.forEach((kind, i) => {
      this.now += 2 * MS;
      const own = kind === 'sent';
      const [seq, ack] = own ? [this.sndMax, this.peerMax] : [this.peerMax, this.sndMax];
      this.segment(own ? 'sent' : 'arrived', flags[i] ?? ACK, seq, ack, 0);
      if (i < 2 && own) this.sndMax++;
      if (i < 2 && !own) this.reads(this.peerMax, this.peerMax + 1);
      this.acked = this.sndMax;
    });
  }
}

const MOSTLY = Array.from({ length: 16 }, () => ACK);
const ARRIVING = [...MOSTLY, ACK | PSH, ACK | FIN, ACK | FIN, RST, RST | ACK, SYN, SYN | ACK];
const SENDING = [...MOSTLY, ACK | PSH, ACK | FIN, ACK | FIN, RST, SYN | ACK];
const CALLS = [CALL_BIT.SHUTDOWN, CALL_BIT.CLOSE, CALL_BIT.CLOSE, CALL_BIT.ABORT, CALL_BIT.RECEIVE];

export function randomTape(random: Random, seed: number): Tape {
  const lag = random.pick([0, 0, MS, 5 * MS]);
  const logged = random.chance(0.6);
  const active = random.chance(0.4);
  const script = new Script(random, lag, random.chance(0.5));
  if (logged) script.call(active ? CALL_BIT.ACTIVE_OPEN : CALL_BIT.PASSIVE_OPEN);
  script.opens(active);
  for (let n = random.between(3, 14); n > 0; n--) {
    script.waits();
    if (random.chance(0.4)) script.returns();
    const what = random.unit();
    if (what < 0.5) script.arrives(random.pick(ARRIVING));
    else if (what < 0.94 || !logged) script.sends(random.pick(SENDING));
    else script.call(random.pick(CALLS));
  }
  return {
    name: `random ${seed}`,
    lag: { in: lag, out: lag },
    beginning: { states: logged ? CLOSED : CLOSED | LISTEN, callsLogged: logged },
    profile: currentPractice,
    steps: numbered(script.steps),
  };
}
