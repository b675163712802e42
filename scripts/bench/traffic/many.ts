/**
 * Short connections in the manner of HTTP: some requests of about 200 octets, responses of 1 … 20 kB, close
 * by either end. Every second server is beside the recorder, and every other client.
 */
import { SYN } from '../../../src/trace/trace.ts';
import { host } from './bulk.ts';
import type { App, Endpoint } from './endpoint.ts';
import { Path, type Scene } from './path.ts';
import { FULL, type Host, type Sent } from './segment.ts';

const MS = 1e6;
const US = 1000;
/** From one connection to the next; some 300 are open at a time. */
const SPACING = MS;
/** Connections that lose a segment of a response, and their SYN. */
const LOSE_TEXT = 0.02;
const LOSE_SYN = 0.004;
/** Segments that leave at once, and how many behind a hole show it. */
const INITIAL = 10;
const BEHIND = 4;

interface Exchange {
  readonly request: number;
  readonly response: number;
}

/** Puts them on the timeline. */
export function createMany(scene: Scene, connections: number): void {
  const open = (number: number): void => {
    if (number + 1 < connections) scene.time.at((number + 1) * SPACING, () => open(number + 1));
    begin(scene, number).client.connect();
  };
  scene.time.at(0, () => open(0));
}

function begin(scene: Scene, number: number): Path {
  const { random } = scene;
  const exchanges = Array.from({ length: random.whole(1, 5) }, () => ({
    request: random.whole(150, 250),
    response: random.whole(1000, 20_000),
  }));
  const serverNear = number % 2 === 0;
  const clientCloses = random.next() < 0.5;
  const client: Host = {
    ...host(scene),
    // Far clients have an address each; near ones share sixteen.
    address: serverNear ? 0xc6120000 + (number >> 1) : 0xc0000214 + ((number >> 1) & 15),
    port: 32_768 + ((number >> 1) % 28_000),
    ttl: serverNear ? random.whole(50, 59) : 64,
    near: !serverNear,
  };
  const server: Host = {
    ...host(scene),
    address: serverNear ? 0xc000020a : 0xcb007100 + ((number >> 1) % 200),
    port: 80,
    ttl: serverNear ? 64 : random.whole(50, 59),
    near: serverNear,
  };
  return new Path(
    scene,
    random.whole(MS, 80 * MS),
    [client, clientOf(scene, exchanges, clientCloses), server, serverOf(scene, exchanges, clientCloses)],
    lossesOf(scene, exchanges),
  );
}

const pause = (scene: Scene): number => scene.random.whole(20 * US, 50 * US);

/** Asks, waits for the whole response, asks again. */
function clientOf(scene: Scene, exchanges: readonly Exchange[], closes: boolean): App {
  let asked = 0;
  let expected = 0;
  const ask = (end: Endpoint): void => {
    const exchange = exchanges[asked++];
    if (exchange !== undefined) {
      expected += exchange.response;
      end.write(exchange.request);
    } else if (closes) end.write(0, true);
  };
  const later = (end: Endpoint): void => scene.time.at(scene.time.now + pause(scene), () => ask(end));
  return {
    opened: later,
    received: (end, octets) => {
      if (octets === expected) later(end);
    },
  };
}

function serverOf(scene: Scene, exchanges: readonly Exchange[], clientCloses: boolean): App {
  let answered = 0;
  let expected = exchanges[0]?.request ?? 0;
  return {
    opened: () => undefined,
    received: (end, octets) => {
      const exchange = exchanges[answered];
      if (octets !== expected || exchange === undefined) return;
      const next = exchanges[++answered];
      expected += next?.request ?? 0;
      const last = next === undefined && !clientCloses;
      scene.time.at(scene.time.now + pause(scene), () => end.write(exchange.response, last));
    },
  };
}

/** At most one loss a connection, so placed that it is repaired without a timeout unless it is the SYN. */
function lossesOf({ random }: Scene, exchanges: readonly Exchange[]): (from: Host, segment: Sent) => boolean {
  const drawn = random.next();
  const atOnce = Math.min(INITIAL, Math.floor((exchanges[0]?.response ?? 0) / FULL));
  const hole = 1 + FULL * random.whole(0, Math.max(0, atOnce - BEHIND));
  let left = drawn < LOSE_SYN || (drawn < LOSE_TEXT + LOSE_SYN && atOnce > BEHIND) ? 1 : 0;
  return (from, segment) => {
    if (left === 0) return false;
    const isIt =
      drawn < LOSE_SYN
        ? segment.flags === SYN
        : from.port === 80 && segment.length > 0 && segment.seq === hole;
    if (isIt) left = 0;
    return isIt;
  };
}
