/**
 * `llmr explain`: shows how a request is routed and why; with a rule's name, that rule's page; with `--decision`, a
 * decision that the service has made.
 */
import type { Command } from 'commander';
import type { RequestView } from '../../../gateway/facts/request-view.ts';
import { renderText } from '../../../language/diagnostics/render-text.ts';
import type { DecisionDocument } from '../../../language/explaining/decision-document.ts';
import type { Needs } from '../../../language/planning/plan.ts';
import { needFlags } from '../../../language/planning/requirements.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { choosePolicy, hasGraph } from '../../input/choose-policy.ts';
import { compiledWith, readSet } from '../../input/policy-set.ts';
import { readFactsFile, readRequestFile } from '../../input/read-request-file.ts';
import { askedScenario, type RequestFlags, type RequestOptions } from '../../input/request-options.ts';
import { renderDecision } from '../../render/render-decision.ts';
import type { Run } from '../../run.ts';
import { type Terminal, usageError } from '../../terminal.ts';
import { decideAsked } from './decide-asked.ts';

interface Options extends RequestFlags {
  readonly facts?: string;
  readonly request?: string;
  readonly decision?: string;
  readonly policies?: string;
  readonly data: string;
  readonly json?: true;
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export function describe(command: Command, run: Run): void {
  command
    .argument('[RULE]', 'A lint rule or its L1xxx code, to print its page; `rules` lists them')
    .option('--message <TEXT>', 'Last message of the user')
    .option('--model <NAME>', 'Model name that the client asks for; selects the policy')
    .option('--tier <TIER>', 'Tier of the caller')
    .option('--team <TEAM>', 'Team of the caller')
    .option('--user <USER>', 'End user')
    .option('--tokens <N>', 'Number of input tokens, such as 900 or 8k')
    .option('--header <NAME=VALUE>', 'Request header; can be repeated', collect)
    .option('--facts <FILE>', 'Facts as JSON, {"FACT": VALUE}: a file or the JSON itself')
    .option('--request <FILE>', 'JSON body of a chat request')
    .option('--decision <ID>', 'Explain a recorded decision, from the log in --data')
    .option(
      '--policies <DIR>',
      'Directory of the policies (default: the current directory, or policies/ if it has none)',
    )
    .option('--data <DIR>', 'Data directory of the service', '.llmr')
    .option('--json', 'Print JSON, version 1')
    .action(run(explain));
}

async function explain(terminal: Terminal, rule: string | undefined, options: Options): Promise<ExitCode> {
  if (rule !== undefined) return (await import('./explain-rule.ts')).explainRule(terminal, rule);
  if (options.decision !== undefined) return explainRecorded(terminal, options.decision, options);
  return explainRequest(terminal, options);
}

async function explainRecorded(terminal: Terminal, id: string, options: Options): Promise<ExitCode> {
  const { findDecision, wholeDocument } = await import('../../../gateway/decisions/decision-log.ts');
  const { findKeptPolicy } = await import('../../../gateway/decisions/kept-policies.ts');
  const found = await findDecision(options.data, id);
  if (found === undefined) {
    return usageError(
      terminal,
      `no decision "${id}" is in the log under ${options.data}`,
      'give the folder of the log with --data',
    );
  }
  const document = await wholeDocument(found, {
    find: (hash, llmr) => findKeptPolicy(options.data, hash, llmr),
  });
  const { time, owner, status, ending, inputs } = found;
  show(
    terminal,
    { ...document, time, owner, status, ending, inputs } as DecisionDocument,
    options.json === true,
  );
  return EXIT.clean;
}

async function explainRequest(terminal: Terminal, options: Options): Promise<ExitCode> {
  const { countTokens } = await import('../../../gateway/facts/count-tokens.ts');
  const facts = readFactsFile(options.facts);
  if (typeof facts === 'string') return usageError(terminal, facts);
  const body = await readRequestFile(options.request);
  if (typeof body === 'string') return usageError(terminal, body);
  const view = body?.view;
  const read = readSet(options.policies === undefined ? [] : [options.policies], terminal);
  if (read.kind === 'usage') return read.code;
  return compiledWith(read.sources, options.data, terminal, async (compilation, settled) => {
    const name = options.model ?? view?.model ?? askedFor(facts);
    const chosen = choosePolicy(compilation.policies, name);
    if (typeof chosen === 'string') return usageError(terminal, chosen, '--model NAME chooses the policy');
    if (!hasGraph(chosen)) {
      const errors = compilation.diagnostics.filter((one) => one.severity === 'error');
      terminal.err(`${renderText(errors, read.sources, { color: false })}\n`);
      return EXIT.failed;
    }
    const { windowCuts } = await import('../../../gateway/facts/window-cuts.ts');
    const thresholds = chosen.graph.facts
      .filter((fact) => fact.fact === 'tokens')
      .flatMap((fact) => fact.cuts.map((cut) => cut.at));
    const cuts = [...thresholds, ...windowCuts(chosen.policy, asksFor(view))];
    const count = (texts: readonly string[], extra: number): number => countTokens(texts, extra, cuts).tokens;
    const { trimmedInput } = await import('../../../gateway/dialects/openai-chat/trimmed-input.ts');
    const asked = {
      ...askedOf(options, facts, view),
      ...(body === undefined
        ? {}
        : {
            trimmed: (tokens: number) =>
              trimmedInput(body.json, count(body.view.texts, body.view.extraTokens), tokens, cuts),
          }),
    };
    const made = askedScenario(chosen.policy, asked, count);
    if (!made.ok) return usageError(terminal, made.message, made.help);
    for (const note of made.notes) terminal.err(`warning: ${note}\n`);
    const document = await settled(() =>
      decideAsked(chosen, made.scenario, Date.now(), (text) => count([text], 0)),
    );
    if (document === undefined) {
      terminal.err(`no route of policy "${chosen.policy.name}" matches this request\n`);
      return EXIT.failed;
    }
    show(terminal, document, options.json === true);
    return EXIT.clean;
  });
}

/** The facts on which windows depend, apart from a request's length. */
function asksFor(view: RequestView | undefined): Needs {
  const { outputTokens } = view ?? {};
  const size = outputTokens === undefined ? {} : { outputTokens };
  return { inputTokens: 0, ...size, ...needFlags(() => false) };
}

function show(terminal: Terminal, document: DecisionDocument, json: boolean): void {
  terminal.out(json ? `${JSON.stringify(document, null, 2)}\n` : renderDecision(document));
}

function askedOf(
  { facts: _, ...flags }: Options,
  facts: RequestOptions['facts'],
  view: RequestView | undefined,
): RequestOptions {
  return {
    ...flags,
    ...(facts === undefined ? {} : { facts }),
    ...(view === undefined ? {} : { view }),
  };
}

function askedFor(facts: RequestOptions['facts']): string | undefined {
  const model = facts?.['asked for'];
  return typeof model === 'string' ? model : undefined;
}
