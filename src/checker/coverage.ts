/** From counters to words: what was decided, what was not, and what would decide it (architecture.md §5). */
import type { Spec, Topic } from '../spec/rule.ts';
import type { TraceHeader } from '../trace/trace.ts';
import { EXERCISES } from './exercises.ts';
import type { Coverage, Finding, Reason, VerdictName } from './verdict.ts';

export interface RunFacts {
  readonly midStream: boolean;
  readonly blind: boolean;
  readonly excused: number;
  readonly header: TraceHeader;
}

/** Rules, then families, by id: only those that were looked at. */
export function coverageTable(spec: Spec, counters: Uint32Array): Readonly<Record<string, Coverage>> {
  const ids = [...spec.rules.map((r) => r.id), ...spec.families.map((f) => f.id)];
  const out: Record<string, Coverage> = {};
  for (const [i, id] of ids.entries()) {
    const at = i * 4;
    const one: Coverage = {
      pass: counters[at] ?? 0,
      open: counters[at + 1] ?? 0,
      fail: counters[at + 2] ?? 0,
      na: counters[at + 3] ?? 0,
    };
    if (one.pass + one.open + one.fail + one.na > 0) out[id] = one;
  }
  return out;
}

/** What judges a topic: its families, limits and obligations. */
export function topicsOf(spec: Spec): ReadonlyMap<Topic, readonly string[]> {
  const out = new Map<Topic, string[]>();
  const add = (topic: Topic, id: string): void => {
    out.set(topic, [...(out.get(topic) ?? []), id]);
  };
  for (const family of spec.families) if (family.closed) add(family.topic, family.id);
  for (const rule of spec.rules)
    if (rule.verb === 'forbid' || rule.verb === 'oblige') add(rule.topic, rule.id);
  return out;
}

const NEEDED: readonly Topic[] = ['sequence', 'acknowledgment', 'window'];

const decided = (ids: readonly string[], coverage: Readonly<Record<string, Coverage>>): boolean =>
  ids.some((id) => (coverage[id]?.pass ?? 0) + (coverage[id]?.fail ?? 0) > 0);
const applied = (ids: readonly string[], coverage: Readonly<Record<string, Coverage>>): boolean =>
  ids.some((id) => (coverage[id]?.pass ?? 0) + (coverage[id]?.fail ?? 0) + (coverage[id]?.open ?? 0) > 0);

export function verdictName(
  spec: Spec,
  findings: readonly Finding[],
  coverage: Readonly<Record<string, Coverage>>,
  facts: RunFacts,
): VerdictName {
  const unknown = findings.filter((f) => !f.known);
  if (unknown.some((f) => f.severity === 'violation')) return 'violations';
  if (findings.some((f) => f.severity !== 'note')) return 'deviations';
  if (facts.midStream || facts.blind || facts.excused > 0) return 'undecided';
  const topics = topicsOf(spec);
  return NEEDED.every((t) => decided(topics.get(t) ?? [], coverage)) ? 'conformant' : 'undecided';
}

export function reasonsOf(
  spec: Spec,
  coverage: Readonly<Record<string, Coverage>>,
  facts: RunFacts,
): readonly Reason[] {
  const out: Reason[] = [];
  if (facts.midStream) out.push('mid-stream');
  if (facts.blind || facts.excused > 0) out.push('capture-loss');
  if (facts.header.position !== 'near') out.push('far-vantage');
  const topics = topicsOf(spec);
  if (NEEDED.some((t) => !applied(topics.get(t) ?? [], coverage))) out.push('nothing-exercised');
  if (!facts.header.api && out.length === 0) out.push('no-api-log');
  if (out.length === 0) out.push('trace-ended');
  return out;
}

/**
 * Per topic that was not decided, the cheapest evidence that would decide it; what the verdict needs comes
 * first.
 */
export function wouldDecide(
  spec: Spec,
  coverage: Readonly<Record<string, Coverage>>,
  facts: RunFacts,
): Readonly<Record<string, string>> {
  const out: Record<string, string> = {};
  const topics = topicsOf(spec);
  for (const topic of new Set([...NEEDED, ...topics.keys()])) {
    const ids = topics.get(topic) ?? [];
    if (!decided(ids, coverage)) out[topic] = cheapest(spec, topic, ids, coverage, facts);
  }
  return out;
}

function cheapest(
  spec: Spec,
  topic: Topic,
  ids: readonly string[],
  coverage: Readonly<Record<string, Coverage>>,
  { midStream, blind, header }: RunFacts,
): string {
  if (midStream) return 'a recording that begins before the handshake';
  if (blind) return 'a recording without gaps';
  if (!applied(ids, coverage)) return EXERCISES[topic];
  if (header.position !== 'near') return 'a tap at the judged end';
  if (!header.api) return 'a log of the calls';
  const open = ids.filter((id) => (coverage[id]?.open ?? 0) > 0);
  const owed = new Set(spec.rules.filter(({ verb }) => verb === 'oblige').map(({ id }) => id));
  // A debt stays open where its reason went away in time, or the recording ended first; anything else also
  // where a call was under way. Lag is to blame only where it leaves arrivals unread.
  const unread = header.lag.in > 0 && !open.every((id) => owed.has(id));
  return unread ? 'a recording with less lag' : EXERCISES[topic];
}
