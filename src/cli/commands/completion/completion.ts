/** `llmr completion SHELL`: prints the script that completes commands in a shell. */
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Run } from '../../run.ts';
import { type Terminal, usageError } from '../../terminal.ts';
import { SCRIPTS } from './scripts.ts';

export function describe(command: Command, run: Run): void {
  command
    .argument('<SHELL>', 'One of bash, zsh and fish')
    .addHelpText(
      'after',
      [
        '',
        'To load it in the running shell, or in its start file:',
        '  bash  source <(llmr completion bash)',
        '  zsh   source <(llmr completion zsh)',
        '  fish  llmr completion fish | source',
      ].join('\n'),
    )
    .action(run(completion));
}

function completion(terminal: Terminal, shell: string): ExitCode {
  const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
  if (script === undefined)
    return usageError(terminal, `there is no completion for "${shell}"`, 'use bash, zsh or fish');
  terminal.out(script);
  return EXIT.clean;
}
