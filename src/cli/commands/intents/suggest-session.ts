/**
 * The course of `llmr intents suggest`: choose questions, get labels, train with them, choose again. Asks through a
 * function; must not know where labels come from, nor how anything is shown or saved.
 */
import { type CompiledPolicy, compile } from '../../../language/compile.ts';
import type { Head, IntentReading } from '../../../language/heads/head.ts';
import { readWithVectors } from '../../../language/heads/read-with-vectors.ts';
import type { IntentGroup } from '../../../language/semantics/model.ts';
import { type AddedExamples, addExamples } from '../../../language/suggesting/add-examples.ts';
import { chooseQuestions, type Question } from '../../../language/suggesting/choose-questions.ts';
import { type Label, newExamples } from '../../../language/suggesting/labels.ts';
import { type Similarities, similaritiesOf } from '../../../language/suggesting/similarities.ts';
import type { Source } from '../../../language/text/source.ts';
import type { Meaning } from '../../../meaning/open-meaning.ts';
import { wordVectors } from '../../../meaning/word-vectors.ts';

/** After so many labels the intents are trained again, and the next questions are chosen by the new readings. */
const ROUND = 10;

export interface SuggestSession {
  readonly texts: readonly string[];
  readonly similarities: Similarities;
  readonly group: IntentGroup;
  readonly before: Readings;
  /** Numbers of the texts that can be asked for; absent: all of them. */
  readonly askable?: ReadonlySet<number>;
}

/** The readings of all texts by one state of the policy. */
export interface Readings {
  readonly head: Head;
  readonly of: readonly IntentReading[];
}

export interface Labelled {
  readonly asked: readonly Question[];
  readonly labels: readonly Label[];
  readonly added: AddedExamples;
  readonly after: Readings;
}

/** `skip`: no label for this text; `stop`: no more questions. */
export type GivenLabel = { readonly intent: string | null } | 'skip' | 'stop';
export type AskLabel = (
  text: string,
  reading: IntentReading,
  number: number,
) => GivenLabel | Promise<GivenLabel>;

export async function openSession(
  meaning: Meaning,
  head: Head,
  group: IntentGroup,
  texts: readonly string[],
  askable?: ReadonlySet<number>,
): Promise<SuggestSession> {
  const known = group.intents.flatMap(({ like }) => like.map(({ text }) => text));
  return {
    texts,
    similarities: similaritiesOf(texts, known, wordVectors()),
    group,
    before: await readingsOf(meaning, head, texts),
    ...(askable === undefined ? {} : { askable }),
  };
}

/** What would be asked next, without any label yet. */
export function questionsOf(session: SuggestSession, count: number): readonly Question[] {
  return nextQuestions(session, session.before, [], count);
}

function nextQuestions(
  { texts, similarities, askable }: SuggestSession,
  { of: readings }: Readings,
  asked: readonly Question[],
  count: number,
): readonly Question[] {
  return chooseQuestions({
    texts,
    similarities,
    readings,
    asked,
    count,
    ...(askable === undefined ? {} : { askable }),
  });
}

export async function collectLabels(
  meaning: Meaning,
  sources: readonly Source[],
  policy: string,
  session: SuggestSession,
  count: number,
  ask: AskLabel,
): Promise<Labelled> {
  const { texts, group } = session;
  const asked: Question[] = [];
  const labels: Label[] = [];
  let after = session.before;
  let added = addExamples(sources, group, []);
  for (let stopped = false; !stopped && asked.length < count; ) {
    const questions = nextQuestions(session, after, asked, Math.min(ROUND, count - asked.length));
    if (questions.length === 0) break;
    for (const question of questions) {
      const [text, reading] = [texts[question.at], after.of[question.at]];
      if (text === undefined || reading === undefined) continue;
      const given = await ask(text, reading, asked.length + 1);
      stopped = given === 'stop';
      if (given === 'stop') break;
      asked.push(question);
      if (given !== 'skip')
        labels.push({ text, intent: given.intent, use: question.use, best: reading.best });
    }
    added = addExamples(sources, group, newExamples(labels));
    if (added.changed.length === 0) continue;
    const head = await headOf(meaning, added.sources, policy, group.name);
    if (head !== undefined) after = await readingsOf(meaning, head, texts);
  }
  return { asked, labels, added, after };
}

/** Undefined where the policy has errors. */
async function headOf(
  meaning: Meaning,
  sources: readonly Source[],
  policy: string,
  group: string,
): Promise<Head | undefined> {
  const compiled = (await trained(meaning, sources)).find((one) => one.policy.name === policy);
  return compiled?.heads.get(group);
}

export async function trained(
  meaning: Meaning,
  sources: readonly Source[],
): Promise<readonly CompiledPolicy[]> {
  const first = compile(sources, new Map(), meaning.encoder);
  const heads = await meaning.train(first.jobs, first.secondLooks);
  return compile(sources, heads, meaning.encoder).policies;
}

async function readingsOf(meaning: Meaning, head: Head, texts: readonly string[]): Promise<Readings> {
  const of = await meaning.settled(() => texts.map((text) => readWithVectors(head, text, meaning.vectorOf)));
  return { head, of: of.flatMap((reading) => (reading === undefined ? [] : [reading])) };
}
