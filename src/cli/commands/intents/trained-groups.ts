/** From a policy set to its trained intent groups, for the `intents` commands. */
import type { Compilation, CompiledPolicy } from '../../../language/compile.ts';
import { renderText } from '../../../language/diagnostics/render-text.ts';
import type { Head } from '../../../language/heads/head.ts';
import type { Source } from '../../../language/text/source.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Curves } from '../../input/configured-meaning.ts';
import { compileWithHeads, readSet } from '../../input/policy-set.ts';
import type { Terminal } from '../../terminal.ts';

export type TrainedSet =
  | { readonly kind: 'trained'; readonly policies: readonly CompiledPolicy[] }
  | { readonly kind: 'usage' | 'failed'; readonly code: ExitCode };

/** Prints what prevents the policies from compiling. */
export async function trainedSet(
  paths: readonly string[],
  data: string,
  terminal: Terminal,
  curves?: Curves,
): Promise<TrainedSet> {
  const read = readSet(paths, terminal);
  if (read.kind === 'usage') return read;
  const compilation = await compileWithHeads(read.sources, data, terminal, curves);
  const code = sayErrors(compilation, read.sources, terminal);
  if (code !== undefined) return { kind: 'failed', code };
  return { kind: 'trained', policies: compilation.policies };
}

/** Prints what prevents policies from compiling; undefined when nothing does. */
export function sayErrors(
  { diagnostics }: Pick<Compilation, 'diagnostics'>,
  sources: readonly Source[],
  terminal: Terminal,
): ExitCode | undefined {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return undefined;
  terminal.err(`${renderText(errors, sources, { color: false })}\n`);
  return EXIT.failed;
}

/** The head of one group: the named one, or the only one. A string is an error message. */
export function groupOf(compiled: CompiledPolicy, name: string | undefined): Head | string {
  const { heads, policy } = compiled;
  if (heads.size === 0) return `policy ${policy.name} declares no intents`;
  const names = [...heads.keys()].join(', ');
  if (name !== undefined) return heads.get(name) ?? `policy ${policy.name} has the groups ${names}`;
  const [only] = heads.values();
  return heads.size === 1 && only !== undefined ? only : `policy ${policy.name} has the groups ${names}`;
}
