/**
 * The frame of pcapng: blocks and their options, in either byte order. Checks every length before it is used.
 */
import * as format from './pcapng-format.ts';

/** One block: its content is `view` from `from` to `to`, type and lengths excluded. */
export interface Block {
  readonly type: number;
  readonly view: DataView;
  readonly littleEndian: boolean;
  /** Where the block itself begins in the file. */
  readonly offset: number;
  readonly from: number;
  readonly to: number;
}

/** Where and why the blocks end before the file does. */
export interface BlockFault {
  readonly code: 'CAPTURE-002' | 'CAPTURE-007';
  readonly message: string;
  readonly offset: number;
}

/** The blocks of a file. At a fault it stops: where the next block begins is then unknown. */
export function* blocksOf(bytes: Uint8Array): Generator<Block, BlockFault | undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let littleEndian = true;
  let at = 0;
  while (at < bytes.length) {
    const cut = (message: string): BlockFault => ({ code: 'CAPTURE-007', message, offset: at });
    if (bytes.length - at < 12) return cut('the file ends within a block');
    // This type reads the same in both orders; the magic behind it tells which one the section has.
    if (view.getUint32(at) === format.SECTION_HEADER) {
      const order = byteOrder(view, at + 8);
      if (order === undefined)
        return { code: 'CAPTURE-002', message: 'a section without byte order', offset: at };
      littleEndian = order;
    }
    const length = view.getUint32(at + 4, littleEndian);
    if (length < 12 || length % 4 !== 0)
      return { code: 'CAPTURE-002', message: `a block of ${length} octets`, offset: at };
    if (length > bytes.length - at) return cut(`the file ends within a block of ${length} octets`);
    if (view.getUint32(at + length - 4, littleEndian) !== length) {
      return { code: 'CAPTURE-002', message: 'the two lengths of a block differ', offset: at };
    }
    yield {
      type: view.getUint32(at, littleEndian),
      view,
      littleEndian,
      offset: at,
      from: at + 8,
      to: at + length - 4,
    };
    at += length;
  }
  return undefined;
}

function byteOrder(view: DataView, at: number): boolean | undefined {
  if (view.getUint32(at, true) === format.BYTE_ORDER_MAGIC) return true;
  return view.getUint32(at, false) === format.BYTE_ORDER_MAGIC ? false : undefined;
}

/** What the options of a block say, those behind a wrong length left out. */
export interface BlockOptions {
  /** First value of each code that is not custom. */
  readonly plain: ReadonlyMap<number, Uint8Array>;
  /** Custom texts of our enterprise number, joined. */
  readonly ours: string;
}

/** The options of a block from `at` on. */
export function optionsOf({ view, littleEndian, to }: Block, at: number): BlockOptions {
  const plain = new Map<number, Uint8Array>();
  const ours: Uint8Array[] = [];
  let here = at;
  while (here + 4 <= to) {
    const code = view.getUint16(here, littleEndian);
    const length = view.getUint16(here + 2, littleEndian);
    here += 4;
    if (code === format.OPTION_END || here + length > to) break;
    const value = new Uint8Array(view.buffer, view.byteOffset + here, length);
    if (code !== format.OPTION_CUSTOM_TEXT) {
      if (!plain.has(code)) plain.set(code, value);
    } else if (length >= 4 && view.getUint32(here, littleEndian) === format.ENTERPRISE)
      ours.push(value.subarray(4));
    here += format.padded(length);
  }
  return { plain, ours: textOf(ours) };
}

function textOf(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return parts.map((p) => decoder.decode(p, { stream: true })).join('') + decoder.decode();
}
