/**
 * A Portkey config and its import decide alike: who is tried, in which order, with which share. The oracle reads the
 * config as Portkey documents it and shares no code with the importer; configs and requests are random.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromPortkey } from '../../src/interchange/portkey/from-portkey.ts';
import { compile } from '../../src/language/compile.ts';
import { createEvaluator } from '../../src/language/graph/evaluate.ts';
import type { Policy } from '../../src/language/semantics/model.ts';
import { createSource } from '../../src/language/text/source.ts';
import type { FactValue } from '../../src/language/vocabulary/value-set.ts';
import { rounds } from '../support/rounds.ts';

interface Node {
  readonly name?: string;
  readonly weight?: number;
  readonly provider?: string;
  readonly override_params?: { readonly model: string };
  readonly strategy?: {
    readonly mode: string;
    readonly conditions?: readonly { readonly query: object; readonly then: string }[];
    readonly default?: string;
  };
  readonly targets?: readonly Node[];
}
interface Request {
  readonly model: string;
  readonly plan: string | null;
  readonly limit: number;
  readonly path: string;
}

/** `[a > b]` for a fallback, `{a 0.3 | b 0.7}` for a load balance. */
function asked(node: Node, request: Request): string {
  const { strategy, targets = [] } = node;
  switch (strategy?.mode) {
    case 'conditional': {
      const fits = strategy.conditions?.find(({ query }) => holds(query, request));
      const wanted = fits?.then ?? strategy.default;
      const target = targets.find(({ name }) => name === wanted);
      return target === undefined ? 'refused' : asked(target, request);
    }
    case 'fallback':
      return targets.length === 1 && targets[0] !== undefined
        ? asked(targets[0], request)
        : `[${targets.map((target) => asked(target, request)).join(' > ')}]`;
    case 'loadbalance': {
      const used = targets.filter(({ weight = 1 }) => weight > 0);
      const total = used.reduce((sum, { weight = 1 }) => sum + weight, 0);
      if (used.length === 0) return 'refused';
      if (used.length === 1 && used[0] !== undefined) return asked(used[0], request);
      return `{${used.map((target) => `${asked(target, request)} ${Math.round(((target.weight ?? 1) / total) * 100)}`).join(' | ')}}`;
    }
    case 'single':
      return targets[0] === undefined ? 'refused' : asked(targets[0], request);
    default:
      return node.override_params?.model ?? '';
  }
}

/** An absent key meets no condition. */
function holds(query: object, request: Request): boolean {
  return Object.entries(query).every(([key, value]) => {
    if (key === '$and') return (value as object[]).every((part) => holds(part, request));
    if (key === '$or') return (value as object[]).some((part) => holds(part, request));
    const found = {
      'metadata.plan': request.plan,
      'params.model': request.model,
      'params.max_tokens': request.limit === 0 ? null : request.limit,
      'url.pathname': request.path,
    }[key];
    if (found === null || found === undefined) return false;
    const tests = typeof value === 'object' && value !== null ? value : { $eq: value };
    return Object.entries(tests).every(([operator, operand]) => {
      switch (operator) {
        case '$eq':
          return found === operand;
        case '$ne':
          return found !== operand;
        case '$in':
          return (operand as unknown[]).includes(found);
        case '$nin':
          return !(operand as unknown[]).includes(found);
        case '$regex':
          return new RegExp(String(operand)).test(String(found));
        case '$gt':
          return Number(found) > Number(operand);
        case '$gte':
          return Number(found) >= Number(operand);
        case '$lt':
          return Number(found) < Number(operand);
        default:
          return Number(found) <= Number(operand);
      }
    });
  });
}

/** The same words for what a policy says. */
function tried(policy: Policy, target: string): string {
  const found = policy.targets.get(target);
  if (found === undefined) return policy.models.get(target)?.deployments[0]?.upstreamId ?? '';
  if (found.kind === 'chain') return `[${found.steps.map((step) => tried(policy, step.target)).join(' > ')}]`;
  if (found.kind === 'split')
    return `{${found.arms.map((arm) => `${tried(policy, arm.target)} ${arm.share}`).join(' | ')}}`;
  throw new Error(found.kind);
}

