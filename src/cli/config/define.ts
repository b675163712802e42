/** What a `tcpassay.config.ts` imports. */

import type { ConfigInput } from './schema.ts';

/** The form of a configuration, docs/guide/config.md. */
export type TcpassayConfig = ConfigInput;

/** Gives its argument back; for the sake of the types only. */
export function defineConfig(config: TcpassayConfig): TcpassayConfig {
  return config;
}
