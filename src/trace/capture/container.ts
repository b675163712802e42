/** What the readers of all containers share: what they learn of a file, and what they cannot use. */
import type { Problem } from '../trace.ts';
import type { CaptureRecord } from './record.ts';
import { Window } from './window.ts';

/** A longer record or block is refused: its length is damaged, or it is no packet. Octets. */
export const MOST_OCTETS = 64 * 1024 * 1024;
/** More interfaces are refused, so that memory stays bounded. */
export const MOST_INTERFACES = 65_536;
/** More problems than these are not worth reading; the last one says so. */
const MOST_PROBLEMS = 1000;
/** More comments of a file, or longer ones, are cut: they are only shown. */
const MOST_TEXTS = 100;
const LONGEST_TEXT = 4096;

/** What an interface says of the packets it lost; a counter that it does not give is absent. */
export interface DropCounters {
  /** Lost for want of resources by the interface (isb_ifdrop; snoop's counter where it is not 0). */
  byInterface?: number;
  /** Lost by the operating system (isb_osdrop). */
  bySystem?: number;
}

export interface CaptureInterface {
  /** LINKTYPE of tcpdump.org's registry, −1 where the container's own number has none. */
  readonly linkType: number;
  /** As the recorder names it, or empty. */
  readonly name: string;
  /** The most octets of a packet that were kept; 0 is no limit, or unknown. */
  readonly snaplen: number;
  /** How fine the time stamps are. */
  readonly ticksPerSecond: number;
  /** Octets of frame check sequence at the end of each frame, where the container says so. */
  readonly fcs?: number;
  /** The last counters of the interface; absent where there are none. */
  drops?: DropCounters;
}

/** What is known of a capture so far; complete when its reader has finished. */
export interface CaptureInfo {
  container: 'pcap' | 'modified pcap' | 'pcapng' | 'snoop' | 'unknown';
  /** `mixed` where sections differ. */
  byteOrder: 'little' | 'big' | 'mixed' | 'unknown';
  sections: number;
  /** Over all sections, in their order: `interfaceId` of a record counts here. */
  readonly interfaces: CaptureInterface[];
  /** Records so far, counted as Wireshark counts. */
  frames: number;
  /** Of the first record with a time: nanoseconds since 1970, UTC. */
  start?: bigint;
  /** Distinct, in order of appearance: comments of sections, and the applications that wrote them. */
  readonly comments: string[];
  readonly applications: string[];
}

/** One container's way through a window. */
export interface Container {
  /** Fills the record; false where more octets are needed, or reading has ended. */
  next(record: CaptureRecord): boolean;
}

/** The state of one reading. */
export class Reading {
  readonly file: string;
  readonly window = new Window();
  readonly problems: Problem[] = [];
  readonly info: CaptureInfo = {
    container: 'unknown',
    byteOrder: 'unknown',
    sections: 0,
    interfaces: [],
    frames: 0,
    comments: [],
    applications: [],
  };
  /** Nothing more is read. */
  ended = false;

  constructor(file: string) {
    this.file = file;
  }

  problem(code: string, message: string, offset: number, hint?: string): void {
    const at = { file: this.file, offset };
    const count = this.problems.length;
    if (count === MOST_PROBLEMS)
      this.problems.push({
        code: 'CAPTURE-008',
        message: `more than ${MOST_PROBLEMS} problems, the rest is not listed`,
        at,
      });
    else if (count < MOST_PROBLEMS)
      this.problems.push({ code, message, at, ...(hint === undefined ? {} : { hint }) });
  }

  /** A problem behind which nothing can be read. Always false, as `next` answers then. */
  end(code: string, message: string, offset: number, hint?: string): false {
    this.problem(code, message, offset, hint);
    this.ended = true;
    this.window.clear();
    return false;
  }

  /** As `end`, and says how far it came. */
  endAfterFrames(code: string, message: string, offset: number): false {
    const read =
      this.info.frames === 0
        ? 'no record was read'
        : `the ${this.info.frames} records in front of it were read`;
    return this.end(code, `${message}; ${read}`, offset);
  }
}

/** Octets as text, without the zeros that some recorders put at the end. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replace(/\0+$/, '');
}

/** Keeps a text to be shown, once, within bounds. */
export function keepText(list: string[], text: string): void {
  const short = text.slice(0, LONGEST_TEXT);
  if (short !== '' && list.length < MOST_TEXTS && !list.includes(short)) list.push(short);
}
