/**
 * The calls of libc that drive the kernel, through koffi, which is loaded on first use. Errors are −1 and
 * `errno()`.
 */

/** Open flags, ioctls and socket constants of x86-64 and arm64 Linux (asm-generic). */
export const O_RDWR_NONBLOCK = 0x802;
export const CLONE_NEWNET = 0x40000000;
export const AF_INET = 2;
export const AF_INET6 = 10;
export const AF_PACKET = 17;
export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
export const SOCK_RAW = 3;
export const SOCK_NONBLOCK = 0x800;
export const MSG_OOB = 1;
export const MSG_NOSIGNAL = 0x4000;
export const SHUT_WR = 1;
export const POLLIN = 1;
export const POLLOUT = 4;
export const CLOCK_REALTIME = 0;

export interface Libc {
  errno(): number;
  /** The name of an errno: 11 is EAGAIN. */
  errnoName(errno: number): string;
  unshare(flags: number): number;
  mount(source: string, target: string, type: string, flags: number, data: null): number;
  umount2(target: string, flags: number): number;
  /** Moves this thread into the namespace that `fd` stands for. */
  setns(fd: number, kind: number): number;
  sched_getcpu(): number;
  /** Process 0 is this thread. */
  sched_setaffinity(process: number, size: number, mask: Uint8Array): number;
  open(path: string, flags: number): number;
  close(fd: number): number;
  read(fd: number, into: Uint8Array, size: number): number;
  write(fd: number, from: Uint8Array, size: number): number;
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  poll(fds: Uint8Array, count: number, milliseconds: number): number;
  /** As `poll`, with a `timespec`. */
  ppoll(fds: Uint8Array, count: number, timeout: Uint8Array, mask: null): number;
  clock_gettime(clock: number, into: Uint8Array): number;
  socket(domain: number, type: number, protocol: number): number;
  bind(fd: number, address: Uint8Array, size: number): number;
  listen(fd: number, backlog: number): number;
  accept4(fd: number, address: Uint8Array, size: Uint8Array, flags: number): number;
  connect(fd: number, address: Uint8Array, size: number): number;
  getsockname(fd: number, address: Uint8Array, size: Uint8Array): number;
  send(fd: number, from: Uint8Array, size: number, flags: number): number;
  recv(fd: number, into: Uint8Array, size: number, flags: number): number;
  recvfrom(
    fd: number,
    into: Uint8Array,
    size: number,
    flags: number,
    from: Uint8Array,
    room: Uint8Array,
  ): number;
  shutdown(fd: number, how: number): number;
  setsockopt(fd: number, level: number, option: number, value: Uint8Array, size: number): number;
  getsockopt(fd: number, level: number, option: number, value: Uint8Array, size: Uint8Array): number;
}

type Name = Exclude<keyof Libc, 'errno' | 'errnoName'>;

const PROTOTYPES: Readonly<Record<Name, string>> = {
  unshare: 'int unshare(int)',
  mount: 'int mount(const char*, const char*, const char*, ulong, const void*)',
  umount2: 'int umount2(const char*, int)',
  setns: 'int setns(int, int)',
  sched_getcpu: 'int sched_getcpu(void)',
  sched_setaffinity: 'int sched_setaffinity(int, size_t, const uint8_t*)',
  open: 'int open(const char*, int)',
  close: 'int close(int)',
  read: 'int64_t read(int, _Out_ uint8_t*, size_t)',
  write: 'int64_t write(int, const uint8_t*, size_t)',
  ioctl: 'int ioctl(int, ulong, _Inout_ uint8_t*)',
  poll: 'int poll(_Inout_ uint8_t*, ulong, int)',
  ppoll: 'int ppoll(_Inout_ uint8_t*, ulong, const uint8_t*, const void*)',
  clock_gettime: 'int clock_gettime(int, _Out_ uint8_t*)',
  socket: 'int socket(int, int, int)',
  bind: 'int bind(int, const uint8_t*, uint32_t)',
  listen: 'int listen(int, int)',
  accept4: 'int accept4(int, _Out_ uint8_t*, _Inout_ uint32_t*, int)',
  connect: 'int connect(int, const uint8_t*, uint32_t)',
  getsockname: 'int getsockname(int, _Out_ uint8_t*, _Inout_ uint32_t*)',
  send: 'int64_t send(int, const uint8_t*, size_t, int)',
  recv: 'int64_t recv(int, _Out_ uint8_t*, size_t, int)',
  recvfrom: 'int64_t recvfrom(int, _Out_ uint8_t*, size_t, int, _Out_ uint8_t*, _Inout_ uint32_t*)',
  shutdown: 'int shutdown(int, int)',
  setsockopt: 'int setsockopt(int, int, int, const uint8_t*, uint32_t)',
  getsockopt: 'int getsockopt(int, int, int, _Out_ uint8_t*, _Inout_ uint32_t*)',
};

let loaded: Libc | undefined;

/**
 * Loads koffi and libc once. Rejects where koffi is not installed; `linuxAvailability` says so beforehand.
 */
export async function loadLibc(): Promise<Libc> {
  if (loaded !== undefined) return loaded;
  const { default: koffi } = await import('koffi');
  const library = koffi.load('libc.so.6');
  const functions: Record<string, unknown> = {};
  for (const [name, prototype] of Object.entries(PROTOTYPES)) functions[name] = library.func(prototype);
  const numbers: Readonly<Record<string, number>> = koffi.os.errno;
  const names = new Map(Object.entries(numbers).map(([name, number]) => [number, name]));
  names.set(numbers['EAGAIN'] ?? 11, 'EAGAIN');
  functions['errno'] = () => koffi.errno();
  functions['errnoName'] = (errno: number) => names.get(errno) ?? `errno ${errno}`;
  loaded = functions as unknown as Libc;
  return loaded;
}
