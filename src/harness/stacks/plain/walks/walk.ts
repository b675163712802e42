/**
 * Walks of two plain stacks: joined by a path of a seed's weather, used by programs of the seed, recorded.
 */
import type { Endpoint, Nanos, Trace, TraceHeader } from '../../../../trace/trace.ts';
import { MS } from '../../../clock.ts';
import type { Family } from '../../../stack.ts';
import { drawChoices } from '../choices.ts';
import { Dice } from '../dice.ts';
import { plainStack } from '../plain.ts';
import { drawWeather, Path } from './path.ts';
import { Program } from './program.ts';
import { Schedule } from './schedule.ts';
import { type Lag, Station } from './station.ts';
import { strangersDatagram } from './stranger.ts';

export interface PlainWalk {
  readonly seed: number;
  /** One of each stack, seen from its own end. */
  readonly traces: readonly Trace[];
  /** Segments in both traces. */
  readonly segments: number;
}

const SECOND: Nanos = 1000 * MS;
/** A walk that says more than this is cut off. */
const SEGMENTS_MOST = 4000;
const NO_LAG: Lag = { in: 0, out: 0 };

const ADDRESSES: readonly [string, string, Family][] = [
  ['192.0.2.1', '192.0.2.2', 'ipv4'],
  ['2001:db8::1', '2001:db8::2', 'ipv6'],
];

class Walk {
  readonly dice: Dice;
  readonly schedule = new Schedule();
  readonly family: Family;
  readonly stations: readonly [Station, Station];
  readonly lag: Lag;
  readonly api: boolean;
  readonly closing: Nanos;
  readonly end: Nanos;
  now: Nanos = 0;

  constructor(seed: number) {
    const dice = new Dice(seed);
    this.dice = dice;
    const [a, b, family] = dice.pick([ADDRESSES[0], ADDRESSES[1]] as [
      [string, string, Family],
      ...(readonly [string, string, Family])[],
    ]);
    this.family = family;
    this.lag = dice.chance(0.3)
      ? { in: dice.pick([MS, 5 * MS]), out: dice.chance(0.5) ? 0 : 5 * MS }
      : NO_LAG;
    this.api = dice.chance(0.8);
    this.closing = dice.pick([2, 8, 30]) * SECOND;
    this.end = this.closing + dice.pick([5, 60, 400]) * SECOND;
    const station = (address: string): Station => {
      const addresses = { ipv4: address, ipv6: address };
      const stack = plainStack({ choices: drawChoices(dice), seed: dice.between(0, 0xffffffff), addresses });
      const { schedule, lag, api } = this;
      return new Station({ stack, address, schedule, dice, lag, api });
    };
    this.stations = [station(a), station(b)];
    const [left, right] = this.stations;
    const join = (from: Station, to: Station): void => {
      const path = new Path(dice, drawWeather(dice), this.schedule, (d) => to.arrive(d));
      from.connectTo((datagram) => path.send(datagram, from.stack.now()));
    };
    join(left, right);
    join(right, left);
  }

  /** Runs both stacks and everything planned, one moment after the other. */
  run(): void {
    const [left, right] = this.stations;
    for (;;) {
      const due = Math.min(this.schedule.next, left.stack.nextTimer(), right.stack.nextTimer());
      if (due > this.end || left.segments + right.segments > SEGMENTS_MOST) break;
      this.now = Math.max(this.now, due);
      this.#advanceTo(this.now);
      this.schedule.runOne(this.now);
    }
    // A walk that is cut off ends where it is, so that nothing seems to be late.
    if (left.segments + right.segments <= SEGMENTS_MOST) this.#advanceTo(this.end);
  }

