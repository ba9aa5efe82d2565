/** `llmr intents suggest FILE`: finds the prompts whose labels would help a policy's intents most, and learns from them. */
import { dirname, join } from 'node:path';
import { readPrompts } from '../../../interchange/prompts/read-prompts.ts';
import { type LabelledRow, readLabelledRows } from '../../../language/heads/labelled-rows.ts';
import type { IntentGroup } from '../../../language/semantics/model.ts';
import { testRows } from '../../../language/suggesting/labels.ts';
import { usablePrompts } from '../../../language/suggesting/usable-prompts.ts';
import type { Source } from '../../../language/text/source.ts';
import type { Meaning } from '../../../meaning/open-meaning.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { choosePolicy } from '../../input/choose-policy.ts';
import { withMeaning } from '../../input/configured-meaning.ts';
import { readText } from '../../input/files.ts';
import { compileSet, readSet } from '../../input/policy-set.ts';
import { readDataFile } from '../../input/read-data-file.ts';
import { type Terminal, usageError } from '../../terminal.ts';
import { askAt } from './ask-labels.ts';
import {
  type PromptFile,
  questionsText,
  suggestionsJson,
  summaryText,
  trafficText,
} from './report-suggestions.ts';
import { dropAnswers, keepAnswers, keptAnswers, saveLearnt } from './save-suggestions.ts';
import {
  type AskLabel,
  collectLabels,
  type Labelled,
  openSession,
  questionsOf,
  type SuggestSession,
  trained,
} from './suggest-session.ts';
import { groupOf, sayErrors } from './trained-groups.ts';

export interface SuggestOptions {
  readonly ask?: string;
  readonly answers?: string;
  readonly write?: true;
  readonly test?: string;
  readonly group?: string;
  readonly model?: string;
  readonly json?: true;
  readonly policies?: string;
  readonly data: string;
}

export async function suggestIntents(
  terminal: Terminal,
  file: string,
  options: SuggestOptions,
): Promise<ExitCode> {
  if (options.ask !== undefined && !/^[1-9]\d*$/.test(options.ask))
    return usageError(terminal, `--ask takes a whole number from 1 on, not "${options.ask}"`);
  const prompts = await promptsIn(file);
  if (typeof prompts === 'string') return usageError(terminal, prompts, PROMPT_FILES);
  const answers = options.answers === undefined ? undefined : labelledIn(options.answers);
  if (typeof answers === 'string') return usageError(terminal, answers, ANSWER_FILES);
  const read = readSet(options.policies === undefined ? [] : [options.policies], terminal);
  if (read.kind === 'usage') return read.code;
  const { sources } = read;
  const faulty = sayErrors(compileSet(sources), sources, terminal);
  if (faulty !== undefined) return faulty;
  return withMeaning(terminal, options.data, (meaning) =>
    suggest({ terminal, options, meaning, sources }, prompts, answers),
  );
}

/** Unless --ask says another number. */
const QUESTIONS = 20;

const PROMPT_FILES =
  'a file of prompts has one per line, or is JSON Lines, JSON or CSV with "text", "prompt", "messages", "input" or similar';
const ANSWER_FILES = 'a file of answers is JSON Lines with {"text", "intent"}; intent null for none of them';

interface Surroundings {
  readonly terminal: Terminal;
  readonly options: SuggestOptions;
  readonly meaning: Meaning;
  readonly sources: readonly Source[];
}

async function promptsIn(file: string): Promise<PromptFile | string> {
  const data = await readDataFile(file);
  if (typeof data === 'string') return data;
  const read = readPrompts(data.text);
  return read.prompts.length === 0 ? `${file} contains no prompt` : { file, ...read };
}

function labelledIn(file: string): readonly LabelledRow[] | string {
  const text = readText(file);
  if (text === undefined) return `${file}: there is no such file`;
  const { rows, faults } = readLabelledRows(text);
  const [first] = faults;
  return first === undefined ? rows : `${file}:${first.line} ${first.why}`;
}

async function suggest(
  around: Surroundings,
  prompts: PromptFile,
  answers: readonly LabelledRow[] | undefined,
): Promise<ExitCode> {
  const { terminal, options, meaning, sources } = around;
  const compiled = choosePolicy(await trained(meaning, sources), options.model);
  if (typeof compiled === 'string') return usageError(terminal, compiled, '--model NAME chooses the policy');
  const head = groupOf(compiled, options.group);
  if (typeof head === 'string') return usageError(terminal, head, '--group NAME chooses the group');
  const group = compiled.policy.intentGroups.get(head.group);
  if (group === undefined) throw new Error(`group "${head.group}" has a head and no intents`);
  const strange = answers?.find(({ intent }) => intent !== null && !head.labels.includes(intent));
  if (strange !== undefined)
    return usageError(terminal, `${options.answers}: there is no intent "${strange.intent}"`, ANSWER_FILES);

  const testFile = options.test ?? defaultTestFile(group);
  const tested = readText(testFile) === undefined ? [] : labelledIn(testFile);
  if (typeof tested === 'string') return usageError(terminal, tested);
  const known = group.intents.flatMap(({ like, not }) => [...like, ...not]);
  const texts = usablePrompts(
    prompts.prompts,
    [...known, ...tested].map(({ text }) => text),
  );
  if (texts.length === 0)
    return usageError(terminal, `every prompt of ${prompts.file} is already an example or in the test set`);
  const given = new Map(answers?.map(({ text, intent }) => [text.trim(), intent]));
  const askable = new Set(texts.flatMap((text, at) => (given.has(text) ? [at] : [])));
  const session = await openSession(meaning, head, group, texts, answers === undefined ? undefined : askable);
  return learn(around, prompts, session, compiled.policy.name, { testFile, tested, given });
}

