/** Words for what the parser expected, and the words that begin a test or a list of names. Tables only. */
import { TEST_WORDS } from './condition-words.ts';

/** What is where a list of alternatives would be too long to read. */
export const NOUNS: Readonly<Record<string, string>> = {
  fact: 'a fact such as `tokens`, `tier` or `intent`',
  test: 'a test such as `is`, `over`, `at least` or `like`',
  comparison: 'a comparison such as `over` or `at least`',
  condition: 'a condition',
  alternative: 'a condition',
  conditionOrGroup: 'a condition',
  anyGroup: 'a condition',
  literal: 'a value',
  quantityOrName: 'a quantity or a name',
  target: 'a target',
  givenFact: 'a fact and its value',
  aboutName: 'a value',
  column: 'a column',
  limitLine: '`/min`, `/day` or `at once`',
};

/** What comes of a request, and any clause: too many words to list. */
export const EXPECTATIONS =
  '`route`, `model`, `attempts`, `reason`, `label`, `cost`, `refused` or a clause such as `cap output 800`';

/** Words that begin a test, and are not what is tested. */
export const TESTS = new Set([...TEST_WORDS, 'not']);

/** Clauses that hold a list of names. */
export const LISTS = new Set([
  'can',
  'on',
  'import',
  'tier',
  'fastest',
  'cheapest',
  'least',
  'in',
  'columns',
  'case',
  'model',
  'steps',
  'serves',
  'price',
  'pass',
]);
