/** Header lines of a text trace. */
import type { ParserRuleContext, Token } from 'antlr4ng';
import { addressBytes, addressText } from '../capture/address.ts';
import type { Endpoint, Nanos, TraceHeader } from '../trace.ts';
import * as syntax from './generated/TraceParser.ts';
import type { LineProblems } from './line-problems.ts';
import { numberOf, valueOf } from './read-values.ts';
import { durationOf } from './words.ts';

type HeaderDraft = { -readonly [K in keyof TraceHeader]: TraceHeader[K] };

const MILLISECOND = 1_000_000;

/** The lag of a recorder that does not tell its own. */
export const DEFAULT_LAG: TraceHeader['lag'] = {
  in: 5 * MILLISECOND,
  out: 5 * MILLISECOND,
  error: MILLISECOND,
};

/**
 * What a line that is left out stands for: a real clock, a recorder near the stack that vouches for nothing.
 */
export const DEFAULT_HEADER: TraceHeader = {
  stack: '',
  version: '',
  scenario: '',
  seed: 0,
  profile: '',
  clock: 'real',
  position: 'near',
  api: false,
  lossless: false,
  lag: DEFAULT_LAG,
  started: '',
  settings: {},
  tool: '',
};

/** One connection of the trace: both ends, the stack's first. */
export interface Connection {
  readonly stack: Endpoint;
  readonly peer: Endpoint;
}

/** Fills a header from its lines, in any order. */
export class HeaderReader {
  readonly header: HeaderDraft;
  readonly connections: Connection[] = [];
  readonly #settings = new Map<string, string>();
  readonly #seen = new Set<string>();
  readonly #problems: LineProblems;

  /** `lag` stands for what no lag line tells. */
  constructor(problems: LineProblems, lag: TraceHeader['lag'] = DEFAULT_LAG) {
    this.header = { ...DEFAULT_HEADER, lag };
    this.#problems = problems;
  }

  read(line: syntax.HeaderContext): void {
    const word = line.start?.text ?? '';
    if (this.#seen.has(word) && word !== 'setting' && word !== 'connection') {
      this.#problems.add('TRACE-010', `a second ${word} line`, line);
    }
    this.#seen.add(word);
    if (line instanceof syntax.ClockLineContext)
      this.header.clock = line._kind?.text === 'virtual' ? 'virtual' : 'real';
    else if (line instanceof syntax.SeedLineContext)
      this.header.seed = numberOf(line.number(), this.#problems);
    else if (line instanceof syntax.RecorderLineContext) this.#recorder(line);
    else if (line instanceof syntax.LagLineContext) this.#lag(line);
    else if (line instanceof syntax.ConnectionLineContext) this.#connection(line);
    else if (line instanceof syntax.SettingLineContext) this.#setting(line);
    else this.#texts(line);
  }

  #texts(line: syntax.HeaderContext): void {
    const text = (value: syntax.ValueContext | undefined): string =>
      value ? valueOf(value, this.#problems) : '';
    if (line instanceof syntax.StackLineContext) {
      this.header.stack = text(line._name);
      this.header.version = text(line._version);
    } else if (line instanceof syntax.ScenarioLineContext) this.header.scenario = text(line.value());
    else if (line instanceof syntax.ProfileLineContext) this.header.profile = text(line.value());
    else if (line instanceof syntax.StartedLineContext) this.header.started = text(line.value());
    else if (line instanceof syntax.ToolLineContext) this.header.tool = text(line.value());
  }

  #recorder(line: syntax.RecorderLineContext): void {
    let position: TraceHeader['position'] | undefined;
    for (const context of line.recorderWord()) {
      const word = context.getText();
      if (word === 'lossless') this.header.lossless = true;
      else if (word === 'api') this.header.api = true;
      else if (position === undefined && (word === 'near' || word === 'far' || word === 'between'))
        position = word;
      else this.#problems.add('TRACE-010', 'a recorder has one position', context);
    }
    this.header.position = position ?? this.header.position;
  }

  #lag(line: syntax.LagLineContext): void {
    const nanos = (context: ParserRuleContext | undefined, otherwise: Nanos): Nanos => {
      if (!context) return otherwise;
      const value = durationOf(context.getText());
      if (value === undefined)
        this.#problems.add('TRACE-004', `${context.getText()} is no duration`, context, 'write 5ms');
      return value ?? otherwise;
    };
    const { lag } = this.header;
    this.header.lag = {
      in: nanos(line._incoming, lag.in),
      out: nanos(line._outgoing, lag.out),
      error: nanos(line._error, lag.error),
    };
  }

  #setting(line: syntax.SettingLineContext): void {
    const [name = '', content = ''] = line.value().map((v) => valueOf(v, this.#problems));
    if (this.#settings.has(name)) this.#problems.add('TRACE-010', `setting ${name} stands here twice`, line);
    this.#settings.set(name, content);
    this.header.settings = Object.fromEntries(this.#settings);
  }

  #connection(line: syntax.ConnectionLineContext): void {
    const stack = this.#endpoint(line._stack);
    const peer = this.#endpoint(line._peer);
    if (!stack || !peer) return;
    if (stack.address.includes(':') !== peer.address.includes(':')) {
      this.#problems.add('TRACE-004', 'the two ends are not of one IP version', line._peer);
    } else this.connections.push({ stack, peer });
  }

  #endpoint(token: Token | null | undefined): Endpoint | undefined {
    const text = token?.text ?? '';
    const colon = text.lastIndexOf(':');
    const octets = addressBytes(text.slice(0, colon).replace(/^\[|\]$/g, ''));
    const port = Number(text.slice(colon + 1));
    if (octets && port <= 0xffff)
      return { address: addressText(octets, 0, octets.length === 4 ? 4 : 16), port };
    this.#problems.add(
      'TRACE-004',
      `${text} is no address with a port`,
      token,
      'write 192.0.2.1:8080 or [2001:db8::1]:8080',
    );
    return undefined;
  }
}
