/**
 * Requests that may show a difference between a policy and a mutant of it: the givens of its tests, and further ones:
 * failures, sizes, features, callers, an exhausted budget. Each has text and scenario, so that a found request can be
 * printed as a test. Runs nothing.
 */

import { isExploring } from '../../planning/explore.ts';
import { modelsUnder } from '../../planning/targets-under.ts';
import { FAILURE_CLASSES } from '../../semantics/failures.ts';
import type { Policy } from '../../semantics/model.ts';
import { resolvePath } from '../../semantics/resolve-path.ts';
import type * as Ast from '../../syntax/ast.ts';
import { parse } from '../../syntax/parse.ts';
import type { ParsedFile } from '../../syntax/syntax.ts';
import { createSource, sliceOf } from '../../text/source.ts';

import { formatCount } from '../../vocabulary/format-quantity.ts';
import { bindTests } from '../bind/bind-tests.ts';
import { quoted } from '../bind/clause-words.ts';
import { EMPTY_SCENARIO, joinScenarios, type Scenario } from '../bind/scenario.ts';
import { nearConditions } from './near-conditions.ts';

/** One thing that is given. */
export interface Piece {
  readonly words: string;
  readonly scenario: Scenario;
}
export interface Candidate {
  readonly pieces: readonly Piece[];
  readonly scenario: Scenario;
}

/** The givens of a policy's tests, each once, and an empty one. */
export function givenInTests(files: readonly ParsedFile[], policy: Policy): readonly Candidate[] {
  const lists: (readonly string[])[] = [[]];
  for (const file of files) {
    const { testsFor, declarations } = file.ast;
    if (testsFor === undefined || resolvePath(file.source.path, testsFor.text) !== policy.at.path) continue;
    for (const declaration of declarations) lists.push(...givensOf(file, declaration));
  }
  const seen = new Set<string>();
  return lists.flatMap((list) => {
    const key = list.join(', ');
    if (seen.has(key)) return [];
    seen.add(key);
    return candidateOf(bindPieces(policy, list));
  });
}

function givensOf(file: ParsedFile, declaration: ParsedFile['ast']['declarations'][number]): string[][] {
  const written = (givens: readonly Ast.Given[]): string[] =>
    givens.map((given) => sliceOf(file.source, given.span));
  if (declaration.kind === 'test' || declaration.kind === 'acceptance') return [written(declaration.givens)];
  if (declaration.kind !== 'cases') return [];
  const { givens, columns, rows } = declaration;
  return rows.map(({ cells }) => [
    ...written(givens),
    ...cells.flatMap((cell, at) => {
      const column = columns[at];
      return column === undefined ? [] : cellWords(file, column, cell);
    }),
  ]);
}

const EXPECTED = ['route', 'model', 'attempts', 'reason', 'label', 'cost', 'cost up to', 'refused'];

function cellWords(file: ParsedFile, column: Ast.Column, cell: Ast.Literal): string[] {
  if (EXPECTED.includes(column.what)) return [];
  const [head, value] = [column, cell].map(({ span }) => sliceOf(file.source, span));
  if (cell.kind === 'name' && ['no', 'false'].includes(cell.text)) return [];
  if (['down', 'explored', 'limit', 'predicate', 'rules'].includes(column.what)) return [];
  if (column.what === 'fails') return [`${head} with ${value}`];
  return [column.what === 'rollout' ? `${head} at ${value}` : `${head} ${value}`];
}

