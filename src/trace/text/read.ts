/** Reads the text form of a trace (docs/guide/trace-format.md). */
import type { ReadResult, TraceEvent, TraceHeader } from '../trace.ts';
import { FormatLineContext, type HeaderContext, type LineContext } from './generated/TraceParser.ts';
import { LineProblems } from './line-problems.ts';
import { LineParser } from './parse-line.ts';
import { EventReader } from './read-event.ts';
import { HeaderReader } from './read-header.ts';
import { FORMAT } from './words.ts';

/** Longer than any datagram's octets with every one escaped. */
const LONGEST_LINE = 400_000;

/** What has been read so far. */
class TextReader {
  readonly problems: LineProblems;
  readonly header: HeaderReader;
  readonly events: TraceEvent[] = [];
  /** The version that the first line names; 0 before it, −1 where it is missing. */
  format = 0;
  readonly #eventReader: EventReader;
  #eventsBegun = false;

  constructor(file: string, lag: TraceHeader['lag'] | undefined) {
    this.problems = new LineProblems(file);
    this.header = new HeaderReader(this.problems, lag);
    this.#eventReader = new EventReader(this.header.connections, this.problems);
  }

  read(tree: LineContext): void {
    const header = tree.header();
    const event = tree.event();
    if (!header && !event) return;
    this.#checkFormat(header);
    if (header) {
      if (this.#eventsBegun) this.problems.add('TRACE-010', 'a header line behind the first event', header);
      else this.header.read(header);
    } else if (event) {
      this.#eventsBegun = true;
      const read = this.#eventReader.read(event);
      if (read) this.events.push(read);
    }
  }

  #checkFormat(header: HeaderContext | null): void {
    if (this.format !== 0) return;
    if (!(header instanceof FormatLineContext)) {
      this.format = -1;
      this.problems.add('TRACE-001', `the first line is not tcpassay ${FORMAT}`, 1);
      this.problems.pardon();
      return;
    }
    this.format = Number(header.INT().getText());
    if (this.format !== FORMAT) {
      this.problems.add(
        'TRACE-001',
        `version ${this.format} of the text form is not known, only ${FORMAT}`,
        header.INT(),
      );
    }
  }
}

/**
 * Reads a text trace. A line with a problem is left out and the rest is still read, so a result with problems
 * must not be judged. `file` is the name that problems carry, `lag` stands for what no lag line tells.
 */
export function readText(text: string, file: string, lag?: TraceHeader['lag']): ReadResult {
  const reader = new TextReader(file, lag);
  const { problems } = reader;
  const parser = new LineParser();
  for (const [i, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    problems.begin(i + 1);
    if (line.length > LONGEST_LINE) problems.add('TRACE-015', `a line of ${line.length} characters`, 1);
    else if (line.trim() !== '') {
      const tree = parser.parse(line, problems);
      if (tree) reader.read(tree);
    }
    if (reader.format > FORMAT) return { traces: [], problems: problems.all };
  }
  if (reader.format === 0) problems.add('TRACE-001', 'there is no trace in this text', 1);
  const nothing = reader.format !== FORMAT && reader.events.length === 0;
  return {
    traces: nothing ? [] : [{ header: { ...reader.header.header }, events: reader.events }],
    problems: problems.all,
  };
}
