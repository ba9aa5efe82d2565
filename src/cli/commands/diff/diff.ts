/** `llmr diff OLD NEW`: what changes between two policy sets, for every possible request. */
import type { Command } from 'commander';
import { type Compilation, compile } from '../../../language/compile.ts';
import { renderText } from '../../../language/diagnostics/render-text.ts';
import { diffSets, type SetDiff, withEncoders } from '../../../language/replaying/diff-sets.ts';
import { replayBoth } from '../../../language/replaying/replay-log.ts';
import type { Source } from '../../../language/text/source.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { type CompiledGraph, hasGraph } from '../../input/choose-policy.ts';
import { isThere, startFolder } from '../../input/files.ts';
import { logTexts } from '../../input/log-texts.ts';
import { type PolicySide, readSide } from '../../input/policy-side.ts';
import { renderDiff, type Sides } from '../../render/render-diff.ts';
import { renderDiffJson } from '../../render/render-diff-json.ts';
import { renderDiffMarkdown } from '../../render/render-diff-markdown.ts';
import type { Run } from '../../run.ts';
import { type Terminal, usageError } from '../../terminal.ts';
import { withReadings } from './diff-readings.ts';

interface Options {
  readonly replay?: string;
  readonly json?: true;
  readonly markdown?: true;
}

export function describe(command: Command, run: Run): void {
  command
    .argument('<OLD>', 'A directory or a git ref, such as main or v1.2:policies')
    .argument('<NEW>', 'The same; for a ref without a path, the directory of the other side, or policies/')
    .option('--replay <LOG>', 'Decide recorded requests with both: a decision log or its directory')
    .option('--json', 'Print JSON, version 1')
    .option('--markdown', 'Print Markdown for a comment on a pull request')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing changed; 1 a side cannot be read or compiled, or the command line is wrong; 2 something changed.',
    )
    .action(run(diff));
}

async function diff(terminal: Terminal, old: string, now: string, options: Options): Promise<ExitCode> {
  if (options.json === true && options.markdown === true)
    return usageError(terminal, '--json and --markdown are two outputs', 'choose one', EXIT.failed);
  const before = compiledSide(terminal, old, isThere(now) ? now : startFolder());
  const after = compiledSide(terminal, now, isThere(old) ? old : startFolder());
  if (before === undefined || after === undefined) return EXIT.failed;
  const compared = diffSets(
    before.policies.map(({ policy }) => policy),
    after.policies.map(({ policy }) => policy),
  );
  const encoded = withEncoders(compared, before.encoder, after.encoder);
  const read = await withReadings(encoded, before.sources, after.sources, terminal);
  const replayed = await withReplay(read, options.replay, before.policies, after.policies);
  if (typeof replayed === 'string') {
    terminal.err(`error: ${replayed}\n`);
    return EXIT.failed;
  }
  const sides: Sides = { before: suffixOf(before.commit), after: suffixOf(after.commit) };
  const { json, markdown } = options;
  terminal.out(
    json === true
      ? renderDiffJson(replayed)
      : markdown === true
        ? renderDiffMarkdown(replayed, sides)
        : renderDiff(replayed, sides),
  );
  return replayed.changed || replayed.elsewhere !== 'unchanged' ? EXIT.changed : EXIT.clean;
}

function suffixOf(commit: string | undefined): string {
  return commit === undefined ? '' : ` at ${commit}`;
}

async function withReplay(
  compared: SetDiff,
  log: string | undefined,
  before: readonly CompiledGraph[],
  after: readonly CompiledGraph[],
): Promise<SetDiff | string> {
  if (log === undefined) return compared;
  const texts = await logTexts(log);
  return typeof texts === 'string' ? texts : { ...compared, replay: replayBoth(texts, before, after) };
}

interface CompiledSide {
  readonly sources: readonly Source[];
  readonly policies: readonly CompiledGraph[];
  readonly commit?: string;
  readonly encoder?: string;
}

/** Undefined after printing the reason. A misspelt ref must not look like a change, so it is exit code 1. */
function compiledSide(terminal: Terminal, asked: string, beside: string): CompiledSide | undefined {
  const side = readSide(asked, beside);
  if (side.kind === 'fault') {
    terminal.err(`error: ${side.why}\n`);
    return undefined;
  }
  const compilation = compile(side.sources, new Map());
  const policies = compilation.policies.filter(hasGraph);
  const errors = errorsOf(compilation);
  if (errors.length > 0 || policies.length < compilation.policies.length) {
    terminal.err(
      `${renderText(errors, side.sources, { color: false })}\n\nerror: ${asked} does not compile\n`,
    );
    return undefined;
  }
  if (policies.length > 0) return { sources: side.sources, policies, ...commitOf(side), ...encoderOf(side) };
  terminal.err(`error: no policy is in ${asked}\n`);
  return undefined;
}

function errorsOf({ diagnostics }: Compilation): Compilation['diagnostics'] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

function encoderOf({ encoder }: Extract<PolicySide, { kind: 'side' }>): Pick<CompiledSide, 'encoder'> {
  return encoder === undefined ? {} : { encoder };
}

function commitOf(side: Extract<PolicySide, { kind: 'side' }>): Pick<CompiledSide, 'commit'> {
  return side.commit === undefined ? {} : { commit: side.commit };
}
