/** An option that takes one of a few words. Help and completion list them; the command checks what is given. */
import { Option } from 'commander';

export function choiceOption(
  flags: string,
  description: string,
  choices: readonly string[],
  otherwise?: string,
): Option {
  const option = new Option(flags, description);
  option.argChoices = [...choices];
  return otherwise === undefined ? option : option.default(otherwise);
}
