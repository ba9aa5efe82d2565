/**
 * The policy that `llmr init` writes, and its tests. Several providers: the first model answers, the next one where it
 * fails. One provider with two models: the larger one answers requests with tools, because a fallback within one provider
 * is none. Text in, text out; canonical style.
 */
import { createDraft, quoted } from '../../../interchange/draft-policy.ts';
import { format } from '../../../language/format/format.ts';
import { parse } from '../../../language/syntax/parse.ts';
import { createSource } from '../../../language/text/source.ts';
import { STARTER_DATE, type StarterModel } from './starter-models.ts';
import type { Wanted } from './wanted-providers.ts';

const TOO_LONG = 'refuse 413 "This is too long: please send it in parts."';

interface Step {
  readonly name: string;
  readonly model: StarterModel;
  readonly provider: Wanted;
}

export interface FirstPolicy {
  readonly policy: string;
  readonly tests: string;
  /** Names of the models, in the order in which they are tried. */
  readonly models: readonly string[];
}

/** @param command as it was written, for the first line; `name` is that of the policy and of its file */
export function firstPolicy(wanted: readonly Wanted[], command: string, name: string): FirstPolicy {
  const hasRoutes = wanted.length === 1 && (wanted[0]?.models.length ?? 0) > 1;
  const draft = createDraft([
    `Written by \`${command}\`.`,
    ...(wanted.some(({ models }) => models.some(({ price }) => price !== undefined))
      ? [`Windows and list prices are those of ${STARTER_DATE}: compare them with your provider's.`]
      : []),
    ...(hasRoutes
      ? [
          'To send code to the larger model as well: `import intent code-generation from "llmr:intents"`, and a route',
          '`when intent is code-generation`. `llmr intents library` lists the intents that there are.',
        ]
      : []),
  ]);
  const steps: Step[] = [];
  for (const provider of wanted) {
    const called = draft.name('provider', provider.name);
    draft.declare(providerText(provider, called));
    for (const model of wanted.length === 1 ? provider.models : provider.models.slice(0, 1)) {
      const target = draft.name('target', model.name);
      draft.declare(modelText(model, target, called));
      steps.push({ name: target, model, provider });
    }
  }
  const ends = steps.every(({ model }) => model.window !== undefined) ? ` or ${TOO_LONG}` : '';
  const header = `policy ${name} edition 1 {\n  serves "auto"\n}`;
  const [first, second] = steps.map((step) => step.name);
  if (wanted.length > 1) {
    const target = draft.name('target', 'answer');
    draft.declare(chainText(steps, target));
    const because = 'The first model answers; the next one does where it fails.';
    return {
      policy: draft.text(header, `otherwise {\n  because "${because}"\n  use ${target}${ends}\n}`),
      tests: testFile(name, steps.map(fallbackTest), ends !== ''),
      models: steps.map((step) => step.name),
    };
  }
  if (second !== undefined)
    draft.route(
      `route agents {\n  because "A wrong tool call costs a whole round."\n  when request has tools\n  use ${second}${ends}\n}`,
    );
  const because = second === undefined ? 'One model answers everything.' : 'Most requests are easy.';
  return {
    policy: draft.text(header, `otherwise {\n  because "${because}"\n  use ${first}${ends}\n}`),
    tests: testFile(name, steps.map(routeTest), ends !== ''),
    models: steps.map((step) => step.name),
  };
}

function providerText({ at, key, note }: Wanted, name: string): string {
  const remark = note === undefined ? '' : `# ${note}\n`;
  const secret = key === undefined ? '' : `\n  key env ${key}`;
  return `${remark}provider ${name} {\n  speaks openai\n  at ${quoted(at)}${secret}\n}`;
}

function modelText({ upstream, window, price, can, note }: StarterModel, name: string, on: string): string {
  const lines = [
    `is ${quoted(upstream)} on ${on}`,
    ...(window === undefined ? [] : [`window ${window}`]),
    ...(price === undefined ? [] : [`price ${price}`]),
    ...(can === undefined ? [] : [`can ${can}`]),
  ];
  return `${note === undefined ? '' : `# ${note}\n`}model ${name} {\n  ${lines.join('\n  ')}\n}`;
}

function chainText(steps: readonly Step[], name: string): string {
  const lines = steps.map((step, at) => `${at === 0 ? 'try' : 'then'} ${step.name} within 60s`);
  return `chain ${name} {\n  ${lines.join('\n  ')}\n}`;
}

function fallbackTest(step: Step, at: number, steps: readonly Step[]): string {
  const failing = steps.slice(0, at).map((one) => `${one.name} fails with overload`);
  const title =
    at === 0 ? `${step.name} answers` : `${step.name} answers while ${steps[at - 1]?.name} is overloaded`;
  const given = ['tokens 500', ...failing].join(', ');
  return `test "${title}" {\n  given ${given}\n  expect model ${step.name}, attempts ${at + 1}\n${reached(step)}\n}`;
}

function routeTest(step: Step, at: number): string {
  const [title, given, route] =
    at === 0
      ? [`${step.name} answers`, 'tokens 500', 'otherwise']
      : [`${step.name} answers requests with tools`, 'tokens 500, request has tools', 'agents'];
  return `test "${title}" {\n  given ${given}\n  expect route ${route}, model ${step.name}\n${reached(step)}\n}`;
}

/** Where the request goes, and with which key. */
function reached({ provider: { at, key } }: Step): string {
  return `  expect at ${quoted(at)}${key === undefined ? '' : `, key env ${key}`}`;
}

function testFile(name: string, tests: readonly string[], ends: boolean): string {
  const refused = 'test "what no model can hold is refused" {\n  given tokens 2M\n  expect refused 413\n}';
  const written = [`tests for "./${name}.route"`, ...tests, ...(ends ? [refused] : [])].join('\n\n');
  const outcome = format(parse(createSource(`${name}.test.route`, `${written}\n`)));
  if (outcome.ok) return outcome.text;
  throw new Error(`the tests cannot be read: ${outcome.diagnostics[0]?.message}\n${written}`);
}
