/**
 * What a configuration file may say (docs/guide/config.md). Everything may be left out; nothing unknown is
 * taken.
 */

import { z } from 'zod';
import { SETTINGS, type Setting } from '../../spec/profile.ts';
import { durationOf } from '../../trace/text/words.ts';
import type { Nanos } from '../../trace/trace.ts';

/** An object that names its known keys where it meets an unknown one. */
function closed<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `is not known here; known are ${Object.keys(shape).join(', ')}`
        : undefined,
  });
}

const text = z.string().min(1, { error: 'must not be empty' });

/** Nanoseconds, given so or as `200ms`. Undefined where it is neither. */
function nanosOf(given: number | string): Nanos | undefined {
  const nanos = typeof given === 'string' ? durationOf(given) : given;
  if (nanos === undefined || nanos === Number.POSITIVE_INFINITY) return nanos;
  return Number.isSafeInteger(nanos) && nanos >= 0 ? nanos : undefined;
}

const DURATION =
  "wants nanoseconds as an integer of 0 or more, or a duration such as '200ms' (ns, us, ms, s)";

const lag = z.union([z.number(), z.string()], { error: DURATION }).transform((given, context): Nanos => {
  const nanos = nanosOf(given);
  if (nanos === undefined) context.addIssue({ code: 'custom', message: `${DURATION}, or 'unbounded'` });
  return nanos ?? 0;
});

const WANTED: Readonly<Record<Setting['unit'], string>> = {
  span: DURATION,
  octets: 'wants a number of octets, an integer of 0 or more',
  switch: 'wants 1 or 0: on or off',
};

/** The value of one setting, undefined where it is none. */
function valueOf({ unit }: Setting, given: number | string): number | undefined {
  if (unit === 'span') {
    const nanos = nanosOf(given);
    return nanos === Number.POSITIVE_INFINITY ? undefined : nanos;
  }
  const fits = typeof given === 'number' && Number.isSafeInteger(given) && given >= 0;
  return fits && (unit === 'octets' || given <= 1) ? given : undefined;
}

const values = z.record(z.string(), z.union([z.number(), z.string()])).transform((given, context) => {
  const read: Record<string, number> = {};
  for (const [name, one] of Object.entries(given)) {
    const setting = SETTINGS.find((each) => each.name === name);
    const value = setting && valueOf(setting, one);
    if (value !== undefined) read[name] = value;
    else {
      const known = SETTINGS.map((each) => each.name).join(', ');
      const message = setting ? WANTED[setting.unit] : `is not a setting; known are ${known}`;
      context.addIssue({ code: 'custom', path: [name], message });
    }
  }
  return read;
});

const trait = closed({
  id: text,
  rule: text,
  scenario: z.string().default(''),
  reason: text,
  witness: text,
});

const profile = closed({
  extends: text,
  text,
  values: values.default({}),
  traits: z.array(trait).default([]),
});

const SYSCTL = /^net(?:\.[a-z0-9_-]+)+$/;

const linuxStack = closed({
  adapter: z.literal('linux'),
  settings: z
    .record(
      z.string().regex(SYSCTL, { error: "is no sysctl of a network namespace: 'net.ipv4.tcp_sack'" }),
      z.string(),
    )
    .default({}),
  profile: text.optional(),
});

/** The form of the whole file. */
export const configSchema = closed({
  profile: text.optional(),
  profiles: z.record(z.string(), profile).default({}),
  stacks: z
    .record(
      z.string(),
      z.discriminatedUnion('adapter', [linuxStack], { error: "wants an adapter; there is 'linux'" }),
    )
    .default({}),
  recorder: z.enum(['lossless', 'inferred', 'unknown']).optional(),
  tolerances: closed({ lagIn: lag.optional(), lagOut: lag.optional(), clockError: lag.optional() }).default(
    {},
  ),
  report: closed({
    output: text.optional(),
    title: text.optional(),
    maxFindings: z.number().int().min(1).optional(),
  }).default({}),
});

/** As a user writes it. */
export type ConfigInput = z.input<typeof configSchema>;
/** As it is read: durations are nanoseconds, what may be left out is there. */
export type Config = z.output<typeof configSchema>;
