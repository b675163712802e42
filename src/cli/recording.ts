/** Recording a live stack, and keeping what was recorded as files. */

import { join } from 'node:path';
import type { EditName } from '../harness/edits.ts';
import type { Outcome } from '../harness/play.ts';
import { writePcapng } from '../trace/capture/pcapng-write.ts';
import { writeText } from '../trace/text/write.ts';
import type { StackChoice } from './config/settings.ts';
import { CannotDrive, UsageError } from './failure.ts';
import type { Interrupt } from './interrupt.ts';
import { logInfo } from './log.ts';
import type { RecordArgs } from './options.ts';
import { writeOut } from './output.ts';
import { progress, warn } from './terminal.ts';

/** What is to be played. */
export type Sessions = Pick<RecordArgs, 'scenario' | 'family' | 'edit'>;

/** What a recording left behind. */
export interface Recorded {
  /** The pcapng files, or the texts where only they were wanted, in the order of the outcomes. */
  readonly files: readonly string[];
  /** Sessions that did not reach their goal: `scenario (family): why`. */
  readonly failures: readonly string[];
}

/**
 * Plays the scenarios and writes every trace into `folder`, as text alone or as pcapng with a text beside it.
 * Refuses where the stack cannot be driven.
 */
export async function recordInto(
  folder: string,
  args: Sessions & { readonly text?: boolean },
  stack: StackChoice,
  interrupt: Interrupt,
): Promise<Recorded> {
  await refuseUnlessPossible(args);
  const outcomes = await play(args, stack, interrupt);
  const files = outcomes.map((outcome) => keep(folder, outcome, args.text === true));
  const failures = outcomes.flatMap(({ scenario, family, failure }) =>
    failure === undefined ? [] : [`${scenario} (${family}) did not reach its goal: ${failure}`],
  );
  for (const failure of failures) warn(failure);
  logInfo({ sessions: outcomes.length, failures: failures.length, folder }, 'recorded');
  return { files, failures };
}

/** What to do where the kernel cannot be driven. */
const NEEDS =
  'it needs root (or CAP_NET_ADMIN, CAP_NET_RAW and CAP_SYS_ADMIN), /dev/net/tun, and koffi from npm';

const cannotDrive = (reason: string): CannotDrive =>
  new CannotDrive(`the live kernel cannot be driven: ${reason}; ${NEEDS} (tcpassay doctor looks at each)`);

async function refuseUnlessPossible(args: Sessions): Promise<void> {
  const { linuxAvailability } = await import('../harness/stacks/linux/availability.ts');
  const { available, reason } = linuxAvailability();
  if (!available) throw cannotDrive(reason);
  const { SCENARIOS } = await import('../harness/scenarios/index.ts');
  const { matches } = await import('../harness/scenario.ts');
  for (const pattern of args.scenario ?? []) {
    if (SCENARIOS.some(({ id }) => matches(id, [pattern]))) continue;
    throw new UsageError(`no scenario '${pattern}'; there are ${SCENARIOS.map(({ id }) => id).join(', ')}`);
  }
}

/** The edit of that name; refused where there is none. */
async function editNamed(name: string): Promise<EditName> {
  const { EDITS } = await import('../harness/edits.ts');
  const found = EDITS.find((edit) => edit.name === name);
  if (found !== undefined) return found.name;
  throw new UsageError(`no edit '${name}'; there are ${EDITS.map((edit) => edit.name).join(', ')}`);
}

async function play(args: Sessions, stack: StackChoice, interrupt: Interrupt): Promise<readonly Outcome[]> {
  const { recordOutcomes } = await import('../harness/record.ts');
  const { Refused } = await import('../harness/refused.ts');
  const { Undrivable } = await import('../harness/undrivable.ts');
  const edit = args.edit === undefined ? {} : { edit: await editNamed(args.edit) };
  const line = progress();
  let ended = 0;
  line.show('recording …');
  try {
    return await interrupt.orElse(
      recordOutcomes({
        stack: stack.adapter,
        settings: stack.settings,
        scenarios: args.scenario ?? [],
        families: args.family ?? ['ipv4', 'ipv6'],
        ...edit,
        onProgress: ({ scenario, family }) => {
          ended += 1;
          line.show(`recorded ${ended}: ${scenario} (${family})`);
        },
      }),
    );
  } catch (error) {
    if (error instanceof Undrivable) throw cannotDrive(error.message);
    throw error instanceof Refused ? new UsageError(`stack ${stack.name}: ${error.message}`) : error;
  } finally {
    line.done();
  }
}

function keep(folder: string, { scenario, family, trace }: Outcome, textOnly: boolean): string {
  const name = join(folder, `${scenario.replaceAll('/', '-')}-${family}`);
  writeOut(`${name}.trace`, writeText(trace));
  if (textOnly) return `${name}.trace`;
  writeOut(`${name}.pcapng`, writePcapng(trace));
  return `${name}.pcapng`;
}
