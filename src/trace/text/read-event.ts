/** Events of a text trace: their place in time, and what happened. */
import type { TerminalNode } from 'antlr4ng';
import { CALL_NAMES } from '../call-names.ts';
import { OrderCheck } from '../order.ts';
import { SNAPSHOT_SOURCES } from '../snapshot-sources.ts';
import type { Nanos, TraceEvent } from '../trace.ts';
import type * as syntax from './generated/TraceParser.ts';
import type { LineProblems } from './line-problems.ts';
import type { Connection } from './read-header.ts';
import { readSegment } from './read-segment.ts';
import { counterOf, entriesOf, numberOf, numbersOf, valueOf } from './read-values.ts';
import { decimalNanos } from './words.ts';

type Place = Pick<TraceEvent, 'frame' | 't0' | 't1'>;

/** Reads events one behind the other; remembers what relative times and the order refer to. */
export class EventReader {
  readonly #connections: readonly Connection[];
  readonly #problems: LineProblems;
  readonly #order = new OrderCheck();
  #previous: Nanos = 0;

  constructor(connections: readonly Connection[], problems: LineProblems) {
    this.#connections = connections;
    this.#problems = problems;
  }

  /** The event of a line, or undefined where it has a problem. */
  read(line: syntax.EventContext): TraceEvent | undefined {
    const place = this.#readPlace(line);
    const event = this.#happening(line, place);
    if (this.#problems.failed) return undefined;
    const fault = this.#order.fault(place);
    if (fault) {
      this.#problems.add(fault.code, fault.message, line, 'events stand in the order in which they happened');
      return undefined;
    }
    this.#previous = place.t1;
    return event;
  }

  #readPlace(line: syntax.EventContext): Place {
    const frame = line.FRAME();
    const bracket = line.bracket();
    const t0 = this.#readTime(bracket._from_);
    const t1 = bracket._to ? this.#readTime(bracket._to) : t0;
    return { frame: frame ? this.#readFrame(frame) : this.#order.frame + 1, t0, t1 };
  }

  #readFrame(token: TerminalNode): number {
    const frame = Number(token.getText().slice(1));
    if (Number.isSafeInteger(frame)) return frame;
    this.#problems.add('TRACE-004', `${token.getText()} is no record number`, token);
    return 0;
  }

  #readTime(time: syntax.TimeContext | undefined): Nanos {
    const literal = time?.getText() ?? '';
    const relative = literal.startsWith('+');
    const nanos = decimalNanos(relative ? literal.slice(1) : literal);
    const t = (nanos ?? 0) + (relative ? this.#previous : 0);
    if (nanos === undefined || !Number.isSafeInteger(t)) {
      this.#problems.add('TRACE-004', `${literal} is finer than a nanosecond or longer than 104 days`, time);
    }
    return t;
  }

  #happening(line: syntax.EventContext, place: Place): TraceEvent | undefined {
    const happening = line.happening();
    const segment = happening.segment();
    if (segment) return this.#segment(segment, line, place);
    if (line.connection())
      this.#problems.add('TRACE-008', 'only segments belong to a connection', line.connection());
    const call = happening.call();
    if (call) return this.#call(call, place);
    const returned = happening.return();
    if (returned) return this.#return(returned, place);
    const snapshot = happening.snapshot();
    if (snapshot) return this.#snapshot(snapshot, place);
    const gap = happening.gap();
    if (gap) return { kind: 'gap', ...place, lost: counterOf(gap.INT().symbol, 'gap', this.#problems) };
    return { kind: 'end', ...place };
  }

  #segment(segment: syntax.SegmentContext, line: syntax.EventContext, place: Place): TraceEvent | undefined {
    const number = line.connection()?.INT();
    const connection = this.#connections[number ? Number(number.getText()) - 1 : 0];
    if (!connection) {
      const hint = 'write connection STACK:PORT PEER:PORT in the header';
      this.#problems.add(
        'TRACE-008',
        `there is no connection ${number?.getText() ?? 1}`,
        number ?? segment,
        hint,
      );
      return undefined;
    }
    const kind = segment._dir?.text === '<' ? 'arrived' : 'sent';
    return { kind, ...place, segment: readSegment(segment, connection, this.#problems) };
  }

  #call(line: syntax.CallContext, place: Place): TraceEvent {
    const name = CALL_NAMES.find((n) => n === line.word().getText());
    if (!name)
      this.#problems.add(
        'TRACE-014',
        `${line.word().getText()} is no call`,
        line.word(),
        `there are ${CALL_NAMES.join(' ')}`,
      );
    const call = counterOf(line.INT().symbol, 'call', this.#problems);
    const socket = line._socket ? numberOf(line._socket, this.#problems) : -1;
    return {
      kind: 'call',
      ...place,
      call,
      name: name ?? 'socket',
      socket,
      args: entriesOf(line.entry(), this.#problems),
    };
  }

  #return(line: syntax.ReturnContext, place: Place): TraceEvent {
    const call = counterOf(line.INT().symbol, 'return', this.#problems);
    const value = numberOf(line.number(), this.#problems);
    const error = line._error ? { error: valueOf(line._error, this.#problems) } : {};
    const entries = line.entries();
    const result = entries ? { result: entriesOf(entries.entry(), this.#problems) } : {};
    return { kind: 'return', ...place, call, value, ...error, ...result };
  }

  #snapshot(line: syntax.SnapshotContext, place: Place): TraceEvent {
    const source = SNAPSHOT_SOURCES.find((known) => known === line.word().getText());
    if (!source)
      this.#problems.add(
        'TRACE-014',
        `${line.word().getText()} is no source of snapshots`,
        line.word(),
        `there are ${SNAPSHOT_SOURCES.join(' ')}`,
      );
    const socket = numberOf(line.number(), this.#problems);
    // The word would be a key of the braces otherwise, never a bare child.
    const withheld = line.children.some((c) => c.getText() === 'withheld');
    return {
      kind: 'snapshot',
      ...place,
      source: source ?? 'tcp-info',
      socket,
      withheld,
      fields: numbersOf(line.entries().entry(), this.#problems),
    };
  }
}
