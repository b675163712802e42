/**
 * A capture judged in three passes over its packets: a survey of what can be proved, then the judging with
 * compiled cells, then, where something was found, those connections once more with interpreted cells and a
 * journal that can say why (captures.md §5, engine.md §9.1). Who calls reads the file anew for each.
 */
import { E } from '../../spec/event.ts';
import type { Profile } from '../../spec/profile.ts';
import type { Spec } from '../../spec/rule.ts';
import { SPEC } from '../../spec/rules/index.ts';
import { addressText } from '../../trace/capture/address.ts';
import { endpointText } from '../../trace/segment-text.ts';
import type { Endpoint, Trace, TraceHeader } from '../../trace/trace.ts';
import type { Wire } from '../../trace/wire.ts';
import { coverageTable } from '../coverage.ts';
import { briefly, type ExplainContext, explain } from '../explain.ts';
import { Findings } from '../findings.ts';
import { Journal } from '../journal.ts';
import type { Widening } from '../lowering.ts';
import { StreamCells } from '../stream/stream-cells.ts';
import { type Conditions, type EndEvidence, evidenceOf, type Recorder } from '../survey/evidence.ts';
import { Survey } from '../survey/survey.ts';
import { C, rowAt, S, SEEN, sideAt } from '../survey/table.ts';
import type { EndpointVerdict, Finding, Reason, Statistics, TraceVerdict, VerdictName } from '../verdict.ts';
import type { End } from './end.ts';
import { Excerpt } from './excerpt.ts';
import { Judging } from './judging.ts';
import { Topics } from './outcome.ts';

export interface CaptureOptions {
  readonly profile: Profile;
  readonly recorder: Recorder;
  /** The recorder's lag and its clock's error, for ends that it is near to. */
  readonly lag: TraceHeader['lag'];
  readonly spec?: Spec;
  /** Ends that are told one by one; the others are counted. */
  readonly most?: number;
}

/** What the container says of the recording. */
export interface Recording {
  readonly drops: boolean;
  /** Nanoseconds. */
  readonly resolution: number;
  /** Wall-clock time of the first packet, ISO 8601, or empty. */
  readonly started: string;
}

/** How one end came out. */
interface Result {
  readonly connection: number;
  readonly side: 0 | 1;
  readonly evidence: EndEvidence;
  /** Absent where the end was not judged, or is only counted. */
  readonly coverage: Uint32Array | undefined;
  readonly verdict: VerdictName;
  findings: readonly Finding[];
}

/**
 * An end that answers a handshake within this long is at the recorder, or next to it on a wire. Nanoseconds:
 * a neighbour over radio takes longer.
 */
const NEAR_WITHIN = 0.5e6;
const MOST_LISTED = 2000;
/** Connections with findings that are explained at full length. */
const MOST_EXPLAINED = 200;

/** Cells by what a recording lacks, for many captures of one run. */
export class CellStore {
  private readonly fast = new Map<number, StreamCells>();
  private readonly slow = new Map<number, StreamCells>();
  readonly spec: Spec;
  readonly profile: Profile;
  readonly topics: Topics;
  constructor(spec: Spec, profile: Profile) {
    this.spec = spec;
    this.profile = profile;
    this.topics = new Topics(spec);
  }
  cells(lacks: number, slow: boolean): StreamCells {
    const store = slow ? this.slow : this.fast;
    const known = store.get(lacks);
    if (known) return known;
    const made = new StreamCells(this.spec, this.profile, lacks, slow);
    store.set(lacks, made);
    return made;
  }
}

export class CaptureCheck {
  readonly survey: Survey;
  private readonly options: CaptureOptions;
  private readonly store: CellStore;
  private readonly widening: Widening;
  private readonly most: number;
  private recording: Recording = { drops: false, resolution: 1, started: '' };
  private judging: Judging | undefined;
  private readonly results: Result[] = [];
  private readonly counted: Record<VerdictName, number> = {
    conformant: 0,
    deviations: 0,
    violations: 0,
    undecided: 0,
  };
  /** Connections with findings, and the records that these are about. */
  private readonly failing = new Map<number, Set<number>>();
  private excerpt: Excerpt | undefined;
  private readonly findings = new Map<string, Findings>();
  private readonly sums = { applied: 0, decided: 0, masked: 0 };
  private octets = 0;

  constructor(options: CaptureOptions, store = new CellStore(options.spec ?? SPEC, options.profile)) {
    this.options = options;
    this.survey = new Survey(options.recorder !== 'lossless');
    this.store = store;
    this.widening = options.lag;
    this.most = options.most ?? MOST_LISTED;
  }

