/** `llmr intents explain TEXT`: shows what every group reads in a text, and the examples it resembles. */
import type { CompiledPolicy } from '../../../language/compile.ts';
import { readWithVectors } from '../../../language/heads/read-with-vectors.ts';
import type { IntentGroup } from '../../../language/semantics/model.ts';
import { openExampleNeighbours } from '../../../meaning/nearest-examples.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { choosePolicy } from '../../input/choose-policy.ts';
import { compiledWith, type ReadableCompilation, readSet } from '../../input/policy-set.ts';
import { rounded } from '../../render/figures.ts';
import { type Terminal, usageError } from '../../terminal.ts';
import { sayErrors } from './trained-groups.ts';

export interface ExplainOptions {
  readonly model?: string;
  readonly json?: true;
  readonly policies?: string;
  readonly data: string;
}

const NEAREST = 5;

export async function explainIntents(
  terminal: Terminal,
  text: string,
  options: ExplainOptions,
): Promise<ExitCode> {
  const read = readSet(options.policies === undefined ? [] : [options.policies], terminal);
  if (read.kind === 'usage') return read.code;
  return compiledWith(read.sources, options.data, terminal, async (compilation, settled) => {
    const faulty = sayErrors(compilation, read.sources, terminal);
    if (faulty !== undefined) return faulty;
    const compiled = choosePolicy(compilation.policies, options.model);
    if (typeof compiled === 'string')
      return usageError(terminal, compiled, '--model NAME chooses the policy');
    return show(terminal, text, options, compiled, await settled(() => readingsOf(compiled, text)));
  });
}

type GroupReading = ReturnType<typeof readingsOf>[number];

/** As the service reads it, without a deadline: second looks are made where the policy has them. */
function readingsOf({ heads, vectorOf }: ReadableCompilation['policies'][number], text: string) {
  return [...heads.values()].flatMap((head) => {
    const reading = readWithVectors(head, text, vectorOf);
    if (reading === undefined) return [];
    const { intent, best, confidence, threshold, from, scores } = reading;
    return {
      group: head.group,
      intent,
      best,
      confidence: rounded(confidence),
      threshold: rounded(threshold),
      ...(from === undefined ? {} : { from }),
      scores: Object.fromEntries([...scores].map(([name, score]) => [name, rounded(score)])),
    };
  });
}

async function show(
  terminal: Terminal,
  text: string,
  options: ExplainOptions,
  compiled: CompiledPolicy,
  groups: readonly GroupReading[],
): Promise<ExitCode> {
  const neighbours = openExampleNeighbours(`${options.data}/examples-${compiled.policy.name}`);
  await neighbours.remember(examplesOf(compiled.policy.intentGroups));
  const nearest = (await neighbours.nearestExamples(text, NEAREST)).map((one) => ({
    ...one,
    similarity: rounded(one.similarity),
  }));
  if (options.json === true) {
    terminal.out(`${JSON.stringify({ version: 1, policy: compiled.policy.name, text, groups, nearest })}\n`);
    return EXIT.clean;
  }
  const lines = groups.map(
    ({ group, intent, best, confidence, threshold, from }) =>
      `${group} is ${intent ?? 'none'}: ${best} at ${confidence.toFixed(2)}, needs ${threshold.toFixed(2)}${from === undefined ? '' : `, ${from}`}`,
  );
  if (groups.length === 0) lines.push(`policy ${compiled.policy.name} declares no intents`);
  if (nearest.length > 0) lines.push('nearest examples:');
  for (const { similarity, text: example, intent } of nearest)
    lines.push(`  ${similarity.toFixed(2)}  "${example}" (${intent})`);
  terminal.out(`${lines.join('\n')}\n`);
  return EXIT.clean;
}

function examplesOf(groups: ReadonlyMap<string, IntentGroup>) {
  return [...groups.values()].flatMap((group) =>
    group.intents.flatMap((intent) =>
      intent.like.map(({ text }) => ({ text, intent: intent.name, group: group.name })),
    ),
  );
}
