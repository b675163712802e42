/**
 * GROUND-TRUTH.tsv: what people who looked at captures know of single frames, and whether findings agree with
 * it.
 */
import type { Finding } from '../../src/checker/verdict.ts';
import { REQUIREMENTS } from '../../src/spec/requirements/all.ts';

export interface FrameRange {
  readonly first: number;
  /** Infinity where the row names no last one. */
  readonly last: number;
}

/** One row. `rfcs` is empty where the row names none. */
export interface Fact {
  readonly file: string;
  readonly frames: readonly FrameRange[];
  readonly kind: string;
  readonly what: string;
  readonly rfcs: readonly number[];
}

/** `1-2`, `2,4,6`, `7`, `>=53`; throws a RangeError for anything else. */
export function framesOf(text: string): readonly FrameRange[] {
  return text.split(',').map((part) => {
    const [, from, first = '', last] = /^\s*(>=)?(\d+)(?:-(\d+))?\s*$/.exec(part) ?? [];
    if (first === '' || (from !== undefined && last !== undefined))
      throw new RangeError(`no frames: ${JSON.stringify(text)}`);
    const end = from === undefined ? Number(last ?? first) : Number.POSITIVE_INFINITY;
    if (end < Number(first)) throw new RangeError(`no frames: ${JSON.stringify(text)}`);
    return { first: Number(first), last: end };
  });
}

/** The RFCs that a text like `RFC 9293 3.5; RFC 5961 3.2` names, each once. */
export const rfcsOf = (text: string): readonly number[] => [
  ...new Set([...text.matchAll(/\bRFC (\d+)/g)].map(([, number]) => Number(number))),
];

/** The rows of the table; throws a RangeError where a column is missing. */
export function readFacts(tsv: string): readonly Fact[] {
  const [head = '', ...lines] = tsv.split('\n').filter((line) => line.trim() !== '');
  const columns = head.split('\t');
  const of = (cells: readonly string[], column: string): string => {
    const at = columns.indexOf(column);
    if (at < 0) throw new RangeError(`the table has no column ${column}`);
    return cells[at] ?? '';
  };
  return lines.map((line) => {
    const cells = line.split('\t');
    return {
      file: of(cells, 'file'),
      frames: framesOf(of(cells, 'frames')),
      kind: of(cells, 'kind'),
      what: of(cells, 'what'),
      rfcs: rfcsOf(of(cells, 'rfc')),
    };
  });
}

const RFC_OF: ReadonlyMap<string, number> = new Map(REQUIREMENTS.map(({ id, rfc }) => [id, rfc]));

/** The RFC that a requirement stands in; throws a RangeError for an id that the catalogue does not have. */
export function rfcOfRequirement(id: string): number {
  const rfc = RFC_OF.get(id);
  if (rfc === undefined) throw new RangeError(`the catalogue has no requirement ${id}`);
  return rfc;
}

/** Whether the finding lists a frame of the row. */
export const listsFrameOf = ({ frames }: Pick<Finding, 'frames'>, fact: Fact): boolean =>
  frames.some((frame) => fact.frames.some(({ first, last }) => first <= frame && frame <= last));

/** Whether the finding is of a frame of the row by an RFC of the row, or by any where the row names none. */
export const speaksOf = (finding: Pick<Finding, 'frames' | 'requirements'>, fact: Fact): boolean =>
  listsFrameOf(finding, fact) &&
  (fact.rfcs.length === 0 || finding.requirements.some((id) => fact.rfcs.includes(rfcOfRequirement(id))));
