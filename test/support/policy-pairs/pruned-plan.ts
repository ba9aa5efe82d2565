/**
 * A target as one request sees it: the tree of chains, pools, splits and rollouts without what cannot serve, whatever
 * health, turns and keys will be. Equal trees are equal plans in every world. Its own reading of what fits; shares no
 * code with planning.
 */
import type { Model, Policy, Pool, Route, Use } from '../../../src/language/semantics/model.ts';
import { modelsUnder } from './ground.ts';
import { plain } from './plain.ts';
import type { Request } from './requests.ts';

export type Tree = { readonly kind: string; readonly [part: string]: unknown } | undefined;

interface Question {
  readonly policy: Policy;
  readonly region: string | undefined;
  readonly input: number;
  readonly output: number | undefined;
  readonly needs: readonly string[];
  readonly request: Request;
}

export function prunedPlan(policy: Policy, route: Route, use: Use, request: Request): Tree {
  const steps = use.transforms.flatMap((name) => policy.transforms.get(name)?.steps ?? []);
  const needed = new Set(
    ['tools', 'images', 'json', 'audio'].filter((need) => request.facts.get(`request has ${need}`) === true),
  );
  let output = Number(request.facts.get('output tokens')) || undefined;
  for (const step of steps) {
    if (step.kind === 'drop') needed.delete(step.what);
    if (step.kind === 'cap-output') output = Math.min(step.tokens, output ?? step.tokens);
  }
  const input = Number(request.facts.get('tokens'));
  const question = { policy, region: route.action.region, input, output, needs: [...needed], request };
  return treeOf(question, use.target);
}

function treeOf(question: Question, name: string): Tree {
  const { policy } = question;
  const model = policy.models.get(name);
  if (model !== undefined) return leafOf(question, model);
  const target = policy.targets.get(name);
  if (target === undefined) return undefined;
  const inner = (each: string): Tree => treeOf(question, each);
  switch (target.kind) {
    case 'chain': {
      const steps = target.steps.flatMap(({ target: each, deadlines, retries, hedgeAfter }) => {
        const tree = inner(each);
        return tree === undefined ? [] : [{ tree, deadlines, retries, hedgeAfter }];
      });
      const [only] = steps;
      if (only === undefined) return undefined;
      return { kind: 'chain', steps, ...(steps.length > 1 ? { on: target.on.toSorted() } : {}) };
    }
    case 'pool': {
      const { order, goodEnoughAt, byPrompt, explore = 0 } = target;
      // What a threshold does to a prompt is not known.
      const judged = byPrompt ? goodEnoughAt : 0;
      const open = target.targets.flatMap((each) => {
        const tree = inner(each);
        return tree === undefined ? [] : [{ each, tree }];
      });
      if (open.length === 0) return undefined;
      const plainModels = open.every(({ each }) => policy.models.has(each));
      if (open.length === 1 && plainModels) return open[0]?.tree;
      // Of a member that is no model, which model it asks first is another draw: what is known of all is compared.
      if (!plainModels)
        return {
          kind: 'pool',
          order,
          explore,
          judged,
          members: open.map(({ tree }) => tree),
          good: bounds(question, target),
        };
      const members = open.toSorted((a, b) => (a.each < b.each ? -1 : 1)).map(({ tree }) => tree);
      const names = open.map(({ each }) => each);
      return {
        kind: 'pool',
        order,
        explore,
        judged,
        members,
        choices: choices(question, order, goodEnoughAt, names),
      };
    }
    case 'split': {
      const arms = target.arms.map(({ share, target: each }) => ({ share, tree: inner(each) }));
      const open = arms.filter(({ tree }) => tree !== undefined);
      if (open.length < 2) return open[0]?.tree;
      return { kind: 'split', by: target.by, salt: target.salt, arms };
    }
    case 'rollout': {
      const [from, to] = [inner(target.from), inner(target.to)];
      if (from === undefined || to === undefined) return from ?? to;
      const { by, salt, steps, aborts } = target;
      return { kind: 'rollout', by, salt, from, to, steps, aborts: aborts.map(plain).sort() };
    }
  }
}

