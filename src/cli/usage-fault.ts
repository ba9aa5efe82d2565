/** What somebody must put right before a command can run, found where no terminal is at hand: exit code 2. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault';
}
