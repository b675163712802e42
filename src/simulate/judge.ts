/** Who judges a walked stack: the frontier of traces, or that of captures, at the stack or away from it. */
import type { Cells } from '../checker/cells.ts';
import { type Beginning, Endpoint, type Lag, type Raw } from '../checker/endpoint.ts';
import type { Listener, Watched } from '../checker/listener.ts';
import { StreamEndpoint } from '../checker/stream/endpoint.ts';
import { StreamCells } from '../checker/stream/stream-cells.ts';
import {
  ALL_EVIDENCE,
  API_LOG,
  LAG_BOUND,
  LOSSLESS_OUT,
  NEAR_IN,
  NEAR_OUT,
  ORDER_OUT,
} from '../spec/evidence.ts';

export type Vantage = 'trace' | 'near' | 'far';

/** What a recorder away from the stack cannot vouch for: the stack's own outputs may be lost or overtaken. */
export const FAR_LACKS = API_LOG | LAG_BOUND | LOSSLESS_OUT | NEAR_IN | NEAR_OUT | ORDER_OUT;

export interface Judge extends Watched {
  arrives(on: 'segment arrives' | 'call', event: Float64Array, call?: number): void;
  returned(event: Float64Array, call: number): void;
  sent(event: Float64Array): void;
  end(event: Float64Array): void;
  readonly raw: readonly Raw[];
  listener: Listener | undefined;
  readonly coverage: Uint32Array;
  readonly sndMax: number;
}

/** A judge of captures, which have no calls. */
class CaptureJudge extends StreamEndpoint implements Judge {
  override arrives(on: 'segment arrives' | 'call' | Float64Array, event?: Float64Array): void {
    if (on === 'segment arrives' && event) super.arrives(event);
    else throw new Error('unreachable: a capture has no calls');
  }
  returned(): void {
    throw new Error('unreachable: a capture has no calls');
  }
}

/** Cells of captures by what the recording lacks, made once for many walks. */
const made = new WeakMap<Cells, Map<Vantage, StreamCells>>();
function streamCells(cells: Cells, vantage: Vantage): StreamCells {
  const known = made.get(cells) ?? new Map<Vantage, StreamCells>();
  made.set(cells, known);
  const lacks = vantage === 'far' ? FAR_LACKS : API_LOG;
  const parts = known.get(vantage) ?? new StreamCells(cells.spec, cells.profile, lacks & ALL_EVIDENCE, false);
  known.set(vantage, parts);
  return parts;
}

export function judgeOf(
  vantage: Vantage,
  cells: Cells,
  lag: Lag,
  beginning: Beginning,
  closure: boolean,
): Judge {
  if (vantage !== 'trace')
    return new CaptureJudge(streamCells(cells, vantage), lag, beginning, vantage === 'near', true);
  const judge = new Endpoint(cells, lag, beginning);
  judge.closure = closure;
  return judge;
}
