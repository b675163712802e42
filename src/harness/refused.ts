/** The stack refused a setting that the user asked for: the user has to mend it. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
