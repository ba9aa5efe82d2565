/**
 * Clauses of routes, of `otherwise`, and of tests and claims. One row a clause, as for declarations.
 */
import { type Clauses, often, once, table } from './draft-clauses.ts';
import * as v from './draw.ts';
import { type Draw, quoted } from './draw.ts';
import { drawCondition, drawWhen } from './draw-conditions.ts';
import { pool } from './draw-declarations.ts';
import { drawInForce } from './draw-in-force.ts';

const refusal = (draw: Draw): string =>
  `refuse ${draw.one(['403', '413', '503'])} ${quoted(draw.one(v.SENTENCES))}`;

function target(draw: Draw): string {
  const named = draw.chance(0.75) ? draw.one(v.TARGETS) : pool(draw, v.MODELS);
  return draw.chance(0.25) ? `${named} with ${draw.some(v.TRANSFORMS, 1, 2).join(', ')}` : named;
}

const use = (draw: Draw): string =>
  draw.chance(0.15) ? refusal(draw) : `use ${target(draw)}${draw.chance(0.3) ? ` or ${refusal(draw)}` : ''}`;

const ACTION: Clauses = {
  because: once(0.3, (draw) => `because ${quoted(draw.one(v.SENTENCES))}`),
  use: once(1, use),
  canary: often(
    0.12,
    (draw) =>
      `canary ${draw.one(['5%', '20%', '50%'])} by ${draw.one(v.KEYS)}${v.saltOf(draw)} use ${target(draw)}`,
  ),
  mirror: often(0.12, (draw) => `mirror ${draw.one(v.PERCENTS)} to ${draw.one(v.MODELS)}`),
  expect: often(0.15, (draw) => `expect ${draw.one(v.CHECKS)}`),
  label: once(0.15, (draw) => `label ${quoted(draw.one(v.WORDS))}`),
  'on broken': once(0.15, (draw) => `on broken stream ${draw.one(['continue', 'restart', 'error'])}`),
  hold: once(0.15, () => 'hold until complete'),
  within: once(0.12, (draw) => `within region ${draw.one(['eu', 'us'])}`),
};

const fact = (draw: Draw): string =>
  draw.one([
    `message ${quoted(draw.one(v.SENTENCES))}`,
    `header "x-beta" ${quoted(draw.one(v.WORDS))}`,
    `metadata "app" ${draw.one(['alpha', '"beta-1"'])}`,
    `request has ${draw.one(['', 'no '])}${draw.one(['tools', 'json'])}`,
    `budget purse ${draw.one(['96%', '5%', 'unknown'])}`,
    `limit chatty ${draw.one(['', 'not '])}reached`,
    `rollout slowly at ${draw.one(['25%', '50%'])}`,
    `similarity to refund ${draw.one(v.SCORES)}`,
    `predicate vip ${draw.one(['', 'not '])}holds`,
    `rules "./legacy.json" ${draw.one(['', 'not '])}match`,
    `output tokens ${draw.one(v.OUTPUTS)}`,
    'asked for "main"',
    `tokens ${draw.one(v.TOKENS)}`,
    `tier ${draw.one(['free', 'pro'])}`,
    `team ${quoted(draw.one(v.WORDS))}`,
    `${draw.one(v.MODELS)} is ${draw.one(['', 'not '])}${draw.one(['down', 'explored'])}`,
    `${draw.one(v.MODELS)} p95 latency ${draw.one(v.TIMES)}`,
    `${draw.one(v.MODELS)} error rate ${draw.one(v.PERCENTS)}`,
    `${draw.one(v.MODELS)} load ${draw.one(v.PERCENTS)}`,
    `${draw.one(v.MODELS)} predicted ${draw.one(v.PERCENTS)}`,
    `user in first ${draw.one(v.PERCENTS)}`,
    `${draw.one(v.MODELS)} fails ${draw.one(['', 'once ', 'twice ', '3 times ', '4 times '])}with ${draw.one(v.FAILURES)}`,
    `${draw.one(v.MODELS)} fails ${draw.one(['', 'once ', 'twice ', '3 times ', '4 times '])}with ${draw.one(v.FAILURES)}`,
  ]);

