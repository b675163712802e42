/**
 * A segment in one line of packetdrill's notation, as messages, reports and the text form of traces show it.
 */
import type { Endpoint, Segment, TcpOption } from './trace.ts';
import { ACK, AE, CWR, ECE, FIN, PSH, RST, SYN, URG } from './trace.ts';

/** `192.0.2.1:8080`, `[2001:db8::1]:8080`. */
export const endpointText = ({ address, port }: Endpoint): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** Control bits and their letters, in the order in which they are printed. */
export const FLAG_LETTERS: readonly (readonly [string, number])[] = [
  ['F', FIN],
  ['S', SYN],
  ['R', RST],
  ['P', PSH],
  ['.', ACK],
  ['U', URG],
  ['E', ECE],
  ['W', CWR],
  ['A', AE],
];

/** `S.`, `-` where no bit is set. */
export function flagsText(flags: number): string {
  const letters = FLAG_LETTERS.filter(([, bit]) => flags & bit).map(([letter]) => letter);
  return letters.join('') || '-';
}

/** `0x` and two digits an octet. */
export function hexText(b: Uint8Array): string {
  let text = '0x';
  for (const x of b) text += x.toString(16).padStart(2, '0');
  return text;
}

/** `<mss 1460,nop,wscale 7>`; empty where there are none. */
export const optionsText = (options: readonly TcpOption[]): string =>
  options.length === 0 ? '' : `<${options.map(optionText).join(',')}>`;

function optionText(option: TcpOption): string {
  const { kind, data } = option;
  return (option.wrongLength === undefined ? known(kind, data) : undefined) ?? unknown(option);
}

/** An option in its own words, or undefined where its length is not what its kind has. */
function known(kind: number, data: Uint8Array): string | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (kind === 0 && data.length === 0) return 'eol';
  if (kind === 1 && data.length === 0) return 'nop';
  if (kind === 2 && data.length === 2) return `mss ${view.getUint16(0)}`;
  if (kind === 3 && data.length === 1) return `wscale ${view.getUint8(0)}`;
  if (kind === 4 && data.length === 0) return 'sackOK';
  if (kind === 8 && data.length === 8) return `TS val ${view.getUint32(0)} ecr ${view.getUint32(4)}`;
  if (kind !== 5 || data.length === 0 || data.length % 8 !== 0) return undefined;
  let text = 'sack';
  for (let i = 0; i < data.length; i += 8) text += ` ${view.getUint32(i)}:${view.getUint32(i + 4)}`;
  return text;
}

function unknown({ kind, data, wrongLength }: TcpOption): string {
  const length = wrongLength === undefined ? '' : wrongLength < 0 ? ' len none' : ` len ${wrongLength}`;
  return `opt ${kind}${length}${data.length > 0 ? ` ${hexText(data)}` : ''}`;
}

/**
 * `S. 5000:5000(0) ack 1001 win 65160 <mss 1460>`. What is not part of that, endpoints and octets for
 * instance, is left out.
 */
export function segmentText(segment: Segment): string {
  const { seq, length, flags, ack, up, reserved } = segment;
  const parts = [flagsText(flags), `${seq}:${(seq + length) % 0x100000000}(${length})`];
  if (flags & ACK || ack !== 0) parts.push(`ack ${ack}`);
  parts.push(`win ${segment.wnd}`);
  if (flags & URG || up !== 0) parts.push(`urg ${up}`);
  if (segment.options.length > 0) parts.push(optionsText(segment.options));
  if (reserved !== 0) parts.push(`reserved ${reserved}`);
  if (segment.checksum === 'bad') parts.push('checksum bad');
  return parts.join(' ');
}
