/** `tcpassay spec list|show|coverage`: what the rules say, and how much of the catalogue they cover. */

import type { Argv } from 'yargs';
import type { ExitCode } from './exit-code.ts';
import { OK } from './exit-code.ts';
import type { Finish } from './options.ts';
import { JSON_OPTION } from './options.ts';
import { say } from './terminal.ts';

export function addSpec(yargs: Argv, finish: Finish): Argv {
  return yargs.command(
    'spec',
    'the rules and the requirements they come from',
    (own) =>
      addCoverage(addShowRule(addList(own, finish), finish), finish).demandCommand(
        1,
        'say what to show: spec list, spec show ID, or spec coverage',
      ),
    () => undefined,
  );
}

function addList(yargs: Argv, finish: Finish): Argv {
  return yargs.command(
    'list',
    'all rules: id, verb, event, requirements',
    (own) => own.options(JSON_OPTION).example('$0 spec list', 'one rule a line'),
    async (args) => {
      finish(await list(args.json));
    },
  );
}

async function list(json: boolean): Promise<ExitCode> {
  const { specBook } = await import('../report/spec-book.ts');
  const { rules } = specBook();
  if (json) {
    say(
      JSON.stringify(
        rules.map(({ id, verb, on, cites }) => ({ id, verb, on, cites })),
        null,
        2,
      ),
    );
    return OK;
  }
  const width = (pick: (rule: (typeof rules)[number]) => string): number =>
    Math.max(...rules.map((rule) => pick(rule).length));
  const [id, verb, on] = [width((r) => r.id), width((r) => r.verb), width((r) => r.on)];
  for (const rule of rules) {
    say(`${rule.id.padEnd(id)}  ${rule.verb.padEnd(verb)}  ${rule.on.padEnd(on)}  ${rule.cites.join(' ')}`);
  }
  say(`${rules.length} rules and closed families`);
  return OK;
}

function addShowRule(yargs: Argv, finish: Finish): Argv {
  return yargs.command(
    'show <id>',
    'one rule in RFC notation, or one requirement in our words',
    (own) =>
      own
        .positional('id', {
          type: 'string',
          demandOption: true,
          describe: 'id of a rule or of a requirement',
        })
        .example('$0 spec show ack-out-of-order', 'a rule')
        .example('$0 spec show RFC5681-4.2-5', 'a requirement and the rules that cite it'),
    async (args) => {
      const { entryText } = await import('./spec-text.ts');
      say(entryText(args.id));
      finish(OK);
    },
  );
}

function addCoverage(yargs: Argv, finish: Finish): Argv {
  return yargs.command(
    'coverage',
    'the catalogue: which requirements a rule cites, which no recording shows, which are open',
    (own) =>
      own
        .options(JSON_OPTION)
        .option('verdict', {
          type: 'string',
          requiresArg: true,
          describe: 'a verdict.json: what that run decided',
        })
        .example('$0 spec coverage', 'by RFC and by level')
        .example('$0 spec coverage --verdict reports/latest/verdict.json', 'with what a run decided'),
    async (args) => {
      const { coverage, coverageText } = await import('./spec-coverage.ts');
      const { readVerdictFile } = await import('./verdict-file.ts');
      const table = coverage(args.verdict === undefined ? undefined : readVerdictFile(args.verdict));
      say(args.json ? JSON.stringify(table, null, 2) : coverageText(table));
      finish(OK);
    },
  );
}