const SHARES = [
  [1, 1],
  [0.7, 0.3],
  [1, 3],
  [2, 1, 1],
  [0, 1, 1],
  [undefined, 1],
  [0, 5],
];
const operators = fc.oneof(
  fc.constantFrom(
    ...[{ 'metadata.plan': 'paid' }, { 'metadata.plan': { $ne: 'paid' } }, { 'metadata.plan': { $in: [] } }],
    ...[{ 'metadata.plan': { $in: ['paid', 'trial'] } }, { 'metadata.plan': { $nin: ['paid', 'free'] } }],
    ...[{ 'metadata.plan': { $regex: '^[pt]' } }, { 'params.model': { $regex: 'gpt|/x' } }],
    ...[{ 'params.model': { $eq: 'gpt-4o' } }, { 'params.model': { $ne: 'fast' } }, {}],
    ...[{ 'params.max_tokens': { $gt: 10 } }, { 'params.max_tokens': { $gte: 10, $lt: 20 } }],
    ...[{ 'params.max_tokens': { $lte: 10 } }, { 'params.max_tokens': { $ne: 10 } }],
    ...[{ 'url.pathname': { $eq: '/v1/responses' } }, { 'url.pathname': { $regex: 'completions$' } }],
    { 'metadata.plan': 'free', 'params.model': { $in: ['fast', 'gpt-4o'] } },
  ),
) as fc.Arbitrary<object>;
const query: fc.Arbitrary<object> = fc.letrec<{ query: object }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    operators,
    fc.array(tie('query'), { minLength: 1, maxLength: 3 }).map(($or) => ({ $or })),
    fc.array(tie('query'), { minLength: 1, maxLength: 2 }).map(($and) => ({ $and })),
  ),
})).query;
/** Written out, such a member makes an object look like a promise. */
const condition = (asks: object, target: string): { readonly query: object; readonly then: string } =>
  Object.fromEntries([
    ['query', asks],
    ['then', target],
  ]) as { query: object; then: string };
const leaf: fc.Arbitrary<Node> = fc
  .constantFrom('a', 'b', 'c', 'd')
  .map((model) => ({ provider: 'openai', override_params: { model } }));
const config: fc.Arbitrary<Node> = fc.letrec<{ node: Node }>((tie) => {
  const targets = fc.array(tie('node'), { minLength: 1, maxLength: 3 });
  return {
    node: fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      leaf,
      targets.map((found) => ({ strategy: { mode: 'fallback' }, targets: found })),
      targets.map((found) => ({ strategy: { mode: 'single' }, targets: found })),
      fc.constantFrom(...SHARES).chain((weights) =>
        fc.array(tie('node'), { minLength: weights.length, maxLength: weights.length }).map((found) => ({
          strategy: { mode: 'loadbalance' },
          targets: found.map((node, index) => {
            const weight = weights[index];
            return weight === undefined ? node : { ...node, weight };
          }),
        })),
      ),
      fc
        .tuple(targets, fc.array(fc.tuple(query, fc.nat(2)), { minLength: 1, maxLength: 3 }))
        .map(([found, conditions]) => ({
          strategy: {
            mode: 'conditional',
            conditions: conditions.map(([asks, to]) => condition(asks, `t${to % found.length}`)),
            default: 't0',
          },
          targets: found.map((node, index) => ({ ...node, name: `t${index}` })),
        })),
    ),
  };
}).node;
const requests = fc.array(
  fc.record({
    model: fc.constantFrom('gpt-4o', 'fast', 'other'),
    plan: fc.constantFrom('paid', 'free', 'trial', null),
    limit: fc.constantFrom(0, 5, 10, 11, 20),
    path: fc.constantFrom('/v1/chat/completions', '/v1/responses', '/v1/messages'),
  }),
  { minLength: 15, maxLength: 15 },
);
const ENDPOINTS: Readonly<Record<string, string>> = {
  '/v1/chat/completions': 'chat',
  '/v1/responses': 'responses',
  '/v1/messages': 'messages',
};

it('an imported config asks who Portkey asks', () => {
  let nested = 0;
  fc.assert(
    fc.property(config, requests, (drawn, all) => {
      const imported = fromPortkey(drawn, 'p');
      if (!imported.ok) throw new Error(imported.message);
      const compilation = compile([createSource('p.route', imported.text)], new Map());
      const [compiled] = compilation.policies;
      const graph = compiled?.graph;
      const errors = compilation.diagnostics.map(({ message }) => message).join('; ');
      if (compiled === undefined || graph === undefined) throw new Error(`${errors}\n${imported.text}`);
      const { policy } = compiled;
      if (policy.routes.length > 1) nested++;
      for (const request of all) {
        const known = new Map<string, FactValue>([
          ['metadata "plan"', request.plan],
          ['asked for', request.model],
          ['output tokens', request.limit],
          ['endpoint', ENDPOINTS[request.path] ?? ''],
        ]);
        const decision = createEvaluator(graph).evaluate(known);
        if (decision.kind === 'need') throw new Error(`needs ${decision.fact.id}`);
        const rule = decision.kind === 'none' ? undefined : graph.rules[decision.rule];
        const route = [...policy.routes, policy.otherwise].find((one) => one?.name === rule?.route);
        const target = route?.action.use?.target;
        const got = target === undefined ? 'refused' : tried(policy, target);
        expect(got, `${JSON.stringify(request)}\n${imported.text}`).toBe(asked(drawn, request));
      }
    }),
    { numRuns: rounds(1_000, 0.08) },
  );
  expect(nested).toBeGreaterThan(5);
});
