/**
 * A connection's section: its verdict, what is not decided and why, the ladder with the findings in place.
 */

import type { EndpointVerdict } from '../../checker/verdict.ts';
import { endpointText } from '../../trace/segment-text.ts';
import type { Book } from '../book.ts';
import { eventsOf, socketsOf } from '../connection-events.ts';
import { REASONS } from '../reasons.ts';
import { wouldDecide } from '../would-decide.ts';
import { isCapture } from './captures.ts';
import { drawFinding } from './finding.ts';
import type { Content, Markup } from './html.ts';
import { html } from './html.ts';
import { drawLadder, type Heads } from './ladder.ts';
import type { Case } from './model.ts';
import { ladder } from './rows.ts';
import { counted, grouped, verdictChip } from './words.ts';

/**
 * The section. `most` is how many rows the ladder may have; 0 draws none and says so. `many`: it is one of
 * many, and its ladder folded where nothing was found.
 */
export function drawConnection(owner: Case, book: Book, most: number, many = false): Markup {
  const { trace, connection } = owner;
  return html`<section class="connection" id="${owner.anchor}" data-verdict="${owner.verdict}">
<h3>${verdictChip(owner.verdict)} <span class="title">${owner.title}</span> <span class="tag">${owner.ip}</span>
<a class="self" href="#${owner.anchor}" aria-label="link to this connection">#</a></h3>
<p class="where"><code>${connection.id}</code> in <code>${trace.file}</code>${
    trace.stack === '' ? undefined : `, recorded from ${trace.stack}`
  }. ${connection.endpoints.length > 1 ? undefined : decided(connection.endpoints[0])}</p>
${connection.endpoints.map((endpoint) => about(endpoint, connection.endpoints.length > 1))}
${health(owner)}
${body(owner, book, most, many)}
</section>`;
}

function decided(endpoint: EndpointVerdict | undefined): string {
  const sum = { pass: 0, open: 0, fail: 0 };
  for (const each of Object.values(endpoint?.coverage ?? {})) {
    sum.pass += each.pass;
    sum.open += each.open;
    sum.fail += each.fail;
  }
  const { pass, open, fail } = sum;
  return `Decided ${counted(pass + fail, 'time')}: ${grouped(pass)} pass, ${grouped(fail)} fail; open ${counted(open, 'time')}.`;
}

function about(endpoint: EndpointVerdict, several: boolean): Content {
  const name = `${endpoint.address} port ${endpoint.port}`;
  const head = several
    ? html`<p class="endpoint">${verdictChip(endpoint.verdict)} <b>${name}</b>, recorder ${endpoint.vantage}. ${decided(endpoint)}</p>`
    : undefined;
  return [head, endpoint.verdict === 'undecided' ? undecided(endpoint) : openTopics(endpoint)];
}

function undecided(endpoint: EndpointVerdict): Content {
  const words = endpoint.reasons.map((reason) => html`<li><b>${reason}</b>: ${REASONS[reason]}</li>`);
  return html`<div class="undecided-box"><b>Not decided</b>${words.length === 0 ? '' : ' because of'}${
    words.length === 0 ? '.' : html`<ul>${words}</ul>`
  }${evidence(endpoint)}</div>`;
}

/** What a decided endpoint leaves open: folded, for it changes nothing in the verdict. */
function openTopics(endpoint: EndpointVerdict): Content {
  const topics = Object.keys(endpoint.wouldDecide);
  if (topics.length === 0) return undefined;
  return html`<details class="topics"><summary>Not decided here: ${topics.join(', ')}</summary>${evidence(endpoint)}</details>`;
}

function evidence(endpoint: EndpointVerdict): Content {
  const items = wouldDecide(endpoint.wouldDecide);
  if (items.length === 0) return undefined;
  return html`<ul>${items.map(({ topics, text }) => html`<li><b>${topics.join(', ')}</b>: ${text} would decide ${topics.length === 1 ? 'it' : 'them'}</li>`)}</ul>`;
}

/** Of a capture it is told once, above. */
function health(owner: Case): Content {
  if (isCapture(owner.trace)) return undefined;
  const { problems, health: states } = owner.trace;
  if (problems.length === 0 && states.length === 0) return undefined;
  return html`<ul class="health">${problems.map(
    (problem) => html`<li><b>${problem.code}</b> ${problem.message} <small>${problem.at}</small></li>`,
  )}${states.map(
    (state) =>
      html`<li><b>${state.class}</b> ${counted(state.count, 'time')}, records ${state.frames.slice(0, 12).join(', ')}${
        state.frames.length > 12 ? ' …' : ''
      }</li>`,
  )}</ul>`;
}

/** What stands above the two lines. In a capture both ends are judged, each with its own vantage. */
function headsOf({ trace, connection }: Case): Heads {
  const [stack = '', peer = ''] = socketsOf(connection.id).split('-');
  if (!isCapture(trace)) return { stack: `stack ${stack}`, peer: `peer ${peer}` };
  const vantage = (socket: string): string => {
    const end = connection.endpoints.find(({ address, port }) => endpointText({ address, port }) === socket);
    return end ? `${socket}, recorder ${end.vantage}` : socket;
  };
  return { stack: vantage(stack), peer: vantage(peer) };
}

/** A ladder without findings that is longer than this is folded, or any where there are many. */
const UNFOLDED_ROWS = 60;

function body(owner: Case, book: Book, most: number, many: boolean): Content {
  const draw = (shown: Case['findings'][number]): Markup => drawFinding(shown, owner, book);
  if (owner.recording === undefined) {
    return [
      html`<p class="cap">${
        isCapture(owner.trace)
          ? 'Segments are shown of connections with findings only.'
          : 'The trace is not at hand, so there is no ladder.'
      }</p>`,
      owner.findings.map(draw),
    ];
  }
  if (most === 0) {
    return [
      html`<p class="cap">No ladder: this page would grow too long. See it with <code>tcpassay show</code>.</p>`,
      owner.findings.map(draw),
    ];
  }
  const { id } = owner.connection;
  const events = eventsOf(owner.recording, id);
  const drawn = ladder(owner.recording, id, owner.findings, most);
  const picture = drawLadder(drawn, events, owner.anchor, headsOf(owner), draw);
  const folded = owner.findings.length === 0 && (many || drawn.rows.length > UNFOLDED_ROWS);
  return [
    drawn.omitted === 0
      ? undefined
      : html`<p class="cap">A long connection: ${grouped(drawn.events - drawn.omitted)} of ${grouped(drawn.events)} records are drawn,
those around findings first.${isCapture(owner.trace) ? undefined : html` <code>tcpassay show</code> prints them all.`}</p>`,
    folded
      ? html`<details class="folded"><summary>Ladder of ${grouped(drawn.events)} records</summary>${picture}</details>`
      : picture,
    drawn.unplaced.length === 0 ? undefined : html`<h4>Findings without a record of their own</h4>`,
    drawn.unplaced.map(draw),
  ];
}
