/** Judges inputs one after the other and shows what came out, as far as it came. */

import type { CellStore } from '../checker/capture/capture-check.ts';
import type { Input } from '../checker/check.ts';
import type { Verdict } from '../checker/verdict.ts';
import type { Profile } from '../spec/profile.ts';
import type { Trace, TraceHeader } from '../trace/trace.ts';
import type { Captured, checkCapture } from './capture.ts';
import { UsageError } from './failure.ts';
import type { Interrupt } from './interrupt.ts';
import { logInfo } from './log.ts';
import { mergeVerdicts } from './merge.ts';
import { writeOut } from './output.ts';
import { progress, say, warn } from './terminal.ts';

export interface JudgeOptions {
  /** A built-in profile's name, or a profile. */
  readonly profile: string | Profile;
  readonly recorder: 'lossless' | 'inferred' | 'unknown';
  readonly interpreted?: boolean;
  readonly clauses?: boolean;
  /** Of recorders that do not tell theirs. */
  readonly lag?: TraceHeader['lag'];
  /** Fires when a capture that grows has been followed for long enough. */
  readonly follow?: AbortSignal | undefined;
}

/** A verdict and the traces that it is about, by file. */
export interface Judged {
  readonly verdict: Verdict;
  readonly traces: ReadonlyMap<string, readonly Trace[]>;
  /** Ctrl-C came before the last file. */
  readonly interrupted: boolean;
}

/**
 * Reads and judges `files` in turn; `read` gives each its input. Undefined where Ctrl-C came before the
 * first was done.
 */
export async function judge(
  files: readonly string[],
  read: (file: string) => Input,
  options: JudgeOptions,
  interrupt: Interrupt,
): Promise<Judged | undefined> {
  const { check, PROFILES } = await import('../checker/check.ts');
  if (typeof options.profile === 'string' && !PROFILES.includes(options.profile)) {
    throw new UsageError(`unknown profile '${options.profile}'; there are ${PROFILES.join(', ')}`);
  }
  const line = progress();
  const captures = new Captures(options, interrupt, (text) => line.show(text));
  const parts: Verdict[] = [];
  const traces = new Map<string, readonly Trace[]>();
  for (const [i, file] of files.entries()) {
    if (await interrupt.came()) break;
    line.show(`judging ${i + 1} of ${files.length}: ${file}`);
    const captured = await captures.judge(file);
    if (captured === 'interrupted') break;
    if (captured) {
      traces.set(file, captured.trace ? [captured.trace] : []);
      parts.push(captured.verdict);
      continue;
    }
    const input = read(file);
    logInfo({ file, traces: input.traces.length, problems: input.problems.length }, 'judging');
    traces.set(file, input.traces);
    parts.push(check([input], options));
  }
  line.done();
  if (parts.length === 0) return undefined;
  return { verdict: mergeVerdicts(parts), traces, interrupted: parts.length < files.length };
}

/** The road of captures of other tools, with the cells that all files of a run share. */
class Captures {
  private readonly options: JudgeOptions;
  private readonly interrupt: Interrupt;
  private readonly show: (text: string) => void;
  private store: CellStore | undefined;

  constructor(options: JudgeOptions, interrupt: Interrupt, show: (text: string) => void) {
    this.options = options;
    this.interrupt = interrupt;
    this.show = show;
  }

  /** Undefined where the file is a trace of ours. */
  async judge(file: string): Promise<Captured | 'interrupted' | undefined> {
    const { checkCapture, isCaptureFile, spooled } = await import('./capture.ts');
    if (file === '-')
      return spooled(this.interrupt, (path) => this.run(path, 'standard input', checkCapture));
    // A file that is followed may still be empty; that it is not there is told by the question.
    const captured = (await isCaptureFile(file)) || this.options.follow !== undefined;
    return captured ? this.run(file, file, checkCapture) : undefined;
  }

  private async run(path: string, file: string, check: CheckCapture): Promise<Captured | 'interrupted'> {
    const { CellStore } = await import('../checker/capture/capture-check.ts');
    const { SPEC } = await import('../spec/rules/index.ts');
    const { profileOf } = await import('../spec/profile.ts');
    const { DEFAULT_LAG } = await import('../trace/text/read-header.ts');
    const { profile: given, recorder, lag = DEFAULT_LAG, follow } = this.options;
    const profile = typeof given === 'string' ? profileOf(given) : given;
    if (!profile) throw new UsageError('unknown profile');
    this.store ??= new CellStore(SPEC, profile);
    const options = { profile, recorder, lag };
    const { store, interrupt, show } = this;
    return (await check(path, file, { options, store, interrupt, show, follow })) ?? 'interrupted';
  }
}
type CheckCapture = typeof checkCapture;

export interface ShowOptions {
  /** The verdict as JSON on standard output, and nothing else there. */
  readonly json: boolean;
  /** Each finding at full length before the summary. */
  readonly explain?: boolean | undefined;
  /** Where the HTML report goes, if anywhere. */
  readonly report?: string | undefined;
  /** The report's title; by default it names the stacks. */
  readonly title?: string | undefined;
  /** Kinds of findings that the summary lists before it only counts. */
  readonly maxFindings?: number | undefined;
  /** Where the verdict goes as a file, if anywhere. */
  readonly verdictFile?: string | undefined;
}

/** Writes the files that were asked for, then the verdict or its summary to standard output. */
export async function showVerdict(judged: Judged, options: ShowOptions): Promise<void> {
  const { verdict, traces } = judged;
  if (options.report !== undefined) {
    const { writeHtml } = await import('../report/html/page.ts');
    const { specBook } = await import('../report/spec-book.ts');
    writeOut(options.report, writeHtml(verdict, traces, specBook(), options.title));
  }
  const json = options.json || options.verdictFile !== undefined ? await verdictJson(verdict) : '';
  if (options.verdictFile !== undefined) writeOut(options.verdictFile, json);
  if (options.json) {
    say(json);
  } else {
    if (options.explain === true) process.stdout.write((await import('./explained.ts')).explained(verdict));
    const { paintFor, summary } = await import('../report/summary.ts');
    say(summary(verdict, paintFor(process.stdout), options.maxFindings));
  }
  const told = options.json ? warn : say;
  if (options.report !== undefined) told(`report: ${options.report}`);
}

/**
 * The verdict as JSON, held against its own schema first: nobody should get a document that we would
 * refuse.
 */
async function verdictJson(verdict: Verdict): Promise<string> {
  const [{ readVerdict }, { writeJson }] = await Promise.all([
    import('../report/schema.ts'),
    import('../report/json.ts'),
  ]);
  const result = readVerdict(verdict);
  if (!result.ok)
    throw new Error(`the verdict does not keep to its schema: ${result.problems.slice(0, 5).join('; ')}`);
  return writeJson(verdict);
}
