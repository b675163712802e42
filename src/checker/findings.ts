/**
 * Findings of one endpoint: named, counted, compared with the profile's traits, root cause before
 * consequence.
 */
import type { Profile } from '../spec/profile.ts';
import { timeText } from '../spec/render.ts';
import type { TraceHeader } from '../trace/trace.ts';
import type { Explained } from './explain.ts';
import type { Finding, Hypothesis } from './verdict.ts';

/** FNV-1a over two seeds: 16 hex digits, the same in every runtime. */
export function stableHash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ (code + 0x9e37), 0x85ebca6b);
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}

/** Stable over runs: requirement, rule, clause, scenario, event class; no number of the run. */
export const findingId = (x: Explained, scenario: string): string =>
  stableHash([x.requirements[0] ?? '', x.rule, x.clause, scenario, x.on].join('\u0000'));

export interface Trust {
  readonly lossless: boolean;
  /** That nothing was lost is not vouched for, but concluded from the recording. */
  readonly inferred?: boolean;
  readonly near: boolean;
}

function hypothesesOf(
  x: Explained,
  header: TraceHeader,
  trust: Trust,
  cause: Finding | undefined,
): Hypothesis[] {
  const { lag } = header;
  const read =
    lag.in === 0
      ? 'the stack was at rest before each record'
      : `every part of what had arrived in the last ${timeText(lag.in)} was taken as unread`;
  const out: Hypothesis[] = [
    {
      id: 'recorder loss',
      excluded: trust.lossless,
      why: trust.lossless
        ? trust.inferred
          ? 'nobody vouches for the recorder, but every octet that was acknowledged is in the capture'
          : 'the recorder vouches that it lost nothing'
        : 'nobody vouches that the recorder lost nothing',
    },
    {
      id: 'not read yet',
      excluded: trust.near,
      why: trust.near ? read : 'the recorder sat away from the stack',
    },
    {
      id: 'clock',
      excluded: true,
      why: `${timeText(lag.out)} of the recorder’s lag and ${timeText(lag.error)} of the clock’s error were granted`,
    },
  ];
  if (cause && cause.rule !== x.rule)
    out.push({
      id: 'consequence',
      excluded: false,
      why: `the same topic already failed in frame ${cause.frames[0] ?? 0} (${cause.rule}); this may follow from it`,
    });
  return out;
}

/**
 * A failure of the same topic this soon after another may follow from it; later ones stand for themselves.
 */
const CONSEQUENCE = 1e9;

export class Findings {
  private readonly byId = new Map<string, Finding>();
  private readonly firstOfTopic = new Map<string, Finding>();
  private readonly header: TraceHeader;
  private readonly profile: Profile;
  private readonly trust: Trust;
  constructor(header: TraceHeader, profile: Profile, trust: Trust) {
    this.header = header;
    this.profile = profile;
    this.trust = trust;
  }

  add(x: Explained): void {
    const id = findingId(x, this.header.scenario);
    const before = this.byId.get(id);
    if (before) {
      const frames = before.frames.length < 16 ? [...before.frames, ...x.frames] : before.frames;
      this.byId.set(id, { ...before, repeats: before.repeats + 1, frames });
      return;
    }
    const cause = this.firstOfTopic.get(x.topic);
    const consequence = cause !== undefined && cause.rule !== x.rule && x.time - cause.time <= CONSEQUENCE;
    const trait = this.profile.traits.find(
      (t) =>
        t.rule === x.rule &&
        this.header.scenario.startsWith(t.scenario) &&
        (t.clauses?.some((clause) => x.clause.startsWith(clause)) ?? true),
    );
    const { topic: _topic, on: _on, ...shown } = x;
    const finding: Finding = {
      id,
      ...shown,
      severity: consequence ? 'note' : x.severity,
      ...(trait ? { known: { trait: trait.id, reason: trait.reason } } : {}),
      hypotheses: hypothesesOf(x, this.header, this.trust, consequence ? cause : undefined),
      repeats: 1,
    };
    this.byId.set(id, finding);
    if (!cause) this.firstOfTopic.set(x.topic, finding);
  }

  list(): readonly Finding[] {
    return [...this.byId.values()];
  }
}
