/** The head and the summary of the page: what was judged, under which settings, and what came out. */

import type { Verdict, VerdictName } from '../../checker/verdict.ts';
import type { Trace } from '../../trace/trace.ts';
import { wouldDecide } from '../would-decide.ts';
import { drawCaptures, isCapture } from './captures.ts';
import type { Content, Markup } from './html.ts';
import { html } from './html.ts';
import type { Case } from './model.ts';
import { VERDICTS } from './model.ts';
import type { Kind } from './words.ts';
import { counted, grouped, icon, KINDS, kindChip, kindOf, spanText, verdictChip } from './words.ts';

/** The page's name (the user's, if given), the answer in one sentence, and everything that bears on it. */
export function drawHead(verdict: Verdict, recordings: readonly Trace[], name?: string): Markup {
  const [kind, answer] = headline(verdict);
  return html`<header><p class="brand">tcpassay <span>${name ?? 'conformance report'}</span></p>
<h1 class="${kind}">${icon(kind)}${answer}</h1>
${drawSettings(verdict, recordings)}</header>`;
}

function headline(
  verdict: Verdict,
): readonly ['violation' | 'deviation' | 'conformant' | 'undecided' | 'known', string] {
  const { endpoints, findings, known, connections } = verdict.totals;
  const of = `in ${counted(connections, 'connection')}`;
  const unknown = findings.deviation - countKnown(verdict, 'deviation');
  const violations = findings.violation - countKnown(verdict, 'violation');
  if (violations > 0) return ['violation', `${counted(violations, 'violation')} ${of}`];
  if (unknown > 0) return ['deviation', `No violation, ${counted(unknown, 'deviation')} ${of}`];
  const decided = endpoints.conformant + endpoints.deviations + endpoints.violations;
  if (decided === 0) return ['undecided', `Nothing was decided ${of}`];
  if (known > 0) return ['known', `Nothing but ${counted(known, 'known deviation')} ${of}`];
  return ['conformant', `No violation ${of}`];
}

function countKnown(verdict: Verdict, severity: 'violation' | 'deviation'): number {
  const all = verdict.traces.flatMap((trace) =>
    trace.connections.flatMap((connection) => connection.endpoints),
  );
  return all
    .flatMap((endpoint) => endpoint.findings)
    .filter((f) => f.known !== undefined && f.severity === severity).length;
}

const TRUST = {
  lossless: 'lossless: a recorder without drop counters is believed to have lost nothing',
  inferred: 'inferred: that nothing was lost is believed where the trace itself shows it',
  unknown: 'unknown: nothing is concluded from what is not in the trace',
} as const;

function drawSettings(verdict: Verdict, recordings: readonly Trace[]): Markup {
  const headers = recordings.map((trace) => trace.header);
  const distinct = (pick: (header: Trace['header']) => string): string =>
    [...new Set(headers.map(pick))].filter((text) => text !== '').join('; ');
  const lag = distinct(
    ({ lag: l }) => `in ${spanText(l.in)}, out ${spanText(l.out)}, clock ± ${spanText(l.error)}`,
  );
  const rows: readonly (readonly [string, string])[] = [
    ['stack', distinct((header) => `${header.stack} ${header.version}`.trim())],
    ['profile', verdict.profile],
    ['recorder is trusted as', TRUST[verdict.recorder]],
    [
      'recorder',
      verdict.traces.some(isCapture)
        ? 'where each end says, without calls'
        : distinct((h) => `${h.position} the stack, ${h.clock} clock, ${h.api ? 'with' : 'without'} calls`),
    ],
    ['lag at most', lag],
    ['recorded', distinct((header) => header.started.slice(0, 16).replace('T', ' '))],
    ['tool', `${verdict.tool}, verdict schema ${verdict.schema}`],
    ['spec', verdict.spec],
  ];
  const shown = rows.filter(([, value]) => value !== '');
  return html`<dl class="settings">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${stackSettings(headers)}`;
}

function stackSettings(headers: readonly Trace['header'][]): Content {
  const values = new Map<string, Set<string>>();
  for (const header of headers) {
    for (const [name, value] of Object.entries(header.settings)) {
      values.set(name, (values.get(name) ?? new Set()).add(value));
    }
  }
  if (values.size === 0) return undefined;
  const rows = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  return html`<details class="sysctls"><summary>${counted(values.size, 'setting')} of the stack</summary><table>${rows.map(
    ([name, set]) =>
      html`<tr><th><code>${name}</code></th><td><code>${[...set].join(' | ')}</code></td></tr>`,
  )}</table></details>`;
}