  #advanceTo(moment: Nanos): void {
    for (const station of this.stations)
      while (station.stack.now() < moment || station.stack.nextTimer() <= moment) station.advance(moment);
  }

  /** A connection by `socket` of a station has a user from now on. */
  play(station: Station, socket: number): void {
    const until = this.closing + Math.floor(this.dice.unit() * 2 * SECOND);
    void new Program(station, this.schedule, this.dice, socket, until);
  }

  later(most: Nanos, action: () => void): void {
    this.schedule.at(this.now + Math.floor(this.dice.unit() * most), action);
  }
}

/** Somebody listens at a port, accepts what comes, and leaves when the walk closes. */
function serve(walk: Walk, station: Station, port: number): void {
  const { dice } = walk;
  const local: Endpoint = { address: station.address, port };
  const socket = station.socket(walk.family);
  station.bind(socket, local);
  if (dice.chance(0.2)) station.option(socket, 'receive-buffer', dice.pick([600, 4_000, 30_000]));
  station.listen(socket, local, dice.pick([1, 2, 8]));
  const leaves = dice.chance(0.3) ? walk.closing * dice.unit() : walk.closing + SECOND;
  const look = (): void => {
    if (walk.now >= leaves) return void station.close(socket);
    const child = station.accept(socket);
    if (child !== undefined) walk.play(station, child);
    walk.later(dice.pick([10 * MS, 300 * MS]), look);
  };
  look();
}

/** A station opens a connection to the other, and another one later now and then, by the same port or not. */
function call(walk: Walk, from: Station, remote: Endpoint, port: number | undefined, times: number): void {
  const { dice } = walk;
  const socket = from.socket(walk.family);
  if (port !== undefined) from.bind(socket, { address: from.address, port });
  if (dice.chance(0.1)) from.option(socket, 'max-segment', dice.pick([300, 536, 1200]));
  const reply = from.connect(socket, remote);
  if (reply.error !== 'EINPROGRESS') from.close(socket);
  else walk.play(from, socket);
  if (times > 1) walk.later(walk.closing, () => call(walk, from, remote, port, times - 1));
}

function users(walk: Walk): void {
  const { dice } = walk;
  const [left, right] = walk.stations;
  const at: Endpoint = { address: left.address, port: 8080 };
  const how = dice.chance(0.8) ? 'serve' : dice.pick(['together', 'together', 'nobody']);
  if (how === 'serve') serve(walk, left, at.port);
  const port = how === 'together' || dice.chance(0.4) ? 40_000 : undefined;
  const times = how === 'serve' ? dice.pick([1, 1, 2, 3]) : 1;
  walk.later(50 * MS, () => call(walk, right, at, port, times));
  if (how !== 'together') return;
  walk.later(50 * MS, () => call(walk, left, { address: right.address, port: 40_000 }, at.port, 1));
}

function strangers(walk: Walk): void {
  const { dice } = walk;
  if (!dice.chance(0.3)) return;
  const times = dice.between(1, 8);
  for (let n = 0; n < times; n++)
    walk.schedule.at(Math.floor(dice.unit() * dice.unit() * (walk.closing + 3 * SECOND)), () => {
      const station = dice.pick([walk.stations[0], walk.stations[1]]);
      const datagram = strangersDatagram(dice, station.heard, walk.api);
      if (datagram !== undefined) station.arrive(datagram);
    });
}

function headerOf(walk: Walk, seed: number, station: Station): TraceHeader {
  const { version, settings } = station.stack.hello();
  return {
    stack: 'plain',
    version,
    scenario: 'walk/plain',
    seed,
    profile: '',
    clock: 'virtual',
    position: 'near',
    api: walk.api,
    lossless: true,
    lag: { ...walk.lag, error: 0 },
    started: '',
    settings,
    tool: 'walk of plain stacks',
  };
}

/** The walk of a seed, the same every time. */
export function walkPlain(seed: number): PlainWalk {
  const walk = new Walk(seed);
  users(walk);
  strangers(walk);
  walk.run();
  const traces = walk.stations.map((station) => station.trace(headerOf(walk, seed, station)));
  return { seed, traces, segments: walk.stations.reduce((sum, { segments }) => sum + segments, 0) };
}
