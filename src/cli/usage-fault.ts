/**
 * An error that the user must correct before a command can run, thrown where no terminal is available: exit code 2.
 */
export class UsageFault extends Error {
  override readonly name = 'UsageFault';
}
