/**
 * One line through the generated lexer and parser. Both are made once and used again: whole files cost too
 * much memory.
 */

import type { Recognizer, Token } from 'antlr4ng';
import {
  type ATNSimulator,
  BaseErrorListener,
  CharStream,
  CommonTokenStream,
  Parser,
  type RecognitionException,
} from 'antlr4ng';
import { TraceLexer } from './generated/TraceLexer.ts';
import { type LineContext, TraceParser } from './generated/TraceParser.ts';
import type { LineProblems } from './line-problems.ts';

/** The first thing on a line that the grammar does not allow; later ones are its echo. */
interface Complaint {
  readonly column: number;
  readonly message: string;
  readonly hint?: string;
}

/** Longest list of expected words that still helps. */
const MOST_EXPECTED = 120;

class FirstComplaint extends BaseErrorListener {
  #complaint: Complaint | undefined;

  /** What there was to complain of since it was asked last. */
  take(): Complaint | undefined {
    const complaint = this.#complaint;
    this.#complaint = undefined;
    return complaint;
  }

  override syntaxError<S extends Token, T extends ATNSimulator>(
    recognizer: Recognizer<T>,
    offending: S | null,
    _line: number,
    column: number,
    _message: string,
    _exception: RecognitionException | null,
  ): void {
    if (this.#complaint) return;
    const hint = expectation(recognizer);
    const found = offending?.text ?? '';
    const message =
      offending?.type === TraceParser.UNTERMINATED
        ? 'the text in quotes does not end on this line'
        : offending?.type === TraceParser.EOF
          ? 'the line ends too early'
          : `${found.length > 40 ? `${found.slice(0, 40)}…` : found} cannot stand here`;
    this.#complaint = { column: column + 1, message, ...(hint === '' ? {} : { hint }) };
  }
}

function expectation(recognizer: unknown): string {
  if (!(recognizer instanceof Parser)) return '';
  const expected = recognizer.getExpectedTokens().toStringWithVocabulary(recognizer.vocabulary);
  if (expected === '<EOF>') return 'expected the end of the line';
  return expected.length > MOST_EXPECTED || expected.includes('<EPSILON>') ? '' : `expected ${expected}`;
}

/** Parses lines of a text trace, one at a time. */
export class LineParser {
  readonly #lexer = new TraceLexer(CharStream.fromString(''));
  readonly #parser = new TraceParser(new CommonTokenStream(this.#lexer));
  readonly #listener = new FirstComplaint();

  constructor() {
    this.#lexer.removeErrorListeners();
    this.#parser.removeErrorListeners();
    this.#parser.addErrorListener(this.#listener);
  }

  /** The tree of one line, or undefined after having told `problems`. */
  parse(text: string, problems: LineProblems): LineContext | undefined {
    this.#lexer.inputStream = CharStream.fromString(text);
    this.#parser.tokenStream = new CommonTokenStream(this.#lexer);
    const tree = this.#parser.line();
    const complaint = this.#listener.take();
    if (!complaint) return tree;
    problems.add('TRACE-003', complaint.message, complaint.column, complaint.hint);
    return undefined;
  }
}
