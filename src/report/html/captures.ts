/** What is told of captures of other tools: how much was judged, and what is wrong with the recording. */

import type { TraceVerdict, Verdict } from '../../checker/verdict.ts';
import { flawText } from '../../trace/capture/flaw-text.ts';
import { framesText } from '../frames-text.ts';
import type { Content, Markup } from './html.ts';
import { html } from './html.ts';
import { VERDICTS } from './model.ts';
import { counted, grouped, verdictChip } from './words.ts';

/** Whether a trace verdict is of a capture of another tool. */
export const isCapture = (trace: TraceVerdict): boolean => trace.statistics !== undefined;

/** One block a capture; nothing where there are none. */
export function drawCaptures(verdict: Verdict): Content {
  const captures = verdict.traces.filter(isCapture);
  if (captures.length === 0) return undefined;
  return html`<h3>The recordings</h3>${captures.map(drawCapture)}`;
}

function drawCapture(trace: TraceVerdict): Markup {
  return html`<div class="capture" data-filter><h4><code>${trace.file}</code></h4>
${measured(trace)}${omitted(trace)}${flaws(trace)}</div>`;
}

function measured({ statistics }: TraceVerdict): Content {
  if (statistics === undefined) return undefined;
  const { segments, connections, instances, evaluated, decided } = statistics;
  return html`<p>${counted(segments, 'segment')} in ${counted(connections, 'connection')}, counted by 4-tuple,
interface and incarnation. Rules applied ${counted(instances, 'time')}: what they need was recorded in
<b>${share(evaluated, instances)}</b> of these, and <b>${share(decided, instances)}</b> were decided.</p>`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${Number(((100 * part) / whole).toPrecision(3))} %`;
}

function omitted(trace: TraceVerdict): Content {
  const counts = VERDICTS.filter((name) => (trace.omitted?.[name] ?? 0) > 0);
  if (counts.length === 0) return undefined;
  return html`<p>Further endpoints are only counted: ${counts.map(
    (name) => html`${verdictChip(name)} <b>${grouped(trace.omitted?.[name] ?? 0)}</b> `,
  )}</p>`;
}

function flaws({ health, problems }: TraceVerdict): Markup {
  if (health.length === 0 && problems.length === 0)
    return html`<p>Nothing in the recording contradicts itself.</p>`;
  const rows = health.map(
    (state) => html`<tr><td><b>${state.class}</b></td><td class="number">${grouped(state.count)}</td>
<td>${flawText(state.class)}</td><td>${framesText(state.frames, state.count)}</td></tr>`,
  );
  const unread = problems.map(
    (problem) =>
      html`<tr><td><b>${problem.code}</b></td><td></td><td>${problem.message}</td><td>${problem.at}</td></tr>`,
  );
  return html`<div class="wide"><table class="flaws"><thead><tr><th>what</th><th>times</th><th>which means</th><th>records</th></tr></thead>
<tbody>${rows}${unread}</tbody></table></div>`;
}
