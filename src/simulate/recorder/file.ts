/** A tape as the pcapng file that its recorder writes. */
import { Random } from '../../checker/random-boxes.ts';
import { type WrittenPacket, writeCapture } from '../../trace/capture/capture-write.ts';
import { encodeDatagram } from '../../trace/capture/datagram.ts';
import { keyOf } from '../keys.ts';
import { type Fault, type Recorded, withFault } from './faults.ts';
import { framed, LINK_TYPES } from './frames.ts';
import type { Plan } from './plan.ts';
import type { Tape } from './tape.ts';

/** When walks begin: nanoseconds since 1970. */
const START = 1_700_000_000_000_000_000n;
const SYN = 0x02;

export interface TapeFile {
  /** What a person may call it; no folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly frames: number;
  /** Sides in whose name only strangers have sent: what is found of these is found rightly. */
  readonly strange: readonly (0 | 1)[];
  /** Faults that changed something. */
  readonly touched: readonly Fault[];
}

/** Puts the tape through the faults of its plan and writes it. */
export function fileOf(seed: number, tape: Tape, plan: Plan): TapeFile {
  const near = 'near' in plan.place ? plan.place.near : undefined;
  const random = new Random(keyOf(`faults ${plan.vantage} ${seed}`));
  const means = { random, near, error: plan.lag.error - plan.tick };
  let recorded: Recorded = { ...tape, digits: plan.digits, snaplen: 0 };
  const touched: Fault[] = [];
  for (const fault of plan.faults) {
    const next = withFault(fault, recorded, means);
    if (changed(recorded, next)) touched.push(fault);
    recorded = next;
  }
  const packets = recorded.frames.map((frame): WrittenPacket => {
    const outbound = near === undefined ? undefined : frame.side === near;
    const whole = framed(plan.link, frame.side, plan.directions ? outbound : undefined, frame.datagram);
    const { snaplen } = recorded;
    return {
      time: START + BigInt(frame.time),
      bytes: snaplen > 0 ? whole.subarray(0, snaplen) : whole,
      original: whole.length,
      ...(plan.directions && outbound !== undefined ? { direction: outbound ? 'outbound' : 'inbound' } : {}),
      checksumNotReady: frame.checksumNotReady,
      superSegment: frame.superSegment,
      dropped: frame.dropped,
    };
  });
  const bytes = writeCapture({
    linkType: LINK_TYPES[plan.link],
    digits: recorded.digits,
    snaplen: recorded.snaplen,
    name: plan.vantage,
    comment: commentOf(seed, plan),
    littleEndian: plan.littleEndian,
    ...(recorded.counted === undefined ? {} : { drops: { byInterface: recorded.counted } }),
    packets: [...packets, last(plan, recorded)],
  });
  const faults = plan.faults.map((f) => `-${f}`).join('');
  const strange = ([0, 1] as const).filter((side) =>
    recorded.frames.every((f) => f.side !== side || f.strange),
  );
  const name = `walk-${seed}-${plan.vantage}${faults}.pcapng`;
  return { name, bytes, frames: packets.length, strange, touched };
}

function changed(a: Recorded, b: Recorded): boolean {
  if (a.digits !== b.digits || a.snaplen !== b.snaplen || a.counted !== b.counted) return true;
  return a.frames.length !== b.frames.length || a.frames.some((frame, i) => frame !== b.frames[i]);
}

/** What a person needs to judge the file as the walk did. */
function commentOf(seed: number, plan: Plan): string {
  const { trust, lag, faults, vantage } = plan;
  const ms = (nanos: number): string => `${nanos / 1e6}ms`;
  const how = `--recorder ${trust} --lag-in ${ms(lag.in)} --lag-out ${ms(lag.out)} --clock-error ${ms(lag.error)}`;
  const with_ = faults.length === 0 ? 'no faults' : faults.join(', ');
  return `walk of seed ${seed}, recorder ${vantage}, ${with_}; judged with ${how}`;
}

/** That the recorder went on until the walk's end, a packet of somebody else shows. */
function last(plan: Plan, { end, snaplen }: Recorded): WrittenPacket {
  const datagram = encodeDatagram({
    source: { address: '203.0.113.5', port: 4000 },
    destination: { address: '203.0.113.6', port: 9 },
    seq: 1,
    ack: 0,
    flags: SYN,
    wnd: 1000,
    up: 0,
    reserved: 0,
    options: [],
    length: 0,
    payload: new Uint8Array(0),
    checksum: 'good',
    ttl: 50,
    tos: 0,
    ipId: 1,
  });
  const whole = framed(plan.link, 0, undefined, datagram);
  return {
    time: START + BigInt(end),
    bytes: snaplen > 0 ? whole.subarray(0, snaplen) : whole,
    original: whole.length,
  };
}
