/**
 * Clauses without effect in chains, pools, splits and models: deadlines longer than the one around them, a fallback to
 * the same target, `on` with nothing to fall back to. Knows the typed policy, no rule.
 */
import { promptNameOf } from '../planning/prompt-quality.ts';
import { modelsUnder } from '../planning/targets-under.ts';
import type { Chain, ChainStep, Deadlines, Model, Policy, Pool, Target } from '../semantics/model.ts';
import { formatDuration } from '../vocabulary/format-quantity.ts';
import type { Idle } from './idle-clauses.ts';

/** `writes` says whether a chain has an `on` of its own: the default one was not written. */
export function idleTargetClauses(policy: Policy, writes: (chain: Chain) => boolean): readonly Idle[] {
  return [
    ...[...policy.targets.values()].flatMap((target) => idleIn(policy, target, writes)),
    ...[...policy.models.values()].flatMap(equalDeployments),
  ];
}

function idleIn(policy: Policy, target: Target, writes: (chain: Chain) => boolean): readonly Idle[] {
  switch (target.kind) {
    case 'chain':
      return [
        ...target.steps.flatMap((step) => [...deadlinesOf(policy, step), ...hedgeOf(policy, step)]),
        ...repeatedSteps(target),
        ...(writes(target) ? triggersOf(policy, target) : []),
      ];
    case 'pool':
      return [...oneMember(target), ...exploresNothing(target), ...judgesNoPrompt(policy, target)];
    case 'split':
      return oneMember(target);
    case 'rollout':
      return [];
  }
}

const INNER = [
  ['connect', 'connect within'],
  ['firstToken', 'first token within'],
  ['idle', 'idle within'],
] as const satisfies readonly (readonly [keyof Deadlines, string])[];

/** What the step itself says: a default that is longer was not written here. */
function deadlinesOf({ deadlines: defaults }: Policy, { deadlines, at }: ChainStep): readonly Idle[] {
  const attempt = deadlines.attempt ?? defaults.attempt;
  return INNER.flatMap(([key, words]) => {
    const own = deadlines[key];
    if (own === undefined || own <= attempt) return [];
    return [
      {
        at,
        what: `\`${words} ${formatDuration(own)}\``,
        because: `the attempt ends after ${formatDuration(attempt)}`,
        help: `write less than ${formatDuration(attempt)}, or give the attempt more time with \`within\``,
      },
    ];
  });
}

function hedgeOf({ deadlines: defaults }: Policy, { deadlines, hedgeAfter, at }: ChainStep): readonly Idle[] {
  if (hedgeAfter === undefined) return [];
  const first = deadlines.firstToken ?? defaults.firstToken;
  const attempt = deadlines.attempt ?? defaults.attempt;
  const end = Math.min(first, attempt);
  if (hedgeAfter < end) return [];
  return [
    {
      at,
      what: `\`hedge after ${formatDuration(hedgeAfter)}\``,
      because: `${first < attempt ? 'without a first token the attempt' : 'the attempt'} ends after ${formatDuration(end)}, before a second call would begin`,
      help: `write less than ${formatDuration(end)}`,
    },
  ];
}

function repeatedSteps({ name, steps }: Chain): readonly Idle[] {
  return steps.flatMap((step, index) =>
    index === 0 || steps[index - 1]?.target !== step.target
      ? []
      : [
          {
            at: step.at,
            what: `falling back from "${step.target}" to "${step.target}"`,
            because: `what has just failed in "${name}" is asked again, and an outage fails it twice`,
            help: `name another target, or write \`retry 1\` at the step before to ask twice`,
          },
        ],
  );
}

function triggersOf(policy: Policy, { name, steps, on, at }: Chain): readonly Idle[] {
  if (steps.length < 2 || !on.includes('too-long')) return [];
  const models = steps.map(({ target }) =>
    [...modelsUnder(policy, target)].flatMap((model) => policy.models.get(model) ?? []),
  );
  const windowOf = ({ window }: Model): number => window ?? Number.POSITIVE_INFINITY;
  const grows = models.some((own, index) =>
    own.some((model) => {
      const later = models.slice(index + 1).flat();
      return model.window === undefined
        ? later.some((other) => other !== model)
        : later.some((other) => windowOf(other) > windowOf(model));
    }),
  );
  if (grows) return [];
  return [
    {
      at,
      what: `\`on too-long\` of "${name}"`,
      because: 'after it only a model with a larger window is asked, and no later step has one',
      help: 'put a model with a larger window further down, or delete `too-long`',
    },
  ];
}

function oneMember(target: Extract<Target, { kind: 'pool' | 'split' }>): readonly Idle[] {
  const names = target.kind === 'pool' ? target.targets : target.arms.map((arm) => arm.target);
  const [only] = names;
  if (only === undefined || names.length > 1 || (target.kind === 'pool' && target.goodEnoughAt !== undefined))
    return [];
  const what = target.kind === 'pool' ? `\`${target.order}\` of one target` : `a split with one arm`;
  return [
    {
      at: target.at,
      what,
      because: `every request goes to "${only}"`,
      help: `name "${only}" itself, or add what it is to be chosen against`,
    },
  ];
}

/** A pool of one target is reported as a whole, unless it is there to be judged. */
function exploresNothing({ name, targets, explore, goodEnoughAt, at }: Pool): readonly Idle[] {
  const [only] = targets;
  if (explore === undefined || goodEnoughAt === undefined || only === undefined || targets.length > 1)
    return [];
  return [
    {
      at,
      what: `\`explore ${explore}%\` of "${name}"`,
      because: `"${only}" is its only member`,
      help: 'delete it, or add a member that can be explored',
    },
  ];
}

/** Without figures for any member the table decides, whatever the prompt. */
function judgesNoPrompt(policy: Policy, { name, byPrompt, at }: Pool): readonly Idle[] {
  const models = [...modelsUnder(policy, name)];
  const isKnown = models.some((model) => promptNameOf(policy, model) !== undefined);
  if (byPrompt === undefined || policy.quality?.prompts === undefined || isKnown) return [];
  return [
    {
      at,
      what: `\`by prompt\` of "${name}"`,
      because: `the prompt file knows none of its models (${models.join(', ')})`,
      help: 'create the file again with outcomes of these models: `llmr learn FILE --out quality.csv`',
    },
  ];
}

function equalDeployments({ name, deployments, at }: Model): readonly Idle[] {
  const keys = deployments.map((one) => `${one.upstreamId}\n${one.provider}\n${one.region ?? ''}`);
  const again = deployments.find((_, index) => keys.indexOf(keys[index] ?? '') < index);
  if (again === undefined) return [];
  return [
    {
      at,
      what: `the second \`is "${again.upstreamId}" on ${again.provider}\` of "${name}"`,
      because: 'both deployments are the same: neither is healthier or less busy than the other',
      help: 'delete one of the two, or name another provider, region or model id',
    },
  ];
}
