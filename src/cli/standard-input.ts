/** The standard input as a word of the command line. */

/** The same as `-`, which stands for it. */
export const STANDARD_INPUT = '/dev/stdin';

/** The words with `-` as a path: the parser loses it among several values. */
export const withStandardInput = (words: readonly string[]): readonly string[] =>
  words.map((word) => (word === '-' ? STANDARD_INPUT : word));
