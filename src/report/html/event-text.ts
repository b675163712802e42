/** Calls, returns and snapshots in words, as a C programmer writes them. */

import type { CallEvent, ReturnEvent, SnapshotEvent } from '../../trace/trace.ts';

/** `send(4, length 1000)`; the socket first, unless the call makes one. */
export function callText(event: CallEvent): string {
  const args = Object.entries(event.args).map(([name, value]) => `${name} ${value}`);
  const all = event.socket < 0 ? args : [String(event.socket), ...args];
  return `${event.name}(${all.join(', ')})`;
}

/** `= 1000`, `= −1 EAGAIN`. */
export function returnText(event: ReturnEvent): string {
  const value = String(event.value).replace('-', '−');
  return `= ${value}${event.error === undefined ? '' : ` ${event.error}`}`;
}

/** What came with a return, `local 10.0.0.1:80, remote 10.0.0.2:4000`; empty where nothing did. */
export function resultText(event: ReturnEvent): string {
  return Object.entries(event.result ?? {})
    .map(([name, content]) => `${name} ${content}`)
    .join(', ');
}

/**
 * The fields of a snapshot that say most, in one line, without the prefix that all have: `state 1, snd_cwnd
 * 10`.
 */
export function snapshotText(event: SnapshotEvent): string {
  const fields = Object.entries(event.fields).map(
    ([name, value]) => [name.replace(/^tcpi_/, ''), value] as const,
  );
  const first = FIRST.flatMap((name) => fields.filter((field) => field[0] === name));
  const shown = first.length > 0 ? first : fields.slice(0, 3);
  return shown.map(([name, value]) => `${name} ${value}`).join(', ');
}

const FIRST = ['state', 'snd_cwnd', 'rto', 'unacked', 'retransmits'];
