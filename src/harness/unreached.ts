/**
 * A scenario could not be played to its goal. That is the harness's failure and says nothing about the stack.
 */
export class Unreached extends Error {
  override readonly name = 'Unreached';
}
