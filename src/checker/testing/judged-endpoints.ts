/** One trace judged on its own. */
import type { Trace } from '../../trace/trace.ts';
import { type CheckOptions, check } from '../check.ts';
import type { EndpointVerdict } from '../verdict.ts';

/** The endpoints that the checker saw in the trace, in their order. */
export function judgedEndpoints(trace: Trace, options: CheckOptions): readonly EndpointVerdict[] {
  const input = { file: 'trace', sha256: '', traces: [trace], problems: [] };
  return check([input], options).traces.flatMap((t) => t.connections.flatMap((c) => c.endpoints));
}
