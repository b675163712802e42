/**
 * The ladder: time runs downwards, the stack stands left, its peer right; calls on the stack's side,
 * findings under the record they are about.
 */

import { segmentText } from '../../trace/segment-text.ts';
import type { ReturnEvent, SegmentEvent, SnapshotEvent, TraceEvent } from '../../trace/trace.ts';
import { callText, resultText, returnText, snapshotText } from './event-text.ts';
import type { Content, Markup } from './html.ts';
import { html } from './html.ts';
import type { Shown } from './model.ts';
import { frameAnchor } from './model.ts';
import type { Bases } from './relative.ts';
import { bases, relative } from './relative.ts';
import type { Ladder, Row } from './rows.ts';
import { grouped, icon, kindOf, seconds, spanText } from './words.ts';

/** What the drawing of a row needs beside the row. */
interface Pen {
  readonly anchor: string;
  readonly base: Bases;
  readonly finding: (shown: Shown) => Markup;
}

/** What heads the two lines. */
export interface Heads {
  readonly stack: string;
  readonly peer: string;
}

/** Draws a ladder; `finding` draws what is hung under a record. */
export function drawLadder(
  drawn: Ladder,
  events: readonly TraceEvent[],
  anchor: string,
  heads: Heads,
  finding: (shown: Shown) => Markup,
): Markup {
  const pen: Pen = { anchor, base: bases(events), finding };
  let before: number | undefined;
  const rows = drawn.rows.map((row) => {
    if (row.kind === 'omitted') {
      before = undefined;
      return omittedRow(row);
    }
    const at = row.kind === 'snapshots' ? (row.events[0]?.t1 ?? 0) : row.event.t1;
    const since = before === undefined ? undefined : at - before;
    before = at;
    return [eventRow(row, since, pen), row.findings.map((shown) => hung(shown, pen))];
  });
  const calls = events.some(({ kind }) => kind === 'call' || kind === 'return' || kind === 'snapshot');
  return html`<div class="ladder${calls ? '' : ' plain'}">
<div class="row head"><span>record</span><span>time, s</span><span>since</span><span class="call">${calls ? 'calls' : ''}</span>
<span class="lane"><b>${heads.stack}</b><b>${heads.peer}</b></span></div>
${rows.flat(2)}</div>`;
}

function hung(shown: Shown, pen: Pen): Markup {
  return html`<div class="hung">${pen.finding(shown)}</div>`;
}

function eventRow(row: Exclude<Row, { kind: 'omitted' }>, since: number | undefined, pen: Pen): Markup {
  const first = row.kind === 'snapshots' ? row.events[0] : row.event;
  if (first === undefined) return html``;
  const worst = row.findings[0] ?? row.again[0];
  const mark = worst === undefined ? undefined : kindOf(worst.finding);
  const bracket = `between ${seconds(first.t0)} s and ${seconds(first.t1)} s`;
  return html`<div class="row ${mark === undefined ? '' : `marked ${mark}`}" id="${frameAnchor(pen.anchor, first.frame)}"
 style="--gap:${gap(since)}px"><span class="frame">${marks(row)}${moreAnchors(row, pen)}${frames(row)}</span>
<span class="time" title="${bracket}">${seconds(first.t1)}</span>
<span class="since ${since !== undefined && since >= LONG ? 'long' : ''}">${since === undefined ? '' : since === 0 ? '+0' : `+${spanText(since)}`}</span>
${sides(row, pen)}</div>`;
}

/** A pause from which on the time since the last record is set in bold. */
const LONG = 100_000_000;

/** Pixels of air above a row: none up to a millisecond, then seven a decade. */
function gap(since: number | undefined): number {
  return since === undefined || since < 1e6 ? 0 : Math.round(7 * Math.log10(since / 1e6)) + 2;
}

