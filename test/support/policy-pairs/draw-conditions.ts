/**
 * Conditions of every fact and every test of it, and `when` clauses of them. Values come from short lists, so that
 * routes overlap and an edit by one step matters.
 */
import type { Block, Line, Piece } from './draft.ts';
import * as v from './draw.ts';
import { type Draw, quoted } from './draw.ts';

type Drawer = (draw: Draw) => string;

function compared(draw: Draw, values: readonly string[]): string {
  return draw.chance(0.2)
    ? `between ${values[0]} and ${values.at(-1)}`
    : `${draw.one(['over', 'under', 'at least', 'up to'])} ${draw.one(values.slice(1, -1))}`;
}

function isOneOf(draw: Draw, values: readonly string[]): string {
  return `is ${draw.chance(0.3) ? 'not ' : ''}${draw.some(values, 1, 2).join(' or ')}`;
}

function textTest(draw: Draw): string {
  const not = draw.chance(0.3) ? 'not ' : '';
  const quotedSome = (list: readonly string[]) => draw.some(list, 1, 2).map(quoted).join(' or ');
  return draw.one([
    () => `is ${not}${quotedSome(v.WORDS)}`,
    () => `is ${not}${draw.some(['alpha', 'gamma'], 1, 1)[0]}`,
    () => `${not}like ${quotedSome(v.GLOBS)}`,
    () => `${not}matches ${draw.some(v.PATTERNS, 1, 2).join(' or ')}`,
    () => 'is unknown',
    () => 'is not unknown',
  ])();
}

const LETTERS = ['tools', 'images', 'json', 'streaming'];
const inZone: Drawer = (draw) => (draw.chance(0.6) ? ` in ${quoted(draw.one(v.ZONES))}` : '');
const not: Drawer = (draw) => (draw.chance(0.3) ? 'not ' : '');

/** By what is asked. */
const CONDITIONS: Readonly<Record<string, Drawer>> = {
  tokens: (draw) => `tokens ${compared(draw, v.TOKENS)}`,
  'output tokens': (draw) => `output tokens ${compared(draw, ['0', ...v.OUTPUTS, '16k'])}`,
  messages: (draw) =>
    draw.chance(0.3)
      ? `messages is ${draw.one(['1', '3'])}`
      : `messages ${compared(draw, ['0', '1', '3', '9'])}`,
  images: (draw) => `images ${compared(draw, ['0', '1', '2', '5'])}`,
  has: (draw) => `request has ${draw.chance(0.4) ? 'no ' : ''}${draw.some(LETTERS, 1, 2).join(' or ')}`,
  'asked for': (draw) =>
    `asked for ${draw.one(['', 'is ', 'is not ', 'like ', 'not like '])}${quoted(draw.one(['main', 'auto', 'second', 'm*']))}`,
  endpoint: (draw) => `endpoint ${isOneOf(draw, ['chat', 'messages', 'responses', 'embeddings'])}`,
  tier: (draw) =>
    draw.one([
      () => `tier ${isOneOf(draw, ['free', 'pro', 'enterprise'])}`,
      () => `tier ${draw.one(['at least', 'up to'])} pro`,
      () => `tier ${draw.one(['over free', 'under enterprise', 'is unknown'])}`,
    ])(),
  team: (draw) => `team ${textTest(draw)}`,
  user: (draw) => `user ${textTest(draw)}`,
  key: (draw) => `key ${textTest(draw)}`,
  header: (draw) => `header "x-beta" ${textTest(draw)}`,
  metadata: (draw) => `metadata "app" ${textTest(draw)}`,
  text: (draw) =>
    draw.chance(0.5)
      ? `text ${not(draw)}contains ${draw.some(['alpha', 'refund', 'Beta'], 1, 2).map(quoted).join(' or ')}`
      : `text ${not(draw)}matches ${draw.some(v.PATTERNS, 1, 2).join(' or ')}`,
  time: (draw) =>
    draw.chance(0.5)
      ? `time between ${draw.one(v.CLOCKS)} and ${draw.one(['08:00', '17:00'])}${inZone(draw)}`
      : `time ${draw.one(['at least', 'over', 'under', 'up to'])} ${draw.one(v.CLOCKS)}${inZone(draw)}`,
  day: (draw) => `day ${isOneOf(draw, ['mon', 'wed', 'sat', 'sun'])}${inZone(draw)}`,
  date: (draw) =>
    `date ${draw.one(['at least', 'over', 'under', 'up to'])} ${draw.one(v.DATES)}${inZone(draw)}`,
  first: (draw) => `${draw.one(v.KEYS)} in first ${draw.one(v.PERCENTS)}`,
  latency: (draw) => `${draw.one(v.MODELS)} p95 latency ${compared(draw, v.TIMES)}`,
  errors: (draw) => `${draw.one(v.MODELS)} error rate ${compared(draw, v.PERCENTS)}`,
  load: (draw) => `${draw.one(v.MODELS)} load ${compared(draw, v.PERCENTS)}`,
  down: (draw) => `${draw.one(v.MODELS)} is ${not(draw)}down`,
  used: (draw) => `budget purse used ${compared(draw, v.PERCENTS)}`,
  left: (draw) => `budget purse left ${compared(draw, ['$0', '$2', '$15', '$50'])}`,
  budget: () => 'budget purse is unknown',
  limit: (draw) => `limit chatty ${not(draw)}reached`,
  complexity: (draw) => `complexity ${compared(draw, ['0', ...v.SCORES, '1'])}`,
  language: (draw) => `language ${isOneOf(draw, ['de', 'fr', '"en"'])}`,
  intent: (draw) => `intent ${isOneOf(draw, ['refund', 'bug', 'none'])}`,
  noIntent: () => 'intent is unknown',
  tone: (draw) => `tone ${isOneOf(draw, ['urgent', 'none'])}`,
  similarity: (draw) =>
    `similarity to ${draw.one(['refund', 'bug', 'urgent'])} ${compared(draw, ['0', ...v.SCORES, '1'])}`,
  rules: (draw) => `rules "./legacy.json" ${not(draw)}match`,
  predicate: (draw) => `predicate ${draw.one(['vip', 'loyal'])} ${not(draw)}holds`,
};

const FACTS = Object.keys(CONDITIONS);

export function drawCondition(draw: Draw): Line {
  const fact = draw.one(FACTS);
  return { kind: 'condition', text: CONDITIONS[fact]?.(draw) ?? '' };
}

export function drawAlternative(draw: Draw): Line {
  const parts = draw.chance(0.4) ? [drawCondition(draw), drawCondition(draw)] : [drawCondition(draw)];
  return { kind: 'alternative', text: parts.map(({ text }) => text).join(' and ') };
}

export function drawAny(draw: Draw): Block {
  return {
    kind: 'any',
    head: 'any',
    body: Array.from({ length: 1 + draw.below(3) }, () => drawAlternative(draw)),
  };
}

export function drawWhen(draw: Draw): Block {
  const parts = Array.from(
    { length: 1 + draw.below(3) },
    (): Piece => (draw.chance(0.15) ? drawAny(draw) : drawCondition(draw)),
  );
  return { kind: 'when', head: '', body: parts };
}
