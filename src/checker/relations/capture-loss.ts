/** A capture that lost packets: where the whole one finds nothing, what is left of it finds nothing. */
import { currentPractice } from '../../spec/profile.ts';
import { SPEC } from '../../spec/rules/index.ts';
import { OUTCOME } from '../../trace/capture/decode/outcome.ts';
import { PacketDecoder } from '../../trace/capture/decode/packet-decoder.ts';
import { CaptureReader } from '../../trace/capture/reader.ts';
import { CaptureRecord } from '../../trace/capture/record.ts';
import type { Trace } from '../../trace/trace.ts';
import { newWire, type Wire } from '../../trace/wire.ts';
import { CaptureCheck, type CaptureOptions, CellStore } from '../capture/capture-check.ts';
import type { Random } from '../random-boxes.ts';
import { captureOf } from '../testing/capture-writer.ts';
import { withoutCalls, withoutOctets } from '../testing/transform.ts';
import type { Outcome } from './compare.ts';
import { isUsedOnce } from './edit.ts';
import type { Relation } from './relation.ts';

const MS = 1e6;
const LAG = { in: 5 * MS, out: 5 * MS, error: MS };

/** What is told of the recording, and which of its records it has. */
interface Kept {
  readonly recorder: CaptureOptions['recorder'];
  readonly drops: boolean;
  readonly lag: CaptureOptions['lag'];
  readonly keeps: (frame: number) => boolean;
}

type Take = (bytes: Uint8Array, wire: Wire, frame: number, time: number) => void;

function eachKept(file: Uint8Array, keeps: Kept['keeps'], take: Take): void {
  const reader = new CaptureReader('relation.pcap');
  const decoder = new PacketDecoder({ checksums: 'full' });
  const record = new CaptureRecord();
  const wire = newWire();
  reader.feed(file);
  while (reader.next(record))
    if (decoder.decode(record, wire) === OUTCOME.TCP && keeps(record.frame))
      take(record.bytes, wire, record.frame, record.time);
  reader.finish();
}

let store: CellStore | undefined;

/** Findings of each end, by its socket: rule and record. */
function found(
  file: Uint8Array,
  { recorder, drops, lag, keeps }: Kept,
): ReadonlyMap<string, readonly string[]> {
  store ??= new CellStore(SPEC, currentPractice);
  const check = new CaptureCheck({ profile: currentPractice, recorder, lag }, store);
  eachKept(file, keeps, (...segment) => check.survey.take(...segment));
  check.surveyed({ drops, resolution: 1, started: '' });
  eachKept(file, keeps, (...segment) => check.judge(...segment));
  if (check.judged()) {
    eachKept(file, keeps, (...segment) => check.explain(...segment));
    check.explained();
  }
  const ends = check.verdict('relation.pcap', '', []).connections.flatMap((c) => c.endpoints);
  return new Map(
    ends.map((e) => [
      `${e.address} ${e.port}`,
      e.findings.map(({ rule, frames }) => `${rule} at record ${frames[0] ?? 0}`),
    ]),
  );
}

const ALL: Kept = { recorder: 'inferred', drops: false, lag: LAG, keeps: () => true };

/**
 * Claimed of ends in which the whole capture finds nothing. Behind a finding nothing is claimed, and what is
 * found of a late answer names the record that it answers, not the one at which it was missed.
 */
function silentStays(file: Uint8Array, less: Kept): Outcome {
  const whole = found(file, ALL);
  for (const [end, list] of found(file, less)) {
    const before = whole.get(end) ?? [];
    if (before.length === 0 && list.length > 0)
      return { wrong: `${end}: ${list[0]}, where the whole capture finds nothing`, moved: 0 };
  }
  return { wrong: '', moved: 0 };
}

const capture = (
  id: string,
  claim: string,
  less: (random: Random) => Partial<Kept>,
  told: (trace: Trace) => Trace = (trace) => trace,
): Relation => ({
  id,
  claim,
  // Where a SYN was lost, what the whole capture leaves unjudged may be judged.
  conformantOnly: true,
  holds(trace, random) {
    const kept = { ...ALL, ...less(random) };
    if (kept.keeps !== ALL.keeps && !isUsedOnce(trace)) return undefined;
    return silentStays(captureOf(told(withoutCalls(trace))), kept);
  },
});

const thinned = (random: Random): Kept['keeps'] => {
  const part = random.pick([0.02, 0.1, 0.3]);
  const lost = new Set<number>();
  for (let frame = 1; frame < 500; frame++) if (random.chance(part)) lost.add(frame);
  return (frame) => !lost.has(frame);
};

export const CAPTURE_LOSS: readonly Relation[] = [
  capture('capture, drop declared', 'packets are lost, and the capture counts them', (random) => ({
    keeps: thinned(random),
    drops: true,
  })),
  capture('capture, drop unknown', 'packets are lost, and nobody vouches for the recorder', (random) => ({
    keeps: thinned(random),
    recorder: 'unknown',
  })),
  capture('capture, lag', 'Δin, Δout and ε larger', (random) => {
    const more = random.pick([1, MS, 10 * MS, 500 * MS]);
    return { lag: { in: LAG.in + more, out: LAG.out + more, error: LAG.error + more } };
  }),
  capture('capture, recorder unknown', 'nobody vouches that nothing was lost', () => ({
    recorder: 'unknown',
  })),
  capture('capture, headers only', 'no octets kept', () => ({}), withoutOctets),
];