const given = (draw: Draw): string =>
  `given ${Array.from({ length: 1 + draw.below(2) }, () => fact(draw)).join(', ')}`;

const expect = (draw: Draw): string => {
  const one = (): string =>
    draw.one([
      `route ${draw.one(['first', 'otherwise'])}`,
      `model ${draw.one(v.MODELS)}`,
      `attempts ${1 + draw.below(3)}`,
      `reason ${draw.one(['matched', 'fallback', 'otherwise'])}`,
      `label ${quoted(draw.one(v.WORDS))}`,
      `cost up to ${draw.one(v.DOLLARS)}`,
      `cost ${draw.one(v.DOLLARS)}`,
      `refused${draw.one(['', ' 403', ' 503'])}`,
      `refused${draw.one(['', ' 403'])} ${quoted(draw.one(v.SENTENCES))}`,
      drawInForce(draw),
    ]);
  return `expect ${draw.chance(0.3) ? `${one()}, ${one()}` : one()}`;
};

/** A column and values that can stand in it. */
const COLUMNS: readonly (readonly [string, readonly string[]])[] = [
  ['header "x-beta"', ['alpha', '"beta-1"']],
  ['metadata "app"', ['alpha', 'gamma']],
  ['budget purse', ['20%', '96%']],
  ['limit chatty', ['reached', 'not']],
  ['rollout slowly', ['5%', '25%']],
  ['similarity to refund', v.SCORES],
  ['predicate vip', ['holds', 'not']],
  ['rules "./legacy.json"', ['match', 'not']],
  ['output tokens', v.OUTPUTS],
  ['asked for', ['"main"', '"auto"']],
  ['cost up to', ['$1', '$2']],
  ['cost', ['$1', '$2']],
  ['haiku fails', ['timeout', 'overload']],
  ['sonnet is down', ['yes', 'no']],
  ['sonnet is explored', ['yes', 'no']],
  ['sonnet predicted', v.PERCENTS],
  ['opus p95 latency', v.TIMES],
  ['mini error rate', v.PERCENTS],
  ['mini load', v.PERCENTS],
  ['user in first', v.PERCENTS],
  ['tier', ['free', 'pro']],
  ['route', ['first', 'otherwise']],
];

function cases(draw: Draw): string {
  const columns = draw.some(COLUMNS, 2, 3);
  const row = (): string => `  case ${columns.map(([, values]) => draw.one(values)).join(', ')}`;
  return [`columns ${columns.map(([head]) => head).join(', ')}`, row(), row()].join('\n');
}

export const DECIDING: Readonly<Record<string, Clauses>> = table({
  route: {
    when: once(0.95, drawWhen),
    ...ACTION,
    until: once(0.12, (draw) => `until ${draw.one(v.DATES)}`),
  },
  otherwise: ACTION,
  when: { condition: often(1, drawCondition) },
  test: { given: often(1, given), expect: often(1, expect) },
  cases: { given: often(0.5, given), table: once(1, cases) },
  property: {
    when: once(0.7, drawWhen),
    model: once(0.5, (draw) => `model in ${draw.some(v.MODELS, 1, 2).join(', ')}`),
    route: once(0.4, (draw) => `route in ${draw.some(['first', 'otherwise'], 1).join(', ')}`),
    refused: once(0.2, () => 'refused'),
    tokens: once(0.3, () => 'tokens fit model'),
  },
  acceptance: {
    given: often(0.5, given),
    over: once(
      1,
      (draw) =>
        `over ${draw.one(['1k', '10k'])} users expect ${draw.one(v.MODELS)} from ${draw.one(['5%', '20%'])} to 95%`,
    ),
  },
});
