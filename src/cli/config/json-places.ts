/**
 * Where in a JSON text each value stands. JSON.parse tells a place for some mistakes only and for none of
 * the values, so this walks the text once more.
 */

export type Path = readonly PropertyKey[];

export interface Places {
  /** The first mistake of syntax, if there is one. */
  readonly mistake?: { readonly at: number; readonly message: string };
  /** Offset of a property's name or an element's begin; of the nearest enclosing one where it is absent. */
  find(path: Path): number;
}

const SPACE = /[ \t\r\n]*/y;
// Control characters stand escaped in a JSON string.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** Deeper than any configuration; a text that nests further is refused, not recursed into. */
const DEEPEST = 100;

class Mistake extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const keyOf = (path: Path): string => JSON.stringify(path.map(String));

class Walker {
  readonly found = new Map<string, number>();
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  walk(): void {
    this.#value([]);
    if (this.#at < this.#text.length) throw this.#wrong('there is more behind the end of the value');
  }

  #wrong(message: string): Mistake {
    return new Mistake(this.#at, message);
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const taken = pattern.exec(this.#text)?.[0];
    this.#at += taken?.length ?? 0;
    return taken;
  }

  #skip(char: string): boolean {
    this.#take(SPACE);
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    this.#take(SPACE);
    return true;
  }

  #value(path: Path): void {
    if (path.length > DEEPEST) throw this.#wrong('this nests too deep');
    this.#take(SPACE);
    const key = keyOf(path);
    if (!this.found.has(key)) this.found.set(key, this.#at);
    if (this.#skip('{')) this.#members(path);
    else if (this.#skip('[')) this.#elements(path);
    else if (this.#take(STRING) === undefined && !this.#take(SCALAR)) {
      const end = this.#at >= this.#text.length;
      const begun = this.#text[this.#at] === '"';
      throw this.#wrong(
        end
          ? 'the text ends where a value is due'
          : begun
            ? 'this string does not end well'
            : 'a value is due here',
      );
    }
    this.#take(SPACE);
  }

  #members(path: Path): void {
    if (this.#skip('}')) return;
    do {
      const at = this.#at;
      const name = this.#take(STRING);
      if (name === undefined) throw this.#wrong("a property's name in double quotes is due here");
      const own = [...path, JSON.parse(name) as string];
      if (this.found.has(keyOf(own))) throw new Mistake(at, `${name} stands here a second time`);
      this.found.set(keyOf(own), at);
      if (!this.#skip(':')) throw this.#wrong("':' is due here");
      this.#value(own);
    } while (this.#skip(','));
    if (!this.#skip('}')) throw this.#wrong("',' or '}' is due here");
  }

  #elements(path: Path): void {
    if (this.#skip(']')) return;
    let i = 0;
    do this.#value([...path, i++]);
    while (this.#skip(','));
    if (!this.#skip(']')) throw this.#wrong("',' or ']' is due here");
  }
}

/** The places of `text`, up to the first mistake. Never throws for what the text holds. */
export function jsonPlaces(text: string): Places {
  const walker = new Walker(text);
  const find = (path: Path): number =>
    walker.found.get(keyOf(path)) ?? (path.length === 0 ? 0 : find(path.slice(0, -1)));
  try {
    walker.walk();
    return { find };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return { find, mistake: { at: error.at, message: error.message } };
  }
}

/** `line:column`, both from 1. */
export function lineColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}
