/** Prints what `llmr intents suggest` found in a file of prompts, would ask, and learned. */
import type { ReadPrompts } from '../../../interchange/prompts/read-prompts.ts';
import type { IntentReading } from '../../../language/heads/head.ts';
import type { Question } from '../../../language/suggesting/choose-questions.ts';
import { newExamples, testRows } from '../../../language/suggesting/labels.ts';
import { distanceToThreshold, NEAR } from '../../../language/suggesting/near-threshold.ts';
import { type UnreadGroup, unreadGroups } from '../../../language/suggesting/unread-groups.ts';
import { MOST_PROMPTS } from '../../../language/suggesting/usable-prompts.ts';
import { rounded } from '../../render/figures.ts';
import { oneLine } from '../../render/one-line.ts';
import type { Labelled, SuggestSession } from './suggest-session.ts';

export interface PromptFile extends ReadPrompts {
  readonly file: string;
}

const WIDTH = 90;
const NEAR_LISTED = 5;
const TEXTS_OF_GROUP = 3;
const MOVED_LISTED = 10;

/** What the prompts are read as, before any question. */
export function trafficText(prompts: PromptFile, session: SuggestSession): string {
  const { texts, group, before } = session;
  const counts = [...group.intents.map(({ name }) => name), null].map(
    (intent) => `${intent ?? 'none'} ${before.of.filter((reading) => reading.intent === intent).length}`,
  );
  const near = nearest(session);
  const lines = [`${texts.length} prompts of ${prompts.file}${leftOut(prompts, texts.length)}`];
  lines.push(`  read as: ${counts.join(', ')}`);
  if (near.length > 0) lines.push(`  ${near.length} near a threshold:`);
  for (const at of near.slice(0, NEAR_LISTED)) lines.push(`    ${lineOf(session, at)}`);
  for (const { name, texts: members } of groupsOf(session)) {
    lines.push(`  ${members.length} alike and read as none; perhaps an intent \`${name}\`:`);
    for (const at of members.slice(0, TEXTS_OF_GROUP)) lines.push(`    ${oneLine(texts[at] ?? '', WIDTH)}`);
  }
  return `${lines.join('\n')}\n`;
}

function leftOut({ prompts, repeated, skipped, firstSkipped }: PromptFile, used: number): string {
  const parts: string[] = [];
  if (repeated > 0) parts.push(`${repeated} repeated`);
  const known = prompts.length - used;
  if (known > 0)
    parts.push(
      `${known} ${used === MOST_PROMPTS ? 'not in the sample' : 'examples or test rows already, or alike'}`,
    );
  if (skipped > 0) parts.push(`${skipped} without a text, the first in line ${firstSkipped}`);
  return parts.length === 0 ? '' : ` (left out: ${parts.join(', ')})`;
}

/** Numbers of the texts near a threshold, nearest first. */
function nearest({ before }: SuggestSession): readonly number[] {
  const distance = (at: number) => Math.abs(distanceOf(before.of[at]));
  return [...before.of.keys()].filter((at) => distance(at) <= NEAR).sort((a, b) => distance(a) - distance(b));
}

function distanceOf(reading: IntentReading | undefined): number {
  return reading === undefined ? Number.POSITIVE_INFINITY : distanceToThreshold(reading);
}

function groupsOf({ texts, similarities, before }: SuggestSession): readonly UnreadGroup[] {
  const unread = [...before.of.keys()].filter((at) => before.of[at]?.intent === null);
  return unreadGroups(texts, unread, similarities);
}

function lineOf({ texts, before }: SuggestSession, at: number): string {
  const reading = before.of[at];
  const read =
    reading === undefined
      ? ''
      : `${reading.best} ${reading.confidence.toFixed(2)}, needs ${reading.threshold.toFixed(2)}: `;
  return `${read}${oneLine(texts[at] ?? '', WIDTH)}`;
}

export function questionsText(session: SuggestSession, questions: readonly Question[]): string {
  return [
    `the ${questions.length} labels that would help most:`,
    ...questions.map(({ at }) => `  ${lineOf(session, at)}`),
    'run this in a terminal to be asked for them, or label what --json prints and pass it with --answers FILE\n',
  ].join('\n');
}