  /** Every packet has been surveyed. */
  surveyed(recording: Recording): void {
    this.recording = recording;
    if (recording.drops) this.survey.health.note('drops-counted', 0);
    this.survey.finish();
    this.judging = new Judging(this.survey, {
      conditions: this.conditions,
      widening: this.widening,
      cells: (lacks) => this.store.cells(lacks, false),
      slow: false,
      ended: (connection, end) => this.ended(connection, end),
    });
  }

  private get conditions(): Conditions {
    const { drops, resolution } = this.recording;
    return { recorder: this.options.recorder, drops, resolution, nearWithin: NEAR_WITHIN };
  }

  judge(bytes: Uint8Array, wire: Wire, frame: number, time: number): void {
    this.judging?.take(bytes, wire, frame, time);
  }

  /** Every packet has been judged. True where a third pass can say why. */
  judged(): boolean {
    this.judging?.finish();
    this.octets = (this.judging?.octets ?? 0) + this.survey.octets;
    const mostOpen = this.judging?.mostOpen ?? 0;
    this.mostOpen = mostOpen;
    if (this.failing.size === 0) return false;
    const only = new Set([...this.failing.keys()].slice(0, MOST_EXPLAINED));
    this.excerpt = new Excerpt(this.survey, new Map([...this.failing].slice(0, MOST_EXPLAINED)));
    const contexts = new Map<End, ExplainContext>();
    this.judging = new Judging(this.survey, {
      conditions: this.conditions,
      widening: this.widening,
      cells: (lacks) => this.store.cells(lacks, true),
      slow: true,
      only,
      began: (_, end) => contexts.set(end, this.contextOf(end)),
      found: (connection, end, raw) => {
        const context = contexts.get(end);
        const list = this.findingsOf(connection, end);
        if (context) for (const r of raw) for (const x of explain(r, context)) list.add(x);
      },
      ended: (_, end) => {
        contexts.delete(end);
        return true;
      },
    });
    return true;
  }
  private mostOpen = 0;

  explain(bytes: Uint8Array, wire: Wire, frame: number, time: number): void {
    this.judging?.take(bytes, wire, frame, time);
    this.excerpt?.take(bytes, wire, frame, time);
  }

  explained(): void {
    this.judging?.finish();
    for (const result of this.results)
      result.findings = this.findings.get(`${result.connection} ${result.side}`)?.list() ?? [];
  }

  /** Segments of connections that have findings, for people to look at; absent where there are none. */
  trace(): Trace | undefined {
    return this.excerpt?.trace(this.header('between', false));
  }

  private contextOf(end: End): ExplainContext {
    const journal = new Journal(end.endpoint);
    end.endpoint.listener = journal;
    const permits = this.store.spec.rules.filter((r) => r.verb === 'permit');
    const header = this.headerOf(end.evidence);
    return { journal, values: this.store.profile.values, lacks: end.endpoint.cells.lacks, header, permits };
  }

  private headerOf(evidence: EndEvidence): TraceHeader {
    const lossless = this.options.recorder !== 'unknown' && !evidence.reasons.includes('capture-loss');
    return this.header(evidence.vantage, lossless);
  }

  private header(position: TraceHeader['position'], lossless: boolean): TraceHeader {
    return {
      stack: '',
      version: '',
      scenario: '',
      seed: 0,
      profile: '',
      clock: 'real',
      position,
      api: false,
      lossless,
      lag: this.options.lag,
      started: this.recording.started,
      settings: {},
      tool: '',
    };
  }

  private findingsOf(connection: number, end: End): Findings {
    const key = `${connection} ${end.side}`;
    const known = this.findings.get(key);
    if (known) return known;
    const header = this.headerOf(end.evidence);
    const { near, vouched } = end.evidence;
    const trust = { lossless: header.lossless, near, inferred: !vouched };
    const made = new Findings(header, this.store.profile, trust);
    this.findings.set(key, made);
    return made;
  }

  /** True where the end's counters are still wanted. */
  private ended(connection: number, end: End): boolean {
    const { endpoint, evidence, side } = end;
    const { coverage, raw } = endpoint;
    const { applied, decided } = this.store.topics.sum(coverage);
    this.sums.applied += applied + endpoint.masked;
    this.sums.decided += decided;
    this.sums.masked += endpoint.masked;
    if (raw.length > 0) {
      if (this.failing.size >= MOST_EXPLAINED) {
        const list = this.findingsOf(connection, end);
        for (const r of raw) for (const x of briefly(r, this.headerOf(evidence))) list.add(x);
      }
      const frames = this.failing.get(connection) ?? new Set();
      for (const r of raw) frames.add((r.kind === 'late' ? r.settled.armedBy : r.event)[E.FRAME] ?? 0);
      this.failing.set(connection, frames);
    }
    const verdict = this.store.topics.verdict(coverage, [], evidence);
    if (raw.length === 0 && this.results.length >= this.most) {
      this.counted[verdict]++;
      return false;
    }
    this.results.push({ connection, side, evidence, coverage, verdict, findings: [] });
    return true;
  }

