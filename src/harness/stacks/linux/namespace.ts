/**
 * A network namespace with one TUN device in it: by default 192.0.2.1/24 and 2001:db8::1/64, peers on the
 * link.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { addressBytes } from '../../../trace/capture/address.ts';
import { Refused } from '../../refused.ts';
import { NETWORK } from '../../stack.ts';
import { sockaddr } from './address.ts';
import { AF_INET, AF_INET6, CLONE_NEWNET, type Libc, O_RDWR_NONBLOCK, SOCK_DGRAM } from './libc.ts';

const TUNSETIFF = 0x400454ca;
const SIOCSIFFLAGS = 0x8914;
const SIOCSIFADDR = 0x8916;
const SIOCSIFNETMASK = 0x891c;
const SIOCGIFINDEX = 0x8933;
const SIOCSIFTXQLEN = 0x8943;
const IFF_TUN_NO_PI = 0x1001;
const IFF_UP_RUNNING = 0x41;
export const DEVICE = 'tun0';
const IFREQ_ROOM = 40;
const VALUE = 16;

/**
 * What we set, so that the same scenario makes the same trace on every machine. Reno because a pacing
 * congestion control sends by timers of its own; no saved metrics because one connection must not colour the
 * next.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  'net.ipv4.tcp_congestion_control': 'reno',
  'net.ipv4.tcp_no_metrics_save': '1',
};

/** What we only read: defaults that explain what a trace shows. */
const REPORTED: readonly string[] = [
  'net.ipv4.tcp_abort_on_overflow',
  'net.ipv4.tcp_autocorking',
  'net.ipv4.tcp_challenge_ack_limit',
  'net.ipv4.tcp_dsack',
  'net.ipv4.tcp_early_retrans',
  'net.ipv4.tcp_ecn',
  'net.ipv4.tcp_fastopen',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_frto',
  'net.ipv4.tcp_invalid_ratelimit',
  'net.ipv4.tcp_min_snd_mss',
  'net.ipv4.tcp_mtu_probing',
  'net.ipv4.tcp_recovery',
  'net.ipv4.tcp_retries2',
  'net.ipv4.tcp_rfc1337',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_rto_max_ms',
  'net.ipv4.tcp_rto_min_us',
  'net.ipv4.tcp_sack',
  'net.ipv4.tcp_shrink_window',
  'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_syn_linear_timeouts',
  'net.ipv4.tcp_synack_retries',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_timestamps',
  'net.ipv4.tcp_window_scaling',
  'net.ipv4.tcp_wmem',
];

/** IPv6 would otherwise speak up on its own on a fresh device. */
const QUIET: Readonly<Record<string, string>> = {
  addr_gen_mode: '1',
  accept_dad: '0',
  router_solicitations: '0',
  accept_ra: '0',
};

/** How a namespace is made that is not the usual one. */
export interface NamespacePlan {
  /** Sysctls that are set after ours; one that the kernel does not take throws `Refused`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Its own addresses. */
  readonly home?: Home;
  /** Datagrams that may wait in the TUN before the kernel drops some; absent leaves the kernel's 500. */
  readonly room?: number;
}

export interface Home {
  readonly ipv4: string;
  readonly ipv6: string;
}

const USUAL: Home = { ipv4: NETWORK.ipv4.stack, ipv6: NETWORK.ipv6.stack };

export interface Namespace {
  /** The TUN's descriptor, non-blocking; one read is one datagram. */
  readonly tun: number;
  readonly interfaceIndex: number;
  /** Settings that were made, and those that this kernel has of the ones worth knowing. */
  readonly settings: Readonly<Record<string, string>>;
}

const sysctlPath = (name: string): string => `/proc/sys/${name.replaceAll('.', '/')}`;

function check(libc: Libc, result: number, what: string): number {
  if (result >= 0) return result;
  throw new Error(`${what} failed: ${libc.errnoName(libc.errno())}`);
}

function interfaceRequest(name: string, value: Uint8Array): Uint8Array {
  const b = new Uint8Array(IFREQ_ROOM);
  b.set(new TextEncoder().encode(name));
  b.set(value, VALUE);
  return b;
}

const int = (n: number): Uint8Array => new Uint8Array(Int32Array.of(n).buffer);
const short = (n: number): Uint8Array => Uint8Array.of(n & 255, n >> 8);

/**
 * Moves the calling thread, for good, into a new namespace and builds the link there. Costs about 3 ms.
 * Sockets opened by this thread from now on live there, and stay there when the thread moves on; threads that
 * were running before stay outside. Throws with the step that failed.
 */
