/** The road of a capture to its verdict, as `check` goes it: octets, reader, decoder, survey, judge. */
import { CaptureCheck, type CaptureOptions, type CellStore } from '../../checker/capture/capture-check.ts';
import { recordingOf } from '../../checker/capture/recording.ts';
import type { TraceVerdict } from '../../checker/verdict.ts';
import type { CaptureInfo } from '../../trace/capture/container.ts';
import { OUTCOME } from '../../trace/capture/decode/outcome.ts';
import { PacketDecoder } from '../../trace/capture/decode/packet-decoder.ts';
import { CaptureReader } from '../../trace/capture/reader.ts';
import { CaptureRecord } from '../../trace/capture/record.ts';
import type { Problem } from '../../trace/trace.ts';
import { newWire, type Wire } from '../../trace/wire.ts';

interface Passed {
  readonly info: CaptureInfo;
  readonly problems: readonly Problem[];
  readonly dropped: boolean;
  readonly unread: number;
}

/** What came of a file. */
export interface Arrival {
  readonly verdict: TraceVerdict;
  /** Problems of the reader: there are none in a file that is right. */
  readonly problems: readonly Problem[];
  /** Packets that were no segment that could be read. */
  readonly unread: number;
}

const record = new CaptureRecord();
const wire = newWire();

/** Judges a file that is read in chunks of so many octets. */
export function judgeFile(
  file: { readonly name: string; readonly bytes: Uint8Array },
  chunk: number,
  options: CaptureOptions,
  store: CellStore,
): Arrival {
  const check = new CaptureCheck(options, store);
  const pass = (checksums: 'none' | 'full', take: Take): Passed => read(file, chunk, checksums, take);
  const surveyed = pass('full', (bytes, w, frame, time) => check.survey.take(bytes, w, frame, time));
  check.surveyed(recordingOf(surveyed.info, surveyed.dropped));
  pass('none', (bytes, w, frame, time) => check.judge(bytes, w, frame, time));
  if (check.judged()) {
    pass('none', (bytes, w, frame, time) => check.explain(bytes, w, frame, time));
    check.explained();
  }
  return {
    verdict: check.verdict(file.name, '', []),
    problems: surveyed.problems,
    unread: surveyed.unread,
  };
}
type Take = (bytes: Uint8Array, wire: Wire, frame: number, time: number) => void;

function read(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  chunk: number,
  checksums: 'none' | 'full',
  take: Take,
): Passed {
  const reader = new CaptureReader(name);
  const decoder = new PacketDecoder({ checksums });
  let dropped = false;
  let unread = 0;
  for (let at = 0; at < bytes.length; at += chunk) {
    reader.feed(bytes.subarray(at, at + chunk));
    while (reader.next(record)) {
      if (record.dropped > 0) dropped = true;
      if (decoder.decode(record, wire) === OUTCOME.TCP) take(record.bytes, wire, record.frame, record.time);
      else unread++;
    }
  }
  reader.finish();
  return { info: reader.info, problems: reader.problems, dropped, unread };
}