/** What the labels change, before it is saved. */
export function summaryText(session: SuggestSession, learnt: Labelled, testFile: string): string {
  const { asked, labels } = learnt;
  const lines = ['', `${labels.length} labels for ${asked.length} questions`];
  for (const { intent, like, not } of newExamples(labels))
    lines.push(
      `  ${intent}: ${[...countOf(like.length, 'example'), ...countOf(not.length, 'counter-example')].join(', ')}`,
    );
  if (learnt.added.unplaced.length > 0)
    lines.push(
      `  not added, because their blocks are not in these files: ${learnt.added.unplaced.join(', ')}`,
    );
  const tests = testRows(labels);
  if (tests.length > 0) {
    const right = (readings: readonly IntentReading[]) => rightIn(session.texts, readings, tests);
    lines.push(
      `  test set ${testFile}: ${tests.length} more; right before ${right(session.before.of)}, now ${right(learnt.after.of)}`,
    );
  }
  const moved = movedOf(session, learnt);
  lines.push(`  ${moved.length} of ${session.texts.length} prompts are read differently`);
  for (const { at, from, to } of moved.slice(0, MOVED_LISTED))
    lines.push(`    ${from ?? 'none'} → ${to ?? 'none'}: ${oneLine(session.texts[at] ?? '', WIDTH)}`);
  if (moved.length > MOVED_LISTED) lines.push(`    … and ${moved.length - MOVED_LISTED} more`);
  return `${lines.join('\n')}\n`;
}

function countOf(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`];
}

function rightIn(
  texts: readonly string[],
  readings: readonly IntentReading[],
  tests: ReturnType<typeof testRows>,
): number {
  return tests.filter(({ text, intent }) => readings[texts.indexOf(text)]?.intent === intent).length;
}

function movedOf({ before }: SuggestSession, { after }: Labelled) {
  return before.of.flatMap((reading, at) => {
    const to = after.of[at]?.intent ?? null;
    return reading.intent === to ? [] : [{ at, from: reading.intent, to }];
  });
}

export function suggestionsJson(
  prompts: PromptFile,
  session: SuggestSession,
  questions: readonly Question[],
  learnt?: Labelled,
  written?: readonly string[],
): string {
  const { texts, group, before } = session;
  const read = [...group.intents.map(({ name }) => name), null].map((intent) => ({
    intent,
    count: before.of.filter((reading) => reading.intent === intent).length,
  }));
  const document = {
    version: 1,
    group: group.name,
    prompts: texts.length,
    repeated: prompts.repeated,
    skipped: prompts.skipped,
    read,
    near: nearest(session).map((at) => readingJson(session, at)),
    groups: groupsOf(session).map(({ name, texts: members }) => ({
      name,
      count: members.length,
      texts: members.slice(0, TEXTS_OF_GROUP).map((at) => texts[at] ?? ''),
    })),
    questions: questions.map(({ at, use }) => ({ ...readingJson(session, at), use })),
    ...(learnt === undefined ? {} : learntJson(session, learnt)),
    ...(learnt === undefined ? {} : { written: written ?? [] }),
  };
  return `${JSON.stringify(document)}\n`;
}

function readingJson({ texts, before }: SuggestSession, at: number) {
  const reading = before.of[at];
  return {
    text: texts[at] ?? '',
    read: reading?.intent ?? null,
    best: reading?.best ?? null,
    confidence: rounded(reading?.confidence ?? 0),
    threshold: rounded(reading?.threshold ?? 0),
  };
}

function learntJson(session: SuggestSession, learnt: Labelled) {
  const tests = testRows(learnt.labels);
  return {
    labels: learnt.labels.length,
    added: newExamples(learnt.labels),
    unplaced: learnt.added.unplaced,
    test: {
      rows: tests,
      rightBefore: rightIn(session.texts, session.before.of, tests),
      rightNow: rightIn(session.texts, learnt.after.of, tests),
    },
    moved: movedOf(session, learnt).map(({ at, from, to }) => ({ text: session.texts[at] ?? '', from, to })),
  };
}
