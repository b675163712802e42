/** One trial in a process of its own: what it makes in the kernel ends with it. Says what it found, ends. */

import { mkdirSync, rmdirSync } from 'node:fs';
import {
  AF_PACKET,
  CLOCK_REALTIME,
  CLONE_NEWNET,
  type Libc,
  loadLibc,
  SOCK_RAW,
} from '../../harness/stacks/linux/libc.ts';
import { enterNamespace } from '../../harness/stacks/linux/namespace.ts';
import type { Finding } from './diagnosis.ts';
import type { TrialMessage } from './machine.ts';

const ok = (detail: string): Finding => ({ state: 'ok', detail });

/** EPERM and EACCES are rights that are lacking; the rest is a kernel or a machine without it. */
function failed(what: string): Finding {
  return { state: /\b(?:EPERM|EACCES)\b/.test(what) ? 'not permitted' : 'missing', detail: what };
}

function called(libc: Libc, result: number, what: string): Finding {
  return result >= 0 ? ok(what) : failed(`${what}: ${libc.errnoName(libc.errno())}`);
}

async function attempt(trial: string, argument: string): Promise<Finding> {
  if (trial === 'instance') {
    mkdirSync(argument);
    rmdirSync(argument);
    return ok('an instance was made and removed');
  }
  let libc: Libc;
  try {
    libc = await loadLibc();
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { state: 'missing', detail: `koffi does not load: ${line}` };
  }
  if (trial === 'koffi')
    return called(libc, libc.clock_gettime(CLOCK_REALTIME, new Uint8Array(16)), 'calls libc');
  if (trial === 'namespace') return called(libc, libc.unshare(CLONE_NEWNET), 'unshare(CLONE_NEWNET)');
  if (trial === 'packet') {
    // Protocol 0: a packet socket that receives nothing.
    return called(libc, libc.socket(AF_PACKET, SOCK_RAW, 0), 'socket(AF_PACKET)');
  }
  enterNamespace(libc);
  return ok('a device was made in a namespace of its own');
}

const say = (message: TrialMessage, then: () => void): void => {
  process.send?.(message, then);
};

say('begun', () => undefined);
let finding: Finding;
try {
  finding = await attempt(process.argv[2] ?? '', process.argv[3] ?? '');
} catch (error) {
  finding = failed(error instanceof Error ? error.message : String(error));
}
say(finding, () => process.exit(0));
