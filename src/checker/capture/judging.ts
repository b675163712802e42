/**
 * A pass over a capture that judges: each connection through its two ends, opened when its first packet comes
 * and closed behind its last, which the survey has seen.
 */
import type { Wire } from '../../trace/wire.ts';
import type { Raw } from '../endpoint.ts';
import type { Widening } from '../lowering.ts';
import { Records } from '../stream/records.ts';
import type { StreamCells } from '../stream/stream-cells.ts';
import { type Conditions, type EndEvidence, evidenceOf } from '../survey/evidence.ts';
import type { Survey } from '../survey/survey.ts';
import { C, rowAt, S, sideAt } from '../survey/table.ts';
import { End } from './end.ts';

export interface JudgingOptions {
  readonly conditions: Conditions;
  readonly widening: Widening;
  /** The cells for what a recording lacks. */
  readonly cells: (lacks: number) => StreamCells;
  /** Interpreted cells, which a listener can follow. */
  readonly slow: boolean;
  /** Only these connections; absent, all. */
  readonly only?: ReadonlySet<number>;
  readonly began?: (connection: number, end: End) => void;
  readonly found?: (connection: number, end: End, raw: readonly Raw[]) => void;
  /** An end is through. True where somebody still looks at it. */
  readonly ended: (connection: number, end: End) => boolean;
}

const NONE = -1;

export class Judging {
  private readonly survey: Survey;
  private readonly options: JudgingOptions;
  private readonly records: Records;
  /** Ends of connections that are open, by connection. */
  private readonly open: (readonly End[] | undefined)[];
  private openNow = 0;
  /** Ends that nobody looks at any more, by their cells. */
  private readonly spare = new Map<StreamCells, End[]>();
  /** The connection that each flow is at. */
  private readonly present: Int32Array;
  private nextSkipped = 0;
  private now = 0;
  /** The most connections that were open at once. */
  mostOpen = 0;

  constructor(survey: Survey, options: JudgingOptions) {
    this.survey = survey;
    this.options = options;
    this.records = new Records();
    this.open = new Array<undefined>(survey.table.rows);
    this.present = new Int32Array(survey.flows.count).fill(NONE);
  }

  /** Takes one decoded segment, in the order of the survey. */
  take(bytes: Uint8Array, wire: Wire, frame: number, time: number): void {
    const { survey } = this;
    const flow = survey.flows.find(bytes, wire);
    const { side } = survey.flows;
    const connection = this.at(flow, frame);
    const skip = survey.skipped.at(this.nextSkipped) === frame;
    if (skip) this.nextSkipped++;
    if (this.options.only && !this.options.only.has(connection)) return;
    if (!Number.isNaN(time)) this.now = time;
    const ends = this.open[connection] ?? this.begin(connection);
    if (!skip)
      for (let i = 0; i < ends.length; i++) {
        const end = ends[i];
        if (!end) continue;
        const raw = end.take(end.side === side, bytes, wire, frame, this.now);
        if (raw.length > 0) this.options.found?.(connection, end, raw);
      }
    if (frame >= (survey.table.data[rowAt(connection) + C.LAST_FRAME] ?? 0)) this.close(connection, ends);
  }

  /** The capture has ended. */
  finish(): void {
    for (const [connection, ends] of this.open.entries()) if (ends) this.close(connection, ends);
  }

  get octets(): number {
    return this.records.octets + this.present.byteLength;
  }

  /** The connection of a flow that a record belongs to. */
  private at(flow: number, frame: number): number {
    const d = this.survey.table.data;
    let now = this.present[flow] ?? NONE;
    if (now === NONE) now = this.survey.head(flow);
    for (;;) {
      const next = d[rowAt(now) + C.NEXT] ?? NONE;
      if (next === NONE || frame < (d[rowAt(next) + C.FIRST_FRAME] ?? 0)) break;
      const ends = this.open[now];
      if (ends) this.close(now, ends);
      now = next;
    }
    this.present[flow] = now;
    return now;
  }

  private begin(connection: number): readonly End[] {
    const { survey, options } = this;
    const row = rowAt(connection);
    const ends: End[] = [];
    for (const side of [0, 1] as const) {
      if (survey.table.data[sideAt(row, side) + S.PACKETS] === 0) continue;
      const evidence = evidenceOf(survey.table, row, side, options.conditions);
      if (evidence.begins === 'otherwise' || !evidence.own) continue;
      const end = this.endFor(side, evidence, survey.again.of(connection, side));
      options.began?.(connection, end);
      ends.push(end);
    }
    this.open[connection] = ends;
    this.openNow++;
    if (this.openNow > this.mostOpen) this.mostOpen = this.openNow;
    return ends;
  }

  private endFor(side: 0 | 1, evidence: EndEvidence, again: readonly number[]): End {
    const { options } = this;
    const cells = options.cells(evidence.lacks);
    const known = this.spare.get(cells)?.pop();
    if (!known) return new End(side, evidence, again, cells, options.widening, this.records, options.slow);
    known.begin(side, evidence, again);
    return known;
  }

  private close(connection: number, ends: readonly End[]): void {
    const { survey, options } = this;
    // What comes next on the same sockets ends what is owed.
    const next = survey.table.data[rowAt(connection) + C.NEXT] ?? NONE;
    const until = next === NONE ? survey.end : this.now;
    for (const end of ends) {
      const raw = end.finish(Math.max(until, this.now), 0);
      if (raw.length > 0) options.found?.(connection, end, raw);
      const used = options.ended(connection, end);
      end.endpoint.close();
      if (!used) this.keepFor(end);
    }
    this.open[connection] = undefined;
    this.openNow--;
  }

  private keepFor(end: End): void {
    const cells = this.options.cells(end.evidence.lacks);
    const list = this.spare.get(cells);
    if (list) list.push(end);
    else this.spare.set(cells, [end]);
  }
}
