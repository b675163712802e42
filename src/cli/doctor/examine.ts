/** Everything that some command needs, looked at one by one. */

import { missingCapabilities } from '../../harness/stacks/linux/availability.ts';
import { loadConfig } from '../config/load.ts';
import { UsageError } from '../failure.ts';
import type { Diagnosis, Finding } from './diagnosis.ts';
import type { Machine } from './machine.ts';

/** What `npm start` and the built command line take (package.json, engines). */
const OLDEST_NODE = [22, 12] as const;

interface Part extends Omit<Diagnosis, 'state' | 'detail'> {
  readonly look: (machine: Machine) => Finding | Promise<Finding>;
}

const LIVE = 'recording the live kernel: start, run, record';

const PARTS: readonly Part[] = [
  {
    name: 'Node',
    needed: true,
    neededFor: 'everything',
    remedy:
      'npm start installs Node 24 as node_modules/.bin/node; a built tcpassay wants Node 22.12 or newer',
    look: ({ nodeVersion }) => node(nodeVersion),
  },
  {
    name: 'root',
    needed: true,
    neededFor: LIVE,
    remedy:
      'run it as root, or in a container with --cap-add NET_ADMIN --cap-add NET_RAW --cap-add SYS_ADMIN',
    look: root,
  },
  {
    name: 'koffi',
    needed: true,
    neededFor: `${LIVE} (calls of libc)`,
    remedy: 'npm ci --include=optional',
    look: (machine) => machine.attempt('koffi'),
  },
  {
    name: 'network namespaces',
    needed: true,
    neededFor: `${LIVE} (apart from the machine’s network)`,
    remedy: 'root, and a kernel with CONFIG_NET_NS; a container must allow unshare (--cap-add SYS_ADMIN)',
    look: (machine) => machine.attempt('namespace'),
  },
  {
    name: '/dev/net/tun',
    needed: true,
    neededFor: `${LIVE} (the link to the peers)`,
    remedy: 'modprobe tun, as root; in a container --device /dev/net/tun',
    look: (machine) =>
      machine.exists('/dev/net/tun')
        ? machine.attempt('tun')
        : { state: 'missing', detail: 'there is no /dev/net/tun' },
  },
  {
    name: 'AF_PACKET',
    needed: true,
    neededFor: `${LIVE} (the kernel’s own stamps of what it sends)`,
    remedy: 'root (CAP_NET_RAW), and a kernel with CONFIG_PACKET: modprobe af_packet',
    look: (machine) => machine.attempt('packet'),
  },
  {
    name: 'tracefs',
    needed: false,
    neededFor: 'the kernel’s hidden state, compared with the belief: scripts/live/withheld.ts mounts its own',
    remedy: 'mount -t tracefs tracefs /sys/kernel/tracing, as root',
    look: tracefs,
  },
  {
    name: 'tshark',
    needed: false,
    neededFor: 'a test that counts the frames of our pcapng files',
    remedy: 'apt-get install tshark',
    look: (machine) => version(machine, ['tshark'], /^TShark.*?(\d+\.\d+\S*)/m),
  },
  {
    name: 'Chromium',
    needed: false,
    neededFor: 'a test that opens the report in a browser',
    remedy: 'apt-get install chromium',
    look: (machine) => version(machine, ['chromium'], /^Chromium (\S+)/m),
  },
  {
    name: 'Redis',
    needed: false,
    neededFor: 'batches on several machines; no command spreads its work so far',
    remedy: 'apt-get install redis-server, or name a server that answers: REDIS_URL=redis://host:6379',
    look: redis,
  },
];

/**
 * Looks at one after the other, so that none waits for another's processor; `config` as `--config` gives it.
 * Never throws.
 */
export async function examine(
  machine: Machine,
  config: string | false | undefined,
  folder: string,
): Promise<readonly Diagnosis[]> {
  const parts: readonly Part[] = [...PARTS, configPart(config, folder)];
  const all: Diagnosis[] = [];
  for (const { look, ...part } of parts) all.push({ ...part, ...(await seen(look, machine)) });
  return all;
}

async function seen(look: Part['look'], machine: Machine): Promise<Finding> {
  try {
    return await look(machine);
  } catch (error) {
    return { state: 'faulty', detail: String(error) };
  }
}

function configPart(config: string | false | undefined, folder: string): Part {
  return {
    name: 'configuration',
    needed: true,
    neededFor: 'every command that judges or records',
    remedy: 'mend the file, or go without by --no-config',
    look: async () => {
      try {
        const loaded = await loadConfig(config, folder);
        return { state: 'ok', detail: loaded?.file ?? 'none, the defaults hold' };
      } catch (error) {
        if (error instanceof UsageError) return { state: 'faulty', detail: error.message };
        throw error;
      }
    },
  };
}

function node(text: string): Finding {
  const [major = 0, minor = 0] = text.replace(/^v/, '').split('.').map(Number);
  const [oldest, andMinor] = OLDEST_NODE;
  const enough = major > oldest || (major === oldest && minor >= andMinor);
  return { state: enough ? 'ok' : 'missing', detail: text };
}

function root(machine: Machine): Finding {
  const { platform } = machine;
  if (platform !== 'linux') return { state: 'missing', detail: `this machine runs ${platform}, not Linux` };
  const missing = missingCapabilities(machine.status());
  if (missing.length === 0) return { state: 'ok', detail: 'the capabilities are there' };
  return { state: 'not permitted', detail: `${missing.join(', ')} missing` };
}

const TRACEFS: readonly string[] = ['/sys/kernel/tracing', '/sys/kernel/debug/tracing'];

async function tracefs(machine: Machine): Promise<Finding> {
  const mounted = TRACEFS.map((path) => `${path}/instances`).find((path) => machine.exists(path));
  if (mounted !== undefined) return machine.attemptInstance(mounted);
  const able = machine.exists(TRACEFS[0] ?? '');
  return { state: 'missing', detail: able ? 'it is not mounted' : 'this kernel has none (CONFIG_TRACING)' };
}

/** The version that the first of `programs` that there is prints. */
async function version(machine: Machine, programs: readonly string[], pattern: RegExp): Promise<Finding> {
  for (const program of programs) {
    const said = await machine.ask(program, ['--version']);
    if (said.kind === 'none') continue;
    if (said.kind === 'silent')
      return { state: 'faulty', detail: `${program} --version does not come to an end` };
    if (said.kind === 'failed') return { state: 'faulty', detail: `${program} --version fails` };
    return { state: 'ok', detail: pattern.exec(said.text)?.[1] ?? 'of unknown version' };
  }
  return { state: 'missing', detail: `there is no ${programs.join(', no ')} in PATH` };
}

/** A server that answers is enough, and so is one that could be started. */
async function redis(machine: Machine): Promise<Finding> {
  const { host, port } = redisPlace(process.env['REDIS_URL']);
  const [own, answer] = await Promise.all([
    version(machine, ['redis-server'], /v=(\S+)/),
    machine.ping(host, port),
  ]);
  // A server that wants a password is one all the same.
  const there = answer !== undefined && /^(?:\+PONG|-NOAUTH)/.test(answer);
  const server = there ? `a server answers at ${host}:${port}` : `no server answers at ${host}:${port}`;
  const program = own.state === 'ok' ? `redis-server ${own.detail}` : own.detail;
  return { state: there || own.state === 'ok' ? 'ok' : own.state, detail: `${program}; ${server}` };
}

/** Never tells a password that the address may hold. */
function redisPlace(text: string | undefined): { readonly host: string; readonly port: number } {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
  return { host: url?.hostname || '127.0.0.1', port: Number(url?.port || 6379) };
}
