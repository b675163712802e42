/** The stack cannot be driven from here: rights, a device or a library that the machine does not give. */
export class Undrivable extends Error {
  override readonly name = 'Undrivable';
}
