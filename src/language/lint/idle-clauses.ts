/**
 * Clauses of routes that change nothing: what a held or unstreamed answer makes pointless, transforms that a later one
 * overrides or that no model needs, shares that lead where the rest goes. Knows the typed policy, no rule.
 */
import type { Origin } from '../diagnostics/diagnostic.ts';
import { modelsUnder } from '../planning/targets-under.ts';
import type { Action, Policy, Route, Transform, Use } from '../semantics/model.ts';
import { formatQuantity } from '../vocabulary/format-quantity.ts';
import type { LintContext } from './lint-context.ts';
import { routesOf } from './policy-targets.ts';
import { useAt, writtenRoute } from './route-places.ts';

export interface Idle {
  readonly at: Origin;
  /** The clause, as the beginning of a sentence. */
  readonly what: string;
  readonly because: string;
  readonly help: string;
}

export function idleClausesOfRoutes(policy: Policy, context: LintContext): readonly Idle[] {
  return routesOf(policy).flatMap((route) => [
    ...streamClauses(context, route),
    ...sharesToTheSame(route),
    ...(route.action.use === undefined ? [] : transformsOf(policy, route.action.use, useAt(context, route))),
  ]);
}

function streamClauses(context: LintContext, route: Route): readonly Idle[] {
  const { holdUntilComplete } = route.action;
  const broken = writtenRoute(context, route)?.action.onBrokenStream;
  const path = route.at.path;
  const at = { path, span: broken?.span ?? route.at.span };
  const unstreamed = route.guard.all.find(
    (item) => item.kind === 'term' && item.words === 'request has no streaming',
  );
  const found: Idle[] = [];
  if (broken !== undefined && unstreamed !== undefined) {
    found.push({
      at,
      what: `\`on broken stream ${broken.action}\``,
      because: `"${route.name}" takes only requests that do not stream`,
      help: 'delete it, or delete the condition on streaming',
    });
  } else if (broken !== undefined && holdUntilComplete) {
    found.push({
      at,
      what: `\`on broken stream ${broken.action}\``,
      because: 'nothing of a held answer has been sent yet: a broken one fails like any other attempt',
      help: 'delete it, or delete `hold until complete`',
    });
  }
  if (holdUntilComplete && unstreamed !== undefined) {
    found.push({
      at: route.at,
      what: '`hold until complete`',
      because: `"${route.name}" takes only requests that do not stream, whose answers are complete anyway`,
      help: 'delete it, or delete the condition on streaming',
    });
  }
  return found;
}

function sharesToTheSame(route: Route): readonly Idle[] {
  const { canaries, use }: Action = route.action;
  const same = canaries.filter(
    (canary) => canary.target === use?.target && canary.transforms.join(' ') === use.transforms.join(' '),
  );
  return [
    ...same.map((canary) => ({
      at: canary.at,
      what: 'this canary',
      because: `it uses "${canary.target}", as all other requests of "${route.name}" do`,
      help: 'name the target that is to be tried, or delete the canary',
    })),
  ];
}

function transformsOf(policy: Policy, use: Use, at: Origin): readonly Idle[] {
  const transforms = use.transforms.flatMap((name) => policy.transforms.get(name) ?? []);
  const twice = transforms.find((one, index) => transforms.indexOf(one) < index && !one.steps.some(isAdding));
  const found: Idle[] = [];
  if (twice !== undefined) {
    found.push({
      at,
      what: `the second "${twice.name}" after \`with\``,
      because: 'what it does has been done already',
      help: 'delete one of the two',
    });
  }
  const overridden = new Map<string, Transform>();
  for (const transform of new Set(transforms)) {
    for (const step of transform.steps) {
      const key =
        step.kind === 'set'
          ? `set ${step.parameter}`
          : step.kind === 'system' && step.how === 'replace'
            ? 'system replace'
            : undefined;
      const before = key === undefined ? undefined : overridden.get(key);
      if (key !== undefined && before !== undefined) {
        found.push({
          at,
          what: `\`${key}\` of "${before.name}"`,
          because: `"${transform.name}" comes after it and sets the same`,
          help: 'keep one of the two, or change their order',
        });
      }
      if (key !== undefined) overridden.set(key, transform);
    }
  }
  return [...found, ...tooLarge(policy, use, transforms)];
}

/** Where every model that may be asked allows less anyway. */
function tooLarge(policy: Policy, use: Use, transforms: readonly Transform[]): readonly Idle[] {
  const models = [...modelsUnder(policy, use.target)].map((name) => policy.models.get(name));
  const most = (key: 'output' | 'window'): number =>
    Math.max(0, ...models.map((model) => model?.[key] ?? Number.POSITIVE_INFINITY));
  return transforms.flatMap(({ name, steps, at }) =>
    steps.flatMap((step): Idle[] => {
      if (step.kind !== 'cap-output' && step.kind !== 'trim-history') return [];
      const [key, words] =
        step.kind === 'cap-output'
          ? (['output', 'cap output'] as const)
          : (['window', 'trim history to'] as const);
      const limit = most(key);
      if (step.tokens < limit || (key === 'output' && step.tokens === limit)) return [];
      return [
        {
          at,
          what: `\`${words} ${formatQuantity('tokens', step.tokens)}\` of "${name}"`,
          because: `no model of "${use.target}" has ${key === 'output' ? 'an output' : 'a window'} of more than ${formatQuantity('tokens', limit)}`,
          help: `write less than ${formatQuantity('tokens', limit)}, or delete it`,
        },
      ];
    }),
  );
}

/** Named twice, it adds its text twice. */
function isAdding(step: Transform['steps'][number]): boolean {
  return step.kind === 'system' && step.how !== 'replace';
}
