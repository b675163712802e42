/** All calls that a trace may name. */
import type { CallName } from './trace.ts';

export const CALL_NAMES = [
  'socket',
  'bind',
  'listen',
  'accept',
  'connect',
  'send',
  'recv',
  'shutdown',
  'close',
  'abort',
  'setsockopt',
  'getsockopt',
] as const satisfies readonly CallName[];
