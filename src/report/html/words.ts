/**
 * The small words of the page: every verdict and severity has a shape and a word of its own, colour only
 * repeats them.
 */

import type { Finding, Severity, VerdictName } from '../../checker/verdict.ts';
import type { Markup } from './html.ts';
import { html, trusted } from './html.ts';

/** A finding's class as shown: a known deviation is one of its own. */
export type Kind = Severity | 'known';
type Shape = Kind | 'conformant' | 'undecided';

const OF_VERDICT: Readonly<Record<VerdictName, Shape>> = {
  conformant: 'conformant',
  deviations: 'deviation',
  violations: 'violation',
  undecided: 'undecided',
};

export function kindOf(finding: Finding): Kind {
  return finding.known === undefined ? finding.severity : 'known';
}

/** From worst to mildest, as the page lists them. */
export const KINDS: readonly Kind[] = ['violation', 'deviation', 'known', 'note'];

const KIND_WORDS: Readonly<Record<Kind, readonly [string, string]>> = {
  violation: ['violation', 'violations'],
  deviation: ['deviation', 'deviations'],
  known: ['known deviation', 'known deviations'],
  note: ['note', 'notes'],
};

export function kindWord(kind: Kind, n = 1): string {
  return KIND_WORDS[kind][n === 1 ? 0 : 1];
}

export function icon(shape: Shape): Markup {
  return html`<svg class="icon" aria-hidden="true"><use href="#i-${shape}"/></svg>`;
}

export function verdictChip(verdict: VerdictName): Markup {
  const shape = OF_VERDICT[verdict];
  return html`<span class="chip ${shape}">${icon(shape)}${verdict}</span>`;
}

export function kindChip(kind: Kind, n?: number): Markup {
  const word = n === undefined ? kindWord(kind) : `${n} ${kindWord(kind, n)}`;
  return html`<span class="chip ${kind}">${icon(kind)}${word}</span>`;
}

/** The shapes, once per page: octagon, triangle, diamond, disc, disc with a tick, dashed ring. */
export const SPRITE: Markup = trusted(`<svg width="0" height="0" class="sprite" aria-hidden="true">
<symbol id="i-violation" viewBox="0 0 16 16"><path fill="currentColor" d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z"/>
<path class="cut" d="M5.2 5.2l5.6 5.6m0-5.6l-5.6 5.6"/></symbol>
<symbol id="i-deviation" viewBox="0 0 16 16"><path fill="currentColor" d="M8 .9L15.6 15H.4z"/>
<path class="cut" d="M8 6v4.2m0 1.6v1.2"/></symbol>
<symbol id="i-known" viewBox="0 0 16 16"><path class="line" d="M8 1.2L14.8 8 8 14.8 1.2 8z"/>
<path class="line" d="M5.4 8h5.2"/></symbol>
<symbol id="i-note" viewBox="0 0 16 16"><circle class="line" cx="8" cy="8" r="6.6"/>
<path class="line" d="M8 7.4v4.2m0-7.2v.6"/></symbol>
<symbol id="i-conformant" viewBox="0 0 16 16"><circle fill="currentColor" cx="8" cy="8" r="7.4"/>
<path class="cut" d="M4.4 8.3l2.4 2.5 4.8-5.4"/></symbol>
<symbol id="i-undecided" viewBox="0 0 16 16"><circle class="line dashed" cx="8" cy="8" r="6.6"/>
<path class="line" d="M6 6.2c.2-2.6 4.2-2.4 3.9 0-.2 1.4-1.9 1.4-1.9 3m0 1.8v.8"/></symbol>
</svg>`);

/** Nanoseconds as seconds with six decimals: `0.210000`. */
export function seconds(nanos: number): string {
  return (nanos / 1e9).toFixed(6);
}

/** A span in the unit that suits it: `20 µs`, `200 ms`, `1.46 s`. */
export function spanText(nanos: number): string {
  const size = Math.abs(nanos);
  if (size < 1e6) return `${round(nanos / 1e3)} µs`;
  if (size < 1e9) return `${round(nanos / 1e6)} ms`;
  return `${round(nanos / 1e9)} s`;
}

function round(n: number): string {
  return String(Number(n.toPrecision(3)));
}

/** `1 trace`, `3 traces`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

/** Digits in groups of three, with a narrow space: `12 345`. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
