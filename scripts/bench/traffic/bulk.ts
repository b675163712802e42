/** Transfers in bulk: a host beside the recorder sends, one segment in a thousand is lost behind it. */
import type { App } from './endpoint.ts';
import { Path, type Scene } from './path.ts';
import { FULL, type Host, type Sent } from './segment.ts';

const MS = 1e6;
const RTT = 20 * MS;
/** The nearest and farthest that two losses are apart, in segments: never two in one window. */
const NEAREST = 200;
const FARTHEST = 1800;
/** So many segments at the end are not lost: three must come behind a hole to show it. */
const SAFE_END = 60;

/** Puts them on the timeline. */
export function createBulk(scene: Scene, connections: number, segments: number): void {
  for (let i = 0; i < connections; i++)
    scene.time.at(i * 3 * MS, () => begin(scene, i, segments).client.connect());
}

function begin(scene: Scene, number: number, segments: number): Path {
  const { random } = scene;
  const sender: App = { opened: (end) => end.write(segments * FULL, true), received: () => undefined };
  const silent: App = { opened: () => undefined, received: () => undefined };
  const near: Host = { ...host(scene), address: 0xc000020a, port: 40_000 + number, ttl: 64, near: true };
  const far: Host = { ...host(scene), address: 0xc6336401 + number, port: 5001, ttl: 53, near: false };
  let sent = 0;
  let next = random.whole(NEAREST, FARTHEST);
  const loses = (from: Host, segment: Sent): boolean => {
    if (!from.near || segment.length === 0 || ++sent < next) return false;
    next = sent + random.whole(NEAREST, FARTHEST);
    return sent < segments - SAFE_END;
  };
  return new Path(scene, RTT, [near, sender, far, silent], loses);
}

/** What hosts draw. */
export function host({ random }: Scene): Pick<Host, 'iss' | 'clock' | 'ipId'> {
  return {
    iss: random.whole(0, 0xffffffff),
    clock: random.whole(0, 0xffffffff),
    ipId: random.whole(0, 0xffff),
  };
}
