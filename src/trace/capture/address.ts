/**
 * IP addresses as octets and as text: dotted IPv4, IPv6 in the recommended form of RFC 5952 (lower case,
 * longest run of zeros as `::`).
 */

/** Octets of an IPv4 (4) or IPv6 (16) address at `at`, as text. */
export function addressText(b: Uint8Array, at: number, size: 4 | 16): string {
  if (size === 4) return `${b[at]}.${b[at + 1]}.${b[at + 2]}.${b[at + 3]}`;
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((b[at + i] ?? 0) << 8) | (b[at + i + 1] ?? 0));
  const { start, size: run } = longestZeroRun(groups);
  if (run < 2) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + run))}`;
}

const hex = (groups: readonly number[]): string => groups.map((g) => g.toString(16)).join(':');

function longestZeroRun(groups: readonly number[]): { start: number; size: number } {
  let best = { start: 0, size: 0 };
  for (let i = 0; i < groups.length; ) {
    let end = i;
    while (groups[end] === 0) end++;
    if (end - i > best.size) best = { start: i, size: end - i };
    i = end + 1;
  }
  return best;
}

/**
 * The 4 or 16 octets of an address, or undefined if `text` is none. Zones (`%eth0`) and masks are not
 * accepted.
 */
export function addressBytes(text: string): Uint8Array | undefined {
  return text.includes(':') ? ipv6Bytes(text) : ipv4Bytes(text);
}

function ipv4Bytes(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((p) => /^(0|[1-9]\d{0,2})$/.test(p) && Number(p) < 256))
    return undefined;
  return Uint8Array.from(parts, Number);
}

function ipv6Bytes(text: string): Uint8Array | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  // "::" stands for at least one group of zeros.
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const out = new Uint8Array(16);
  [...head, ...new Array<number>(missing).fill(0), ...tail].forEach((g, i) => {
    out[2 * i] = g >> 8;
    out[2 * i + 1] = g & 255;
  });
  return out;
}

/** Groups between colons; the last may be a dotted IPv4 address where the address ends there. */
function groupsOf(text: string, mayEndDotted: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (mayEndDotted && i === parts.length - 1 && part.includes('.')) {
      const v4 = ipv4Bytes(part);
      if (!v4) return undefined;
      groups.push(((v4[0] ?? 0) << 8) | (v4[1] ?? 0), ((v4[2] ?? 0) << 8) | (v4[3] ?? 0));
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else return undefined;
  }
  return groups;
}