/** Further givens, in groups: one of each group can be combined. */
export function variations(policy: Policy): {
  readonly failures: readonly Piece[];
  readonly once: readonly Piece[];
  readonly others: readonly Piece[];
} {
  const asked = modelsAsked(policy);
  const models = [...policy.models.values()].filter(({ name }) => asked.has(name));
  const names = models.map(({ name }) => name);
  const sizes = new Set(
    models.flatMap(({ window = 0, output = 0 }) =>
      [0.4, 0.49, 0.6, 0.9, 1.1, 1.9, 3].map((times) =>
        Math.max(1, Math.round((times * window - output) / 1e3) * 1e3),
      ),
    ),
  );
  const outputs = new Set(models.flatMap(({ output = 0 }) => [output, output * 1.5, output * 0.75]));
  const others = [
    ...nearConditions(policy),
    ...['tools', 'images', 'json'].map((feature) => `request has ${feature}`),
    ...[...sizes].map((tokens) => `tokens ${formatCount(tokens)}`),
    ...[...outputs]
      .filter((tokens) => tokens >= 1)
      .map((tokens) => `output tokens ${formatCount(Math.floor(tokens))}`),
    ...[...policy.budgets.keys()].flatMap((name) => [`budget ${name} unknown`, `budget ${name} 99.9%`]),
    ...[...policy.limits.keys()].map((name) => `limit ${name} reached`),
    ...names.flatMap((name) => [`${name} is down`, `${name} p95 latency 100ms`, `${name} p95 latency 9s`]),
    ...explorable(policy).map((name) => `${name} is explored`),
    ...names.flatMap((name) => [`${name} predicted 0.1%`, `${name} predicted 99.9%`]),
    ...policy.serves.filter((name) => name !== '*').map((name) => `asked for ${quoted(name)}`),
    ...policy.tiers.map((tier) => `tier ${tier}`),
    ...Array.from({ length: 24 }, (_, number) => `user user-${number}`),
    ...Array.from({ length: 24 }, (_, number) => `team team-${number}`),
    'user unknown',
    'team unknown',
    'tier unknown',
  ];
  return {
    failures: bindPieces(
      policy,
      names.flatMap((name) => FAILURE_CLASSES.map((failure) => `${name} fails with ${failure}`)),
    ),
    once: bindPieces(
      policy,
      names.flatMap((name) => [`${name} fails once with overload`, `${name} fails twice with overload`]),
    ),
    others: bindPieces(policy, others),
  };
}

function explorable(policy: Policy): readonly string[] {
  const pools = [...policy.targets.values()].filter(isExploring);
  return [...new Set(pools.flatMap(({ name }) => [...modelsUnder(policy, name)]))];
}

function modelsAsked(policy: Policy): ReadonlySet<string> {
  const routes = [...policy.routes, ...(policy.otherwise ? [policy.otherwise] : [])];
  const uses = routes.flatMap(({ action }) => [...(action.use ? [action.use] : []), ...action.canaries]);
  return new Set(uses.flatMap(({ target }) => [...modelsUnder(policy, target)]));
}

/** The same request by others of the same kind: `team beta-one-0` fits what `team beta-one` fits, as a rule. */
export function otherCallers(policy: Policy, base: Candidate, count: number): readonly Piece[] {
  const callers = base.pieces.flatMap(({ words }) => /^(user|team) [\w.-]+$/.exec(words) ?? []);
  const names = callers.length > 0 ? callers : ['user user', 'team team'];
  return bindPieces(
    policy,
    names
      .filter((words) => words.includes(' '))
      .flatMap((words) => Array.from({ length: count }, (_, number) => `${words}-${number}`)),
  );
}

/** Those valid for the policy: a tier or a name that it lacks is left out. */
export function bindPieces(policy: Policy, words: readonly string[]): readonly Piece[] {
  if (words.length === 0) return [];
  const tests = words.map((given) => `test "t" {\n  given ${given}\n  expect refused\n}`);
  const file = parse(createSource('candidates.test.route', `tests for "./p.route"\n${tests.join('\n')}\n`));
  return bindTests(file, policy, new Map()).flatMap((test, at): Piece[] => {
    const given = words[at];
    if (given === undefined || test.kind !== 'test' || test.faults.length > 0) return [];
    return [{ words: given, scenario: test.scenario }];
  });
}

export function candidateOf(pieces: readonly Piece[]): Candidate {
  return { pieces, scenario: pieces.map((piece) => piece.scenario).reduce(joinScenarios, EMPTY_SCENARIO) };
}

/** The later of two givens with the same subject wins, in the text as in the scenario. */
export function withPieces(base: Candidate, added: readonly Piece[]): Candidate {
  const facts = new Set(added.flatMap(({ scenario }) => [...scenario.facts.keys()]));
  const kept = base.pieces.filter(({ scenario }) => ![...scenario.facts.keys()].some((id) => facts.has(id)));
  return candidateOf([...kept, ...added]);
}
