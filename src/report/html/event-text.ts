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
  const result = Object.entries(event.result ?? {}).map(([name, content]) => ` ${name} ${content}`);
  return `= ${value}${event.error === undefined ? '' : ` ${event.error}`}${result.join(',')}`;
}

/** The fields of a snapshot that say most, in one line: `state 1, snd_cwnd 10`. */
export function snapshotText(event: SnapshotEvent): string {
  const shown = FIRST.filter((name) => event.fields[name] !== undefined);
  const names = shown.length > 0 ? shown : Object.keys(event.fields).slice(0, 3);
  return names.map((name) => `${name} ${event.fields[name]}`).join(', ');
}

const FIRST = ['state', 'snd_cwnd', 'snd_ssthresh', 'rto', 'unacked', 'retransmits'];
