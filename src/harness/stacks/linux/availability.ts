/** Whether the kernel of this machine can be driven from this process, and if not, why. Loads nothing. */
import { accessSync, constants, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export interface Availability {
  readonly available: boolean;
  /** Empty when available; else what is missing, as one clause. */
  readonly reason: string;
}

/** Bits of `CapEff` (capabilities(7)). */
const NEEDED: readonly (readonly [name: string, bit: bigint])[] = [
  ['CAP_NET_ADMIN', 12n],
  ['CAP_NET_RAW', 13n],
  ['CAP_SYS_ADMIN', 21n],
];

/** Names of the needed capabilities that are not in this `/proc/self/status`. */
export function missingCapabilities(status: string): readonly string[] {
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`);
  return NEEDED.filter(([, bit]) => ((effective >> bit) & 1n) === 0n).map(([name]) => name);
}

function koffiFound(): boolean {
  try {
    createRequire(import.meta.url).resolve('koffi');
    return true;
  } catch {
    return false;
  }
}

function tunProblem(): string {
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK);
    return '';
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return code === 'ENOENT'
      ? 'there is no /dev/net/tun'
      : `/dev/net/tun cannot be opened (${code ?? 'unknown'})`;
  }
}

/** Looks for Linux, the rights of root, the TUN device and the optional dependency koffi, in this order. */
export function linuxAvailability(): Availability {
  const no = (reason: string): Availability => ({ available: false, reason });
  if (process.platform !== 'linux') return no(`this machine runs ${process.platform}, not Linux`);
  const missing = missingCapabilities(readFileSync('/proc/self/status', 'utf8'));
  if (missing.length > 0) return no(`not root: ${missing.join(', ')} missing`);
  const tun = tunProblem();
  if (tun !== '') return no(tun);
  if (!koffiFound()) return no('the optional dependency koffi is not installed');
  return { available: true, reason: '' };
}