  /** What is told of the capture. After the last pass. */
  verdict(file: string, sha256: string, problems: TraceVerdict['problems']): TraceVerdict {
    this.unjudged();
    const connections = new Map<number, { id: string; endpoints: EndpointVerdict[] }>();
    const worse = (r: Result): number => (r.findings.length > 0 ? 0 : 1);
    const listed = this.results.toSorted((a, b) => worse(a) - worse(b)).slice(0, this.most);
    const kept = new Set(listed);
    for (const r of this.results) {
      if (!kept.has(r)) {
        this.counted[this.nameOf(r)]++;
        continue;
      }
      const known = connections.get(r.connection) ?? { id: this.idOf(r.connection), endpoints: [] };
      known.endpoints.push(this.endpointVerdict(r));
      connections.set(r.connection, known);
    }
    const omitted = Object.values(this.counted).reduce((sum, n) => sum + n, 0);
    return {
      file,
      sha256,
      scenario: '',
      stack: '',
      problems,
      health: this.survey.health.list(),
      connections: [...connections].sort(([a], [b]) => a - b).map(([, c]) => c),
      ...(omitted > 0 ? { omitted: { ...this.counted } } : {}),
      statistics: this.statistics(),
    };
  }

  private statistics(): Statistics {
    const connections = this.survey.table.rows;
    return {
      segments: this.survey.segments,
      connections,
      instances: this.sums.applied,
      evaluated: this.sums.applied - this.sums.masked,
      decided: this.sums.decided,
      mostOpen: this.mostOpen,
      octetsPerConnection: connections === 0 ? 0 : Math.round(this.octets / connections),
    };
  }

  /** Ends of connections that begin in the midst, or that another speaks for: seen, and not judged. */
  private unjudged(): void {
    const { table } = this.survey;
    for (let connection = 0; connection < table.rows; connection++) {
      const row = rowAt(connection);
      const frame = table.data[row + C.FIRST_FRAME] ?? 0;
      const seen = table.data[row + C.SEEN] ?? 0;
      let midst = false;
      for (const side of [0, 1] as const) {
        if (table.data[sideAt(row, side) + S.PACKETS] === 0) {
          // A SYN alone may have had no answer.
          if ((seen & SEEN.OTHER) !== 0) this.survey.health.note('one-sided', frame);
          continue;
        }
        const evidence = evidenceOf(table, row, side, this.conditions);
        if (evidence.begins !== 'otherwise' && evidence.own) continue;
        if (evidence.begins === 'otherwise') {
          if (!midst) this.survey.health.note('mid-stream', frame);
          midst = true;
        }
        if (this.results.length < this.most)
          this.results.push({
            connection,
            side,
            evidence,
            coverage: undefined,
            verdict: 'undecided',
            findings: [],
          });
        else this.counted.undecided++;
      }
    }
  }

  private nameOf(r: Result): VerdictName {
    return r.coverage ? this.store.topics.verdict(r.coverage, r.findings, r.evidence) : 'undecided';
  }

  private endpointVerdict(r: Result): EndpointVerdict {
    const verdict = this.nameOf(r);
    const { topics, spec } = this.store;
    const coverage = r.coverage ?? new Uint32Array(4 * (spec.rules.length + spec.families.length));
    const reasons: readonly Reason[] = topics.reasons(coverage, r.evidence);
    return {
      ...this.socket(r.connection, r.side),
      vantage: r.evidence.vantage,
      verdict,
      reasons: verdict === 'undecided' ? reasons : [],
      wouldDecide: topics.wouldDecide(coverage, r.evidence),
      findings: r.findings,
      coverage: coverageTable(spec, coverage),
    };
  }

  private socket(connection: number, side: 0 | 1): Endpoint {
    const flow = this.survey.table.data[rowAt(connection) + C.FLOW] ?? 0;
    const { addresses, ports } = this.survey.flows.tuple(flow);
    return {
      address: addressText(addresses[side], 0, addresses[side].length === 16 ? 16 : 4),
      port: ports[side],
    };
  }

  /** The side that sent the first packet stands first; an incarnation behind the first has its number. */
  private idOf(connection: number): string {
    const row = rowAt(connection);
    const first = this.survey.table.data[row + C.OPENER] === 1 ? 1 : 0;
    const ends = [this.socket(connection, first), this.socket(connection, first === 0 ? 1 : 0)];
    const flow = this.survey.table.data[row + C.FLOW] ?? 0;
    const again =
      this.survey.head(flow) === connection
        ? ''
        : ` from record ${this.survey.table.data[row + C.FIRST_FRAME]}`;
    return `${ends.map(endpointText).join('-')}${again}`;
  }
}