export function enterNamespace(libc: Libc, plan: NamespacePlan = {}): Namespace {
  const { settings: own = {}, home = USUAL, room } = plan;
  check(libc, libc.unshare(CLONE_NEWNET), 'unshare(CLONE_NEWNET)');
  const tun = check(libc, libc.open('/dev/net/tun', O_RDWR_NONBLOCK), 'open(/dev/net/tun)');
  check(libc, libc.ioctl(tun, TUNSETIFF, interfaceRequest(DEVICE, short(IFF_TUN_NO_PI))), 'TUNSETIFF');
  for (const [name, value] of Object.entries(QUIET))
    writeFileSync(sysctlPath(`net.ipv6.conf.${DEVICE}.${name}`), value);
  const interfaceIndex = configure(libc, home, room);
  for (const [name, value] of Object.entries(SETTINGS)) writeFileSync(sysctlPath(name), value);
  for (const [name, value] of Object.entries(own)) setOwn(name, value);
  return { tun, interfaceIndex, settings: readSettings(Object.keys(own)) };
}

/** What belongs to the whole machine is absent in a namespace, or read-only: nothing outside changes. */
function setOwn(name: string, value: string): void {
  try {
    writeFileSync(sysctlPath(name), value);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const why = code === 'ENOENT' ? 'a network namespace of this kernel has no such setting' : code;
    throw new Refused(`${name} cannot be set to '${value}': ${why}`);
  }
}

/**
 * Gives the device its addresses and raises it and the loopback. The prefixes are on-link, so no route is
 * needed.
 */
function configure(libc: Libc, home: Home, room: number | undefined): number {
  const v4 = check(libc, libc.socket(AF_INET, SOCK_DGRAM, 0), 'socket(AF_INET)');
  const v6 = check(libc, libc.socket(AF_INET6, SOCK_DGRAM, 0), 'socket(AF_INET6)');
  const ask = (fd: number, request: number, argument: Uint8Array, what: string): Uint8Array => {
    check(libc, libc.ioctl(fd, request, argument), what);
    return argument;
  };
  if (room !== undefined) ask(v4, SIOCSIFTXQLEN, interfaceRequest(DEVICE, int(room)), 'SIOCSIFTXQLEN');
  const own = sockaddr({ address: home.ipv4, port: 0 });
  ask(v4, SIOCSIFADDR, interfaceRequest(DEVICE, own), 'SIOCSIFADDR');
  const mask = sockaddr({ address: '255.255.255.0', port: 0 });
  ask(v4, SIOCSIFNETMASK, interfaceRequest(DEVICE, mask), 'SIOCSIFNETMASK');
  for (const device of ['lo', DEVICE])
    ask(v4, SIOCSIFFLAGS, interfaceRequest(device, short(IFF_UP_RUNNING)), `SIOCSIFFLAGS ${device}`);
  const found = ask(v4, SIOCGIFINDEX, interfaceRequest(DEVICE, new Uint8Array(0)), 'SIOCGIFINDEX');
  const index = new DataView(found.buffer).getInt32(VALUE, true);
  const request = new Uint8Array(24);
  request.set(addressBytes(home.ipv6) ?? [], 0);
  new DataView(request.buffer).setUint32(16, 64, true);
  new DataView(request.buffer).setInt32(20, index, true);
  ask(v6, SIOCSIFADDR, request, 'SIOCSIFADDR (IPv6)');
  awaitAddress(libc, v6, home.ipv6);
  libc.close(v4);
  libc.close(v6);
  return index;
}

/** Milliseconds between two looks, and how many looks there are. */
const LOOK = 2;
const LOOKS = 1000;

/**
 * A new IPv6 address is tentative until a worker of the kernel has seen it, which a busy machine puts off; no
 * socket can be bound to it until then.
 */
function awaitAddress(libc: Libc, socket: number, address: string): void {
  const own = sockaddr({ address, port: 0 });
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let look = 1; libc.bind(socket, own, own.length) < 0; look++) {
    if (look >= LOOKS) check(libc, -1, 'bind to the IPv6 address');
    Atomics.wait(pause, 0, 0, LOOK);
  }
}

function readSettings(own: readonly string[]): Readonly<Record<string, string>> {
  const settings: Record<string, string> = {};
  for (const name of [...new Set([...Object.keys(SETTINGS), ...REPORTED, ...own])].sort()) {
    const value = readSetting(name);
    if (value !== undefined) settings[name] = value;
  }
  return settings;
}

/** Undefined where this kernel has no such setting. */
function readSetting(name: string): string | undefined {
  try {
    return readFileSync(sysctlPath(name), 'utf8').trim().replaceAll(/\s+/g, ' ');
  } catch {
    return undefined;
  }
}
