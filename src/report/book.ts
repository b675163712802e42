/**
 * What the report tells of rules and requirements beside the verdict: their text. A small view of the spec,
 * so that tests can bring their own.
 */

export interface BookRule {
  readonly id: string;
  readonly verb: string;
  /** What it is about: the event that it looks at. */
  readonly on: string;
  /** What its verdict belongs to; absent where it judges nothing of its own. */
  readonly topic?: string;
  /** Requirement ids, strongest or first as the rule lists them. */
  readonly cites: readonly string[];
  /** The rule in RFC notation, several lines. */
  readonly text: string;
}

export interface BookRequirement {
  readonly id: string;
  readonly rfc: number;
  readonly section: string;
  readonly level: string;
  readonly summary: string;
}

export interface Book {
  readonly rules: readonly BookRule[];
  requirement(id: string): BookRequirement | undefined;
}

/** `RFC 9293 §3.8.6`, or the bare id where the catalogue does not know it. */
export function sourceText(requirement: BookRequirement): string {
  return `RFC ${requirement.rfc} §${requirement.section}`;
}

/**
 * Whether a rule can fail. A track follows the connection and an exempt gives slack: that they applied speaks
 * for no stack.
 */
export function judges(rule: BookRule): boolean {
  return rule.verb !== 'track' && rule.verb !== 'exempt';
}
