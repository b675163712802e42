/**
 * Text from a trace or a name of a file, made fit to be shown: nothing in it can steer a terminal or a
 * page.
 */

// Controls but tab and line end; surrogates without a partner; marks that turn the reading direction round.
const HARMFUL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\u202a-\u202e\u2066-\u2069]/gu;

/** The same text with every character that is not to be shown given by its number: `\u001b`. */
export function printable(text: string): string {
  return text.replace(HARMFUL, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
