/** Issue 02, the lines about rules, scenarios and recorded traces. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCENARIOS } from '../../src/harness/scenarios/index.ts';
import { REQUIREMENTS } from '../../src/spec/requirements/all.ts';
import type { Topic as Matter } from '../../src/spec/requirements/topics.ts';
import type { Rule } from '../../src/spec/rule.ts';
import { SPEC } from '../../src/spec/rules/index.ts';
import { readText } from '../../src/trace/text/read.ts';
import { type Line, ROOT } from './line.ts';

const RULES = 45;
const SCENARIO_COUNT = 24;
const LIVE = 48;

/** A family of the issue; `speaks`: the rules that count where the spec has no family of that name. */
interface Named {
  readonly family: string;
  readonly speaks: (rule: Rule) => boolean;
}
const MATTERS: ReadonlyMap<string, Matter> = new Map(REQUIREMENTS.map(({ id, topic }) => [id, topic]));
const cites = (rule: Rule, ...matters: readonly Matter[]): boolean =>
  rule.cites.some((id) => matters.some((matter) => MATTERS.get(id) === matter));
const judges = (rule: Rule): boolean => rule.verb === 'permit' || rule.verb === 'forbid';
const none = (): boolean => false;

const FAMILIES: readonly Named[] = [
  ...['new octets', 'old octets', 'SYN', 'FIN', 'RST', 'acknowledgment'].map((family) => ({
    family,
    speaks: none,
  })),
  { family: 'window', speaks: (rule) => rule.verb === 'forbid' && rule.topic === 'window' },
  { family: 'timestamps', speaks: (rule) => judges(rule) && cites(rule, 'ts') },
  { family: 'SACK blocks', speaks: none },
  {
    family: 'handshake options',
    speaks: (rule) =>
      rule.verb === 'forbid' && rule.topic === 'handshake' && cites(rule, 'wscale', 'ts', 'mss', 'ecn'),
  },
  { family: 'ECN bits', speaks: (rule) => judges(rule) && cites(rule, 'ecn') },
  { family: 'urgent', speaks: (rule) => judges(rule) && cites(rule, 'urgent') },
  // Why an empty segment is sent now: of this the spec knows only what is owed.
  {
    family: 'occasion',
    speaks: (rule) => rule.verb === 'oblige' && / ack\b|^ack /.test(rule.owes.kind),
  },
];

interface Present {
  readonly family: string;
  /** A family of the spec with permits; rules that speak of it; nothing. */
  readonly how: 'family' | 'partly' | 'absent';
  readonly rules: readonly Rule[];
}
function present({ family, speaks }: Named): Present {
  const permits = SPEC.rules.filter((rule) => rule.verb === 'permit' && rule.of.id === family);
  if (SPEC.families.some(({ id }) => id === family) && permits.length > 0)
    return { family, how: 'family', rules: permits };
  const rules = SPEC.rules.filter(speaks);
  return { family, how: rules.length > 0 ? 'partly' : 'absent', rules };
}

const rules: Line = {
  id: 'rules',
  claim: `at least ${RULES} rules; for every family of a sent segment at least one that cites an RFC`,
  run() {
    const verbs = ['permit', 'forbid', 'exempt', 'oblige', 'track'] as const;
    const each = verbs.map((verb) => `${SPEC.rules.filter((r) => r.verb === verb).length} ${verb}`);
    const families = FAMILIES.map(present);
    const count = (how: Present['how']): number => families.filter((f) => f.how === how).length;
    const cited = new Set(SPEC.rules.flatMap((rule) => rule.cites));
    return Promise.resolve({
      figure:
        `${SPEC.rules.length} of at least ${RULES} rules: ${each.join(', ')}; ${cited.size} of ${REQUIREMENTS.length} requirements cited; ` +
        `of ${families.length} families ${count('family')} as families of the spec, ${count('partly')} partly, by rules without a family, ${count('absent')} absent`,
      holds: SPEC.rules.length >= RULES && count('absent') === 0,
      note: families
        .map(
          (f) =>
            `${f.family} (${f.how}): ${f.rules.map((r) => `${r.id} [${r.cites.join(' ')}]`).join(', ') || 'no rule'}`,
        )
        .join('\n'),
    });
  },
};

interface Recorded {
  readonly stack: string;
  readonly scenario: string;
  readonly family: 'ipv4' | 'ipv6' | undefined;
}
function recordedTraces(): readonly Recorded[] {
  const root = join(ROOT, 'traces', 'recorded');
  return readdirSync(root, { recursive: true })
    .map(String)
    .filter((name) => name.startsWith('linux-') && name.endsWith('.trace'))
    .map((name) => {
      const { traces, problems } = readText(readFileSync(join(root, name), 'utf8'), name);
      const [trace] = traces;
      if (!trace || problems.length > 0) throw new Error(`${name} cannot be read`);
      const segment = trace.events.find((e) => e.kind === 'sent' || e.kind === 'arrived');
      const address = segment?.kind === 'sent' || segment?.kind === 'arrived' ? segment.segment.source : null;
      const family = address === null ? undefined : address.address.includes(':') ? 'ipv6' : 'ipv4';
      return { stack: name.split('/')[0] ?? '', scenario: trace.header.scenario, family };
    });
}

const scenarios: Line = {
  id: 'scenarios',
  claim: `at least ${SCENARIO_COUNT} scenarios, each in IPv4 and IPv6`,
  run() {
    const kept = recordedTraces();
    const has = (id: string, family: string): boolean =>
      kept.some((trace) => trace.scenario === id && trace.family === family);
    const both = SCENARIOS.filter(({ id }) => has(id, 'ipv4') && has(id, 'ipv6'));
    const topics = [...new Set(SCENARIOS.map(({ id }) => id.split('/')[0] ?? ''))];
    const each = topics.map((t) => `${SCENARIOS.filter(({ id }) => id.startsWith(`${t}/`)).length} ${t}`);
    const goals = SCENARIOS.filter(({ goals }) => goals.length > 0);
    return Promise.resolve({
      figure:
        `${SCENARIOS.length} of at least ${SCENARIO_COUNT} scenarios, ${both.length} of ${SCENARIOS.length} recorded in both families, ` +
        `${goals.length} of ${SCENARIOS.length} say what their trace must show`,
      holds: SCENARIOS.length >= SCENARIO_COUNT && both.length === SCENARIOS.length,
      note: [
        each.join(', '),
        ...SCENARIOS.filter((s) => !both.includes(s)).map(({ id }) => `not in both families: ${id}`),
      ].join('\n'),
    });
  },
};

const recorded: Line = {
  id: 'recorded',
  claim: `at least ${LIVE} traces of a live Linux kernel are kept in traces/recorded`,
  run() {
    const kept = recordedTraces();
    const stacks = [...new Set(kept.map(({ stack }) => stack))];
    const of = (family: string): number => kept.filter((trace) => trace.family === family).length;
    return Promise.resolve({
      figure: `${kept.length} of at least ${LIVE} traces of ${stacks.join(', ') || 'no stack'}: ${of('ipv4')} IPv4, ${of('ipv6')} IPv6`,
      holds: kept.length >= LIVE,
    });
  },
};

export const specLines: readonly Line[] = [rules, scenarios, recorded];