/** Next to the policy, so that it is under version control with it. */
function defaultTestFile({ name, intents }: IntentGroup): string {
  const folder = dirname(intents[0]?.at.path ?? '.');
  return join(folder, `${name === 'intent' ? 'intents' : name}.test.jsonl`);
}

interface Given {
  readonly testFile: string;
  readonly tested: readonly LabelledRow[];
  /** By text: answers of a file. */
  readonly given: ReadonlyMap<string, string | null>;
}

async function learn(
  around: Surroundings,
  prompts: PromptFile,
  session: SuggestSession,
  policy: string,
  { testFile, tested, given }: Given,
): Promise<ExitCode> {
  const { terminal, options, meaning, sources } = around;
  const count = Number(options.ask ?? (options.answers === undefined ? QUESTIONS : given.size));
  const json = options.json === true;
  if (!json) terminal.out(trafficText(prompts, session));
  const unused = [...given.keys()].filter((text) => !session.texts.includes(text)).length;
  if (unused > 0) terminal.err(`answers for none of these prompts: ${unused}, not used\n`);
  const ask = labelSource(around, session, count, given);
  if (ask === undefined) {
    const questions = questionsOf(session, count);
    terminal.out(json ? suggestionsJson(prompts, session, questions) : questionsText(session, questions));
    return EXIT.clean;
  }
  const learnt = await collectLabels(meaning, sources, policy, session, count, ask);
  const rows = [...tested, ...testRows(learnt.labels)];
  const isSaved = await mayBeSaved(around, session, learnt, testFile);
  if (!isSaved) {
    if (json) terminal.out(suggestionsJson(prompts, session, learnt.asked, learnt));
    return EXIT.clean;
  }
  const saved = saveLearnt(sources, learnt, testFile, rows);
  if (typeof saved === 'string') return usageError(terminal, saved, undefined, EXIT.failed);
  dropAnswers(options.data);
  if (json) terminal.out(suggestionsJson(prompts, session, learnt.asked, learnt, saved));
  else terminal.out(`${saved.map((path) => `wrote ${path}`).join('\n')}\n${AFTERWARDS}`);
  return EXIT.clean;
}

const AFTERWARDS =
  'llmr intents eval measures the test set; llmr diff shows which examples and recorded requests move\n';

/** Undefined where there is no one to ask: then the questions are printed. */
function labelSource(
  { terminal, options }: Surroundings,
  { group }: SuggestSession,
  count: number,
  given: ReadonlyMap<string, string | null>,
): AskLabel | undefined {
  if (options.answers !== undefined)
    return (text) => {
      const intent = given.get(text);
      return intent === undefined ? 'skip' : { intent };
    };
  if (terminal.ask === undefined || options.json === true) return undefined;
  const intents = group.intents.map(({ name }) => name);
  const asked = askAt(terminal, intents, count);
  const kept = new Map(keptAnswers(options.data).map(({ text, intent }) => [text, intent]));
  return async (text, reading, number) => {
    const before = kept.get(text);
    if (before !== undefined && (before === null || intents.includes(before))) return { intent: before };
    const label = await asked(text, reading, number);
    if (typeof label === 'object') keepAnswers(options.data, kept.set(text, label.intent));
    return label;
  };
}

/** Shows what would change, and asks where --write does not say. */
async function mayBeSaved(
  { terminal, options }: Surroundings,
  session: SuggestSession,
  learnt: Labelled,
  testFile: string,
): Promise<boolean> {
  const json = options.json === true;
  if (!json) terminal.out(summaryText(session, learnt, testFile));
  if (learnt.labels.length === 0) return false;
  if (options.write === true) return true;
  if (json) return false;
  if (options.answers !== undefined || terminal.ask === undefined) {
    terminal.out('nothing was written: --write saves it\n');
    return false;
  }
  const answer = (await terminal.ask('save? y, n > ')) ?? 'n';
  if (/^y/i.test(answer.trim())) return true;
  terminal.out('nothing was written; your answers are kept for the next run\n');
  return false;
}