/** The shape of what hangs under the row, or a way to the finding that the row repeats. */
function marks(row: Exclude<Row, { kind: 'omitted' }>): Content {
  const [own] = row.findings;
  if (own !== undefined) return icon(kindOf(own.finding));
  const [first] = row.again;
  if (first === undefined) return undefined;
  return html`<a class="again" href="#${first.anchor}" title="${first.finding.message}">${icon(kindOf(first.finding))}</a>`;
}

/** A row of several records can be linked to by each of them. */
function moreAnchors(row: Exclude<Row, { kind: 'omitted' }>, pen: Pen): Content {
  const others = row.kind === 'snapshots' ? row.events.slice(1) : row.kind === 'call' ? [row.returned] : [];
  return others.map(({ frame }) => html`<a id="${frameAnchor(pen.anchor, frame)}"></a>`);
}

function frames(row: Exclude<Row, { kind: 'omitted' }>): string {
  if (row.kind === 'call') return `${row.event.frame}–${row.returned.frame}`;
  if (row.kind === 'event') return row.event.kind === 'end' ? '' : String(row.event.frame);
  const [first, last] = [row.events[0]?.frame, row.events.at(-1)?.frame];
  return first === last ? String(first) : `${first}–${last}`;
}

function sides(row: Exclude<Row, { kind: 'omitted' }>, pen: Pen): Markup {
  if (row.kind === 'snapshots') return callSide(snapshots(row.events));
  if (row.kind === 'call') return callSide(callLine(callText(row.event), row.returned));
  const { event } = row;
  switch (event.kind) {
    case 'sent':
    case 'arrived':
      return html`<span class="call"></span><span class="lane">${arrow(event, pen.base)}</span>`;
    case 'call':
      return callSide(callLine(callText(event), undefined));
    case 'return':
      return callSide(callLine('…', event));
    case 'gap':
      return laneNote(
        'gap',
        event.lost > 0 ? `the recorder lost ${event.lost} records here` : 'the recorder lost records here',
      );
    case 'end':
      return laneNote('end', 'the recording ends');
  }
}

/** A call and, where it has returned, what it returned; `…` stands for the half that is elsewhere. */
function callLine(call: string, returned: ReturnEvent | undefined): Markup {
  if (returned === undefined) return html`<code class="api">${call} <i>…</i></code>`;
  return html`<code class="api" title="${resultText(returned)}">${call} <i>${returnText(returned)}</i></code>`;
}

function callSide(content: Markup): Markup {
  return html`<span class="call">${content}</span><span class="lane"></span>`;
}

function laneNote(kind: string, text: string): Markup {
  return html`<span class="call"></span><span class="lane"><em class="${kind}">${text}</em></span>`;
}

function arrow(event: SegmentEvent, base: Bases): Markup {
  const sent = event.kind === 'sent';
  const raw = `${sent ? 'sent' : 'arrived'}, as on the wire: ${segmentText(event.segment)}; TTL ${event.segment.ttl}`;
  return html`<span class="arrow ${event.kind}" title="${raw}"><code><b class="way">${sent ? '>' : '<'}</b> ${segmentText(
    relative(event.segment, sent, base),
  )}</code></span>`;
}

function snapshots(events: readonly SnapshotEvent[]): Markup {
  const first = events[0];
  if (first === undefined) return html``;
  const more = events.length > 1 ? ` and ${events.length - 1} more` : '';
  return html`<details class="snapshot"><summary>TCP_INFO${more}: ${snapshotText(first)}</summary>${events.map(
    (event) =>
      html`<table><caption>record ${event.frame}, socket ${event.socket}${
        event.withheld ? ', withheld from the belief' : ''
      }</caption>${Object.entries(event.fields).map(([name, value]) => html`<tr><th>${name}</th><td>${value}</td></tr>`)}</table>`,
  )}</details>`;
}

function omittedRow(row: Extract<Row, { kind: 'omitted' }>): Markup {
  return html`<div class="omitted">${grouped(row.count)} records not drawn (${row.from} to ${row.to})</div>`;
}