function leafOf({ policy, region, input, output, needs }: Question, model: Model): Tree {
  const asked = output ?? 1024;
  const reserved = Math.min(asked, model.output ?? asked);
  if (model.window !== undefined && input + reserved > model.window) return undefined;
  if (model.can.length > 0 && needs.some((need) => !model.can.some((can) => can === need))) return undefined;
  const deployments = model.deployments.filter((deployment) => {
    const own = deployment.region ?? policy.providers.get(deployment.provider)?.region;
    return region === undefined || own === region;
  });
  if (deployments.length === 0) return undefined;
  return {
    kind: 'model',
    name: model.name,
    prefill: model.can.includes('prefill'),
    deployments: deployments.map(({ upstreamId, provider }) => [upstreamId, provider]),
  };
}

/** Of those that can serve, whichever they are at the moment: who may be taken. */
function choices(
  question: Question,
  order: Pool['order'],
  goodEnoughAt: number | undefined,
  names: readonly string[],
): readonly string[] {
  const good = (name: string): boolean =>
    goodEnoughAt === undefined || lowBound(question, name) >= goodEnoughAt;
  const subsets = Array.from({ length: 2 ** names.length }, (_, bits) =>
    names.filter((_name, at) => Math.floor(bits / 2 ** at) % 2 === 1),
  );
  return subsets
    .filter((able) => able.length > 0)
    .map((able) => {
      const known = able.filter(good);
      const taken = known.length === 0 ? able.slice(0, 1) : known;
      const chosen = order === 'cheapest' ? [cheapestOf(question, taken)] : taken;
      return `${able.toSorted().join()}: ${chosen.join()}`;
    })
    .sort();
}

/** Declared order settles what costs the same. */
function cheapestOf({ policy, input, output }: Question, names: readonly string[]): string {
  const costOf = (name: string): number => {
    const price = policy.models.get(name)?.price;
    return price === undefined
      ? Number.POSITIVE_INFINITY
      : input * price.input + (output ?? 1024) * price.output;
  };
  return names.reduce((best, name) => (costOf(name) < costOf(best) ? name : best));
}

function bounds(question: Question, { name, goodEnoughAt }: Pool): readonly unknown[] {
  if (goodEnoughAt === undefined) return [];
  return modelsUnder(question.policy, name).map((each) => [each, lowBound(question, each) >= goodEnoughAt]);
}

/** Percent that the table knows at least of a model for the request; -1: nothing. */
function lowBound({ policy, request }: Question, model: string): number {
  const cells = policy.quality?.cells ?? [];
  const intent = (policy.quality?.facts ?? [])
    // An intent that only the other policy has is none here.
    .map(({ id, domain }) => {
      const value = request.facts.get(id);
      return domain.kind === 'choice' && !domain.values.some((each) => each === value) ? 'none' : value;
    })
    .find((value) => cells.some((cell) => cell.intent === value));
  const complexity = request.facts.get('complexity');
  const band =
    typeof complexity !== 'number'
      ? undefined
      : complexity < 1 / 3
        ? 'low'
        : complexity < 2 / 3
          ? 'middle'
          : 'high';
  for (const name of [
    model,
    ...(policy.models.get(model)?.deployments ?? []).map(({ upstreamId }) => upstreamId),
  ]) {
    const own = cells.filter((cell) => cell.model === name);
    for (const row of [intent ?? '*', '*']) {
      const rows = own.filter((cell) => cell.intent === row);
      const banded = band === undefined ? undefined : rows.find((cell) => cell.complexity === band);
      const found = banded ?? rows.find((cell) => cell.complexity === undefined);
      if (found !== undefined) return found.low;
    }
  }
  return -1;
}
