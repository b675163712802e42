/** Captures of other tools: each is read two or three times, chunk by chunk, and judged on the way. */

import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CaptureCheck, type CaptureOptions, type CellStore } from '../checker/capture/capture-check.ts';
import { captureVerdict } from '../checker/capture/capture-verdict.ts';
import { recordingOf } from '../checker/capture/recording.ts';
import type { Verdict } from '../checker/verdict.ts';
import type { CaptureInfo } from '../trace/capture/container.ts';
import { OUTCOME, type Outcome, outcomeKind } from '../trace/capture/decode/outcome.ts';
import { outcomeText } from '../trace/capture/decode/outcome-text.ts';
import { PacketDecoder } from '../trace/capture/decode/packet-decoder.ts';
import { CaptureReader } from '../trace/capture/reader.ts';
import { CaptureRecord } from '../trace/capture/record.ts';
import { CaptureSource, rawOctets } from '../trace/capture/source.ts';
import { HEAD, isCapture } from '../trace/read.ts';
import type { Problem, Trace } from '../trace/trace.ts';
import { newWire, type Wire } from '../trace/wire.ts';
import { reasonOf, UsageError } from './failure.ts';
import type { Interrupt } from './interrupt.ts';

export interface CaptureRun {
  readonly options: CaptureOptions;
  readonly store: CellStore;
  readonly interrupt: Interrupt;
  /** Fires when a file that grows has been followed for long enough. */
  readonly follow?: AbortSignal | undefined;
  readonly show: (text: string) => void;
}

/** Whether a file is for this road. Octets that cannot be had are the user's to mend. */
export async function isCaptureFile(file: string): Promise<boolean> {
  try {
    const handle = await open(file);
    try {
      const head = new Uint8Array(HEAD);
      const { bytesRead } = await handle.read(head, 0, HEAD, 0);
      return isCapture(head.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error)}`);
  }
}

/**
 * The standard input, kept in a file of its own: a capture is read more than once. `use` gets its path.
 * Ctrl-C reaches the recorder at the other end of the pipe too, which then ends: what it has written is
 * judged.
 */
export async function spooled<T>(interrupt: Interrupt, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tcpassay-stdin-'));
  try {
    const path = join(folder, 'capture');
    await interrupt.spare(() => pipeline(process.stdin, createWriteStream(path, { mode: 0o600 })));
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a pass left behind; `stopped` where Ctrl-C came. */
interface Passed {
  readonly info: CaptureInfo;
  readonly problems: readonly Problem[];
  readonly sha256: string;
  readonly stopped: boolean;
  /** Some packet said that others were lost before it. */
  readonly dropped: boolean;
}

type Take = (bytes: Uint8Array, wire: Wire, frame: number, time: number) => void;

interface Pass {
  readonly name: string;
  readonly checksums: 'none' | 'full';
  readonly take: Take;
  readonly other?: (outcome: Outcome, detail: number, frame: number) => void;
  readonly follow?: AbortSignal | undefined;
  /** Records behind this one came after the survey. */
  readonly last: number;
}

async function run(path: string, file: string, pass: Pass, { interrupt, show }: CaptureRun): Promise<Passed> {
  const source = new CaptureSource(file, rawOctets(path, pass.follow), pass.checksums === 'full');
  const reader = new CaptureReader(file);
  const decoder = new PacketDecoder({ checksums: pass.checksums });
  const record = new CaptureRecord();
  const wire = newWire();
  let stopped = false;
  let dropped = false;
  for await (const chunk of source) {
    reader.feed(chunk);
    while (reader.next(record)) {
      if (record.frame > pass.last) break;
      if (record.dropped > 0) dropped = true;
      const outcome = decoder.decode(record, wire);
      if (outcome === OUTCOME.TCP) pass.take(record.bytes, wire, record.frame, record.time);
      else pass.other?.(outcome, decoder.detail, record.frame);
    }
    const so = `${pass.name} ${file}: ${(source.octets / 1e6).toFixed(0)} MB, ${record.frame} packets`;
    show(pass.follow && !pass.follow.aborted ? `${so}; Ctrl-C ends it, then it is judged` : so);
    stopped = await interrupt.came();
    if (stopped || record.frame > pass.last) break;
  }
  reader.finish();
  return {
    info: reader.info,
    problems: [...source.problems, ...reader.problems],
    sha256: source.sha256(),
    stopped,
    dropped,
  };
}

/** Packets that were no use, by what was wrong with them. */
class Unread {
  private readonly counts = new Map<string, number>();
  note(outcome: Outcome, detail: number): void {
    const kind = outcomeKind(outcome);
    if (kind !== 'unusable' && kind !== 'unread') return;
    const text = outcomeText(outcome, detail);
    this.counts.set(text, (this.counts.get(text) ?? 0) + 1);
  }
  problems(file: string): readonly Problem[] {
    return [...this.counts].map(([text, n]) => ({
      code: 'CAPTURE-014',
      message: `${n} ${n === 1 ? 'packet' : 'packets'} ${text}`,
      at: { file },
    }));
  }
}

/** A verdict, and segments of connections with findings to show beside it. */
export interface Captured {
  readonly verdict: Verdict;
  readonly trace: Trace | undefined;
}

/**
 * The verdict on one capture; `path` is where its octets are, `file` what it is called. Undefined where
 * Ctrl-C came before it was done.
 */
export async function checkCapture(
  path: string,
  file: string,
  task: CaptureRun,
): Promise<Captured | undefined> {
  const check = new CaptureCheck(task.options, task.store);
  const unread = new Unread();
  const surveyed = await run(
    path,
    file,
    {
      name: task.follow ? 'following' : 'surveying',
      checksums: 'full',
      take: (bytes, wire, frame, time) => check.survey.take(bytes, wire, frame, time),
      other: (outcome, detail, frame) => {
        unread.note(outcome, detail);
        if (outcomeKind(outcome) === 'unusable') check.survey.health.note('not-read', frame);
      },
      follow: task.follow,
      last: Number.POSITIVE_INFINITY,
    },
    task,
  );
  if (surveyed.stopped) return undefined;
  const { info } = surveyed;
  const last = info.frames;
  check.surveyed(recordingOf(info, surveyed.dropped));
  const judge: Take = (bytes, wire, frame, time) => check.judge(bytes, wire, frame, time);
  const again = { checksums: 'none', last } as const;
  if ((await run(path, file, { ...again, name: 'judging', take: judge }, task)).stopped) return undefined;
  if (check.judged()) {
    const explain: Take = (bytes, wire, frame, time) => check.explain(bytes, wire, frame, time);
    if ((await run(path, file, { ...again, name: 'explaining', take: explain }, task)).stopped)
      return undefined;
    check.explained();
  }
  const problems = [...surveyed.problems, ...unread.problems(file)];
  const verdict = captureVerdict(check, { file, sha256: surveyed.sha256, problems }, task.options);
  return { verdict, trace: check.trace() };
}
