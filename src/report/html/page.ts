/** The whole report: one HTML file that needs no network, no script to be read, and prints. */

import { createHash } from 'node:crypto';
import type { Verdict } from '../../checker/verdict.ts';
import type { Book } from '../book.ts';
import { drawConnection } from './connection.ts';
import type { Markup } from './html.ts';
import { html, trusted } from './html.ts';
import type { Case, Traces } from './model.ts';
import { cases } from './model.ts';
import { drawHead, drawSummary } from './overview.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { drawFindings, drawRequirements, drawRules } from './tables.ts';
import { drawTopics } from './topics.ts';
import { SPRITE } from './words.ts';

/**
 * Rows of one connection's ladder, and of all ladders of a page; beyond, they are left out and the page
 * says so.
 */
const LADDER_ROWS = 400;
const PAGE_ROWS = 20_000;
/** With more connections than this, ladders without findings are folded: one looks for the others. */
const UNFOLDED_CONNECTIONS = 20;

/**
 * The report of a verdict. `traces` by file, for the ladders; `book` tells the rules' and requirements' own
 * texts. `name` is the report's title; without, the stacks are.
 */
export function writeHtml(verdict: Verdict, traces: Traces, book: Book, name?: string): string {
  const all = cases(verdict, traces);
  const recordings = [...new Set(all.flatMap((each) => each.recording ?? []))];
  const rows = rowBudget(all);
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="color-scheme" content="light dark">
<title>${name ?? `tcpassay: ${title(verdict)}`}</title><style>${trusted(STYLE)}</style></head>
<body>${SPRITE}
${drawHead(verdict, recordings, name)}
${navigation(all)}
<main>
${drawSummary(verdict, all)}
${drawTopics(verdict, book)}
${drawFindings(all, book)}
<section id="connections"><h2>Connections</h2>${all.map((each) => drawConnection(each, book, rows.get(each) ?? 0, all.length > UNFOLDED_CONNECTIONS))}</section>
${drawRules(verdict, book)}
${drawRequirements(verdict, all, book)}
</main>
<footer>${verdict.tool}, spec ${verdict.spec}, profile ${verdict.profile}, recorder ${verdict.recorder}.</footer>
<script>${trusted(SCRIPT)}</script></body></html>
`;
  return page.toString();
}

// Only our own script may run, by its hash: text that got through the escaping could still do nothing.
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`;

function title(verdict: Verdict): string {
  const stacks = [...new Set(verdict.traces.map((trace) => trace.stack))].filter((stack) => stack !== '');
  return stacks.length === 0 ? 'captures' : stacks.join(', ');
}

/** Ladders for connections with findings first, until the page is full. */
function rowBudget(all: readonly Case[]): ReadonlyMap<Case, number> {
  const rows = new Map<Case, number>();
  let left = PAGE_ROWS;
  for (const each of [...all].sort((a, b) => Number(b.findings.length > 0) - Number(a.findings.length > 0))) {
    const wanted = Math.min(LADDER_ROWS, each.recording?.events.length ?? 0);
    if (wanted > left) continue;
    rows.set(each, wanted);
    left -= wanted;
  }
  return rows;
}

function navigation(all: readonly Case[]): Markup {
  return html`<nav><a href="#summary">Summary</a><a href="#topics">Topics</a><a href="#findings">Findings</a><a href="#connections">Connections <small>${all.length}</small></a>
<a href="#rules">Rules</a><a href="#requirements">Requirements</a>
<label class="needs-script" hidden>filter <input type="search" id="filter" placeholder="rule, requirement, scenario …"></label></nav>`;
}
