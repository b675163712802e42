/** What a user does with a connection, by a seed: writes, reads a part, pauses, and ends it in some way. */
import type { Nanos } from '../../../../trace/trace.ts';
import { MS } from '../../../clock.ts';
import type { Dice } from '../dice.ts';
import type { Schedule } from './schedule.ts';
import type { Station } from './station.ts';

interface Temper {
  /** Most octets of one write. */
  readonly write: number;
  /** How many writes in all. */
  readonly writes: number;
  /** How often the last octet of a write is urgent. */
  readonly urgent: number;
  /** How often it reads when it could. */
  readonly reads: number;
  /** Mean pause between two of its doings. */
  readonly pause: Nanos;
  readonly ends: 'reads to the end' | 'closes' | 'half-closes' | 'aborts' | 'never';
}

function drawTemper(dice: Dice): Temper {
  return {
    write: dice.pick([1, 100, 1000, 5_000, 20_000, 60_000]),
    writes: dice.pick([0, 1, 3, 8, 20]),
    urgent: dice.chance(0.1) ? 0.3 : 0,
    reads: dice.pick([0.1, 0.5, 0.9]),
    pause: dice.pick([MS, 20 * MS, 150 * MS, 700 * MS]),
    ends: dice.pick(['reads to the end', 'reads to the end', 'half-closes', 'closes', 'aborts', 'never']),
  };
}

/** Octets that differ from their neighbours, from a place of the stream on. */
const octets = (from: number, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => ((from + i) * 37 + ((from + i) >> 8)) & 255);

/** Plays one connection to its end; `until` is when it closes at the latest. */
export class Program {
  readonly #station: Station;
  readonly #schedule: Schedule;
  readonly #dice: Dice;
  readonly #temper: Temper;
  readonly #socket: number;
  readonly #until: Nanos;
  #written = 0;
  #writes = 0;
  #shut = false;

  constructor(station: Station, schedule: Schedule, dice: Dice, socket: number, until: Nanos) {
    this.#station = station;
    this.#schedule = schedule;
    this.#dice = dice;
    this.#temper = drawTemper(dice);
    this.#socket = socket;
    this.#until = until;
    this.#options();
    this.#later();
  }

  #options(): void {
    const dice = this.#dice;
    if (dice.chance(0.2)) this.#station.option(this.#socket, 'no-delay', 1);
    if (!dice.chance(0.12)) return;
    this.#station.option(this.#socket, 'keep-alive-idle', dice.between(1, 10));
    this.#station.option(this.#socket, 'keep-alive-interval', dice.between(1, 5));
    this.#station.option(this.#socket, 'keep-alive-count', dice.between(1, 4));
    this.#station.option(this.#socket, 'keep-alive', 1);
  }

  #later(): void {
    const { pause } = this.#temper;
    const span = Math.floor(pause * (0.1 + 2 * this.#dice.unit())) * (this.#dice.chance(0.03) ? 30 : 1);
    this.#schedule.at(this.#station.stack.now() + span, () => this.#step());
  }

  #step(): void {
    const late = this.#station.stack.now() >= this.#until;
    if (late && this.#temper.ends !== 'never') return this.#end();
    if (late) return;
    const gone = this.#dice.chance(this.#temper.reads) ? this.#read() : this.#write();
    if (gone) return;
    this.#later();
  }

  /** Writes, or does what follows the last write; true where the connection is done with. */
  #write(): boolean {
    const { write, writes, ends } = this.#temper;
    if (this.#writes < writes) {
      this.#writes++;
      const next = octets(this.#written, this.#dice.between(1, write));
      const reply = this.#station.send(this.#socket, next, this.#dice.chance(this.#temper.urgent));
      if (reply.value > 0) this.#written += reply.value;
      return this.#failed(reply.error);
    }
    if (ends === 'never' || this.#shut) return false;
    if (ends === 'closes' || ends === 'aborts') {
      this.#end();
      return true;
    }
    if (ends === 'half-closes' || this.#dice.chance(0.3)) {
      this.#shut = true;
      return this.#failed(this.#station.shutdown(this.#socket).error);
    }
    return false;
  }

  #read(): boolean {
    const most = this.#dice.pick([100, 2_000, 65_536]);
    const reply = this.#station.recv(this.#socket, most);
    if (reply.value === 0) {
      this.#end();
      return true;
    }
    return this.#failed(reply.error);
  }

  #failed(error: string | undefined): boolean {
    if (error === undefined || error === 'EAGAIN') return false;
    this.#end();
    return true;
  }

  #end(): void {
    if (this.#temper.ends === 'aborts') this.#station.abort(this.#socket);
    else this.#station.close(this.#socket);
  }
}
