/** What `check --json` tells of a capture that the bench shows beside the speed. */
import { z } from 'zod';

const Verdict = z.object({
  totals: z.object({ findings: z.record(z.string(), z.number()) }),
  traces: z.array(
    z.object({
      problems: z.array(z.unknown()),
      statistics: z
        .object({
          segments: z.number(),
          instances: z.number(),
          evaluated: z.number(),
          mostOpen: z.number(),
          octetsPerConnection: z.number(),
        })
        .optional(),
    }),
  ),
});

export interface Judged {
  readonly findings: number;
  readonly problems: number;
  /** Absent where the verdict has no statistics. */
  readonly statistics?: {
    readonly segments: number;
    /** Instances of rules that applied, and those of them that were evaluated. */
    readonly instances: number;
    readonly evaluated: number;
    /** The most connections that were judged at once, and octets by all connections. */
    readonly mostOpen: number;
    readonly octetsPerConnection: number;
  };
}

/** From the output of `check --json`, or why not. */
export function judgedOf(output: string): Judged | string {
  let json: unknown;
  try {
    json = JSON.parse(output);
  } catch {
    return 'its output is no JSON';
  }
  const parsed = Verdict.safeParse(json);
  if (!parsed.success) return `its output is no verdict: ${z.prettifyError(parsed.error)}`;
  const { totals, traces } = parsed.data;
  const statistics = traces[0]?.statistics;
  return {
    findings: Object.values(totals.findings).reduce((a, b) => a + b, 0),
    problems: traces.reduce((sum, { problems }) => sum + problems.length, 0),
    ...(statistics && { statistics }),
  };
}
