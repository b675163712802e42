/**
 * Mutants: stacks that break one requirement of the catalogue. A mutant is a change of the spec as data, so
 * the broken stack is walked by the same code as a right one, and judged by the spec that it left.
 */

import type { Level } from '../../spec/requirement.ts';
import type { RequirementId } from '../../spec/requirements/all.ts';
import { requirement } from '../../spec/requirements/all.ts';
import type { Spec } from '../../spec/rule.ts';
import type { Edit } from './edit.ts';

/** What of TCP the broken stack gets wrong. */
export const MUTANT_FAMILIES = [
  'SYN',
  'handshake options',
  'new octets',
  'old octets',
  'FIN',
  'TIME-WAIT',
  'RST',
  'challenge ACKs',
  'acknowledgment',
  'window',
  'MSS',
  'SACK',
  'timestamps',
  'urgent',
  'liveness',
  'user calls',
] as const;
export type MutantFamily = (typeof MUTANT_FAMILIES)[number];

/** The least that a recording must have to show it: a recorder at the stack, its payload, its calls. */
export type MutantEvidence = 'far' | 'near' | 'payload' | 'calls';

export interface Mutant {
  readonly id: string;
  /** What the broken stack does, one sentence without a subject. */
  readonly text: string;
  /** The entry that it breaks. */
  readonly requirement: RequirementId;
  /** Entries that say the same elsewhere, or that cannot be kept where the first is broken. */
  readonly alike?: readonly RequirementId[];
  readonly family: MutantFamily;
  readonly evidence: MutantEvidence;
  readonly edits: readonly [Edit, ...Edit[]];
  /** Obligations that stand, but that it cannot meet. */
  readonly defies?: readonly string[];
  /** Why the stack may differ from a right one in what it logs and yet do nothing that is forbidden. */
  readonly allowed?: string;
}

/** The spec that stacks of this kind are drawn from. Throws where an edit does not fit the spec. */
export const mutated = (spec: Spec, mutant: Mutant): Spec =>
  mutant.edits.reduce((changed, edit) => edit.apply(changed), spec);

/** Rules and settings that it overrides, or makes impossible to keep. */
export const overridden = (mutant: Mutant): readonly string[] => [
  ...new Set([...mutant.edits.flatMap((edit) => edit.of), ...(mutant.defies ?? [])]),
];

export const levelOfMutant = (mutant: Mutant): Level => requirement(mutant.requirement).level;
