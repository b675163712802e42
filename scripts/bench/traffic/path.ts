/** The way between the two ends of a connection, and the recorder beside one of them. */
import { type App, Endpoint } from './endpoint.ts';
import type { PcapStream } from './pcap-stream.ts';
import type { Random } from './random.ts';
import type { Host, Sent } from './segment.ts';
import type { Timeline } from './timeline.ts';

const US = 1000;
/** Of one octet at 1 Gbit/s; a frame has 24 octets on the wire that are not recorded, and headers of 66. */
const OCTET = 8;
const AROUND = 90;
/** How far the delay of a packet varies. */
const JITTER = 200 * US;

/** What a whole recording is made with. */
export interface Scene {
  readonly time: Timeline;
  readonly stream: PcapStream;
  readonly random: Random;
  readonly tally: Tally;
}

/** What has come to pass. */
export interface Tally {
  /** Connections that both ends have closed. */
  closed: number;
  /** Recorded, then lost, and recorded again when they were sent again. */
  seenTwice: number;
  /** Text lost on the way to the recorder, which saw a hole and then what was sent again. */
  seenOnce: number;
  /** SYNs lost on that way: the recorder cannot know. */
  unseen: number;
}

/** One direction: packets leave one after another and do not overtake each other. */
interface Lane {
  readonly from: Endpoint;
  readonly to: Endpoint;
  free: number;
  arrived: number;
  taken: number;
}

export class Path {
  readonly client: Endpoint;
  readonly server: Endpoint;
  private readonly scene: Scene;
  private readonly oneWay: number;
  private readonly loses: (from: Host, segment: Sent) => boolean;
  private readonly up: Lane;
  private readonly down: Lane;
  private closed = false;

  /** `rtt` in nanoseconds; `loses` is asked once for each segment, never for one that is sent again. */
  constructor(
    scene: Scene,
    rtt: number,
    ends: readonly [client: Host, clientApp: App, server: Host, serverApp: App],
    loses: (from: Host, segment: Sent) => boolean,
  ) {
    const [client, clientApp, server, serverApp] = ends;
    this.scene = scene;
    this.oneWay = rtt / 2;
    this.loses = loses;
    const transmit = (from: Endpoint, segment: Sent): void => this.transmit(from, segment);
    this.client = new Endpoint(client, scene.time, clientApp, transmit);
    this.server = new Endpoint(server, scene.time, serverApp, transmit);
    this.up = { from: this.client, to: this.server, free: 0, arrived: 0, taken: 0 };
    this.down = { from: this.server, to: this.client, free: 0, arrived: 0, taken: 0 };
  }

  private transmit(from: Endpoint, segment: Sent): void {
    const { time, random, tally } = this.scene;
    const lane = from === this.client ? this.up : this.down;
    const leaves = Math.max(time.now, lane.free);
    lane.free = leaves + (segment.length + AROUND) * OCTET;
    const isLost = !segment.again && this.loses(from.host, segment);
    if (from.host.near) {
      if (isLost) tally.seenTwice++;
      time.at(leaves, () => this.record(lane, segment));
    } else if (isLost) tally[segment.length > 0 ? 'seenOnce' : 'unseen']++;
    if (isLost) return;
    const delay = this.oneWay + random.whole(0, JITTER);
    const arrives = Math.max(leaves + delay, lane.arrived + AROUND * OCTET);
    lane.arrived = arrives;
    if (!from.host.near) time.at(arrives, () => this.record(lane, segment));
    lane.taken = Math.max(arrives + random.whole(20 * US, 150 * US), lane.taken + US);
    time.at(lane.taken, () => this.take(lane, segment));
  }

  private take(lane: Lane, segment: Sent): void {
    lane.to.takes(segment);
    if (this.closed || !this.client.done || !this.server.done) return;
    this.closed = true;
    this.scene.tally.closed++;
  }

  private record(lane: Lane, segment: Sent): void {
    const { time, stream } = this.scene;
    stream.write(time.now, lane.from.host, lane.to.host, segment);
  }
}