/** Totals, the table of scenarios, and why what is undecided is so. */
export function drawSummary(verdict: Verdict, all: readonly Case[]): Markup {
  const { totals } = verdict;
  return html`<section id="summary"><h2>Summary</h2>
<div class="tiles">
<div class="tile"><b>${grouped(totals.traces)}</b> ${totals.traces === 1 ? 'trace' : 'traces'}</div>
<div class="tile"><b>${grouped(totals.connections)}</b> ${totals.connections === 1 ? 'connection' : 'connections'}</div>
<div class="tile"><b>${grouped(totals.segments)}</b> ${totals.segments === 1 ? 'segment' : 'segments'}</div>
<div class="tile list">${VERDICTS.map((name) => html`<span>${verdictChip(name)} <b>${grouped(totals.endpoints[name])}</b></span>`)}
<small>by endpoint</small></div>
<div class="tile list">${KINDS.map((kind) => html`<span>${kindChip(kind)} <b>${grouped(countKind(all, kind))}</b></span>`)}
<small>findings</small></div>
</div>
${scenarioTable(all)}
${drawCaptures(verdict)}
${undecidedTable(all)}
</section>`;
}

function countKind(all: readonly Case[], kind: Kind): number {
  return all.flatMap((each) => each.findings).filter(({ finding }) => kindOf(finding) === kind).length;
}

function scenarioTable(all: readonly Case[]): Markup {
  const titles = [...new Set(all.map((each) => each.title))];
  const rows = titles.map((title) => {
    const own = all.filter((each) => each.title === title);
    const cells = VERDICTS.map((name) => html`<td>${links(own, name)}</td>`);
    const kinds = KINDS.filter((kind) => countKind(own, kind) > 0);
    return html`<tr data-filter><th scope="row">${title}</th>${cells}<td class="chips">${
      kinds.length === 0 ? 'none' : kinds.map((kind) => kindChip(kind, countKind(own, kind)))
    }</td></tr>`;
  });
  return html`<div class="wide"><table class="scenarios"><thead><tr><th>scenario</th>${VERDICTS.map(
    (name) => html`<th>${verdictChip(name)}</th>`,
  )}<th>findings</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

const LINKS = 12;

function links(own: readonly Case[], name: VerdictName): Content {
  const those = own.filter((each) => each.verdict === name);
  const shown = those.slice(0, LINKS).map((each, i) => {
    const same = those.filter((other) => other.ip === each.ip);
    const label = same.length === 1 ? each.ip : `${each.ip} #${same.indexOf(each) + 1}`;
    return [i === 0 ? '' : ', ', html`<a href="#${each.anchor}" title="${each.connection.id}">${label}</a>`];
  });
  return [shown.flat(), those.length > LINKS ? ` and ${those.length - LINKS} more` : undefined];
}

function undecidedTable(all: readonly Case[]): Content {
  const open = all.flatMap((each) =>
    each.connection.endpoints
      .filter((endpoint) => endpoint.verdict === 'undecided')
      .map((endpoint) => ({ each, endpoint })),
  );
  if (open.length === 0) return undefined;
  const groups = new Map<string, typeof open>();
  for (const one of open) {
    const evidence = Object.entries(one.endpoint.wouldDecide).map(([topic, text]) => `${topic}: ${text}`);
    const key = JSON.stringify([one.endpoint.verdict, one.endpoint.reasons, evidence]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rows = [...groups.values()].map((group) => undecidedRow(group));
  return html`<h3>What is undecided, and what would decide it</h3>
<div class="wide"><table class="undecided-table"><thead><tr><th>endpoints</th><th>reasons</th><th>cheapest evidence, by topic</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function undecidedRow(
  group: readonly { each: Case; endpoint: Case['connection']['endpoints'][number] }[],
): Content {
  const first = group[0]?.endpoint;
  if (first === undefined) return undefined;
  const shown = group
    .slice(0, LINKS)
    .map(({ each }, i) => [
      i === 0 ? '' : ', ',
      html`<a href="#${each.anchor}">${each.title} ${each.ip}</a>`,
    ]);
  return html`<tr data-filter><td>${verdictChip(first.verdict)} <b>${group.length}</b>: ${shown.flat()}${
    group.length > LINKS ? ` and ${group.length - LINKS} more` : undefined
  }</td><td>${first.reasons.join(', ')}</td><td>${wouldDecide(first.wouldDecide).map(
    ({ topics, text }) => html`<div><b>${topics.join(', ')}</b>: ${text}</div>`,
  )}</td></tr>`;
}
