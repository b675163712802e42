/** The log: JSON lines on standard error, so that standard output carries results only. */

import type { Logger } from 'pino';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

let logger: Logger | undefined;

/**
 * Begins to log from `level` on. Before, and where nothing below `warn` is wanted, nothing is logged and pino
 * is not loaded.
 */
export async function openLog(level: LogLevel): Promise<void> {
  if (LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf('warn')) return;
  const { destination, pino } = await import('pino');
  // Synchronous: a line is out before the process can end.
  logger = pino({ level, base: null }, destination({ dest: 2, sync: true }));
}

/** What was done, with its figures. */
export function logInfo(fields: Readonly<Record<string, string | number | boolean>>, message: string): void {
  logger?.info(fields, message);
}
