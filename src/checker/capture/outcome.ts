/** What came of one end, from its counters: the verdict, the reasons, the topics that were not decided. */
import type { Spec, Topic } from '../../spec/rule.ts';
import { topicsOf } from '../coverage.ts';
import type { EndEvidence } from '../survey/evidence.ts';
import type { Finding, Reason, VerdictName } from '../verdict.ts';

const NEEDED: readonly Topic[] = ['sequence', 'acknowledgment', 'window'];

/** Where each topic's counters stand. */
export class Topics {
  private readonly places: ReadonlyMap<Topic, readonly number[]>;
  /** Places of all that judges: families that are closed, limits, obligations. */
  readonly judging: readonly number[];

  constructor(spec: Spec) {
    const ids = [...spec.rules.map((r) => r.id), ...spec.families.map((f) => f.id)];
    const index = new Map(ids.map((id, i) => [id, i]));
    this.places = new Map(
      [...topicsOf(spec)].map(([topic, of]) => [topic, of.map((id) => index.get(id) ?? 0)] as const),
    );
    this.judging = [...this.places.values()].flat();
  }

  /** Topics with the number of instances that were decided, and that applied. */
  of(coverage: Uint32Array): ReadonlyMap<Topic, { readonly decided: number; readonly applied: number }> {
    const out = new Map<Topic, { decided: number; applied: number }>();
    for (const [topic, places] of this.places) {
      let decided = 0;
      let applied = 0;
      for (const place of places) {
        const sure = (coverage[4 * place] ?? 0) + (coverage[4 * place + 2] ?? 0);
        decided += sure;
        applied += sure + (coverage[4 * place + 1] ?? 0);
      }
      out.set(topic, { decided, applied });
    }
    return out;
  }

  /** Over all that judges: instances decided, and those that applied. */
  sum(coverage: Uint32Array): { readonly decided: number; readonly applied: number } {
    let decided = 0;
    let applied = 0;
    for (const topic of this.of(coverage).values()) {
      decided += topic.decided;
      applied += topic.applied;
    }
    return { decided, applied };
  }

  verdict(coverage: Uint32Array, findings: readonly Finding[], evidence: EndEvidence): VerdictName {
    if (findings.some((f) => f.severity === 'violation' && !f.known)) return 'violations';
    if (findings.some((f) => f.severity !== 'note')) return 'deviations';
    if (evidence.begins === 'otherwise') return 'undecided';
    const topics = this.of(coverage);
    return NEEDED.every((t) => (topics.get(t)?.decided ?? 0) > 0) ? 'conformant' : 'undecided';
  }

  reasons(coverage: Uint32Array, evidence: EndEvidence): readonly Reason[] {
    const out = [...evidence.reasons];
    const topics = this.of(coverage);
    if (NEEDED.some((t) => (topics.get(t)?.applied ?? 0) === 0) && !out.includes('mid-stream'))
      out.push('nothing-exercised');
    return out.length === 0 ? ['no-api-log'] : out;
  }

  /** Per topic that was not decided, the cheapest evidence that would decide it. */
  wouldDecide(coverage: Uint32Array, evidence: EndEvidence): Readonly<Record<string, string>> {
    const out: Record<string, string> = {};
    for (const [topic, { decided, applied }] of this.of(coverage))
      if (decided === 0) out[topic] = cheapest(topic, applied > 0, evidence);
    return out;
  }
}

/** By reason, the cheapest evidence first. */
const REMEDIES: readonly (readonly [Reason, string])[] = [
  ['mid-stream', 'a capture that begins before the handshake'],
  ['one-sided', 'a capture of both directions'],
  ['truncated', 'a larger snap length'],
  ['lag-unbounded', 'a capture with fine time stamps'],
  ['order-uncertain', 'a capture on one interface, in the order of sending'],
  ['capture-loss', 'a capture without losses (a larger buffer of the recorder, a smaller snap length)'],
  ['bad-checksum', 'a capture whose packets were not rewritten'],
  ['fragments', 'a capture where datagrams are not fragmented'],
  ['third-party', 'a tap at the judged end'],
  ['offload', 'a capture with segmentation offload switched off'],
  ['far-vantage', 'a tap at the judged end'],
];

function cheapest(topic: Topic, applied: boolean, evidence: EndEvidence): string {
  const remedy = REMEDIES.find(([reason]) => evidence.reasons.includes(reason));
  // Where evidence is missing, rules that need it do not even count as applied.
  return remedy?.[1] ?? (applied ? 'a log of the calls' : `traffic that exercises it (${topic})`);
}
