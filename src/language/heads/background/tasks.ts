// Prompts of all kinds of tasks that mean none of a policy's intents, as they reach a company's gateway: questions,
// orders, roles, and long texts pasted above, under or into an instruction. Those that are near a user's examples are
// left out of a head's training, so that none of them argues against an intent. Written for this project; nothing is
// taken from a data set. Changing a text changes every head that learns from it. Must not know: rows, meaning, which
// intents a policy has.

import { ONE_LINE } from './tasks/one-line.ts';
import { OPENINGS } from './tasks/openings.ts';
import { PARAGRAPHS_LIFE } from './tasks/paragraphs-life.ts';
import { PARAGRAPHS_TECHNICAL } from './tasks/paragraphs-technical.ts';
import { PARAGRAPHS_WORK } from './tasks/paragraphs-work.ts';
import { PASTED_LONG } from './tasks/pasted-long.ts';
import { PASTED_READING } from './tasks/pasted-reading.ts';
import { PASTED_TECHNICAL } from './tasks/pasted-technical.ts';
import { PASTED_WORK } from './tasks/pasted-work.ts';

/** Without duplicates; over a fifth of them are longer than 500 characters. */
export const TASKS: readonly string[] = [
  ...ONE_LINE,
  ...PARAGRAPHS_WORK,
  ...PARAGRAPHS_LIFE,
  ...PARAGRAPHS_TECHNICAL,
  ...PASTED_WORK,
  ...PASTED_TECHNICAL,
  ...PASTED_READING,
  ...PASTED_LONG,
  ...OPENINGS,
];
