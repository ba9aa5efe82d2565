/** The clauses of chains, pools, splits and rollouts as text, and the differences between two of one kind. */
import type { Chain, ChainStep, Deadlines, Pool, Rollout, Split, Target } from '../semantics/model.ts';
import { keyWords } from '../vocabulary/fact-spec.ts';
import { formatDuration } from '../vocabulary/format-quantity.ts';
import { changedFields, type Fields, membersInRegions, type Told, toldOf, wholeWords } from './field.ts';
import { listed } from './model-fields.ts';

export const DEADLINE_FIELDS: Fields<Deadlines> = {
  connect: deadline('connect within'),
  firstToken: deadline('first token within'),
  idle: deadline('idle within'),
  ending: deadline('ending within'),
  attempt: deadline('attempt within'),
  whole: deadline('whole within'),
};

function deadline(clause: string): Exclude<Fields<Deadlines>['idle'], string> {
  return { told: 'notes', clause, words: formatDuration };
}

export const STEP_FIELDS: Fields<ChainStep> = {
  target: { told: 'regions', clause: '', words: (name) => name },
  at: 'place',
  deadlines: {
    told: 'regions',
    clause: '',
    words: deadlineWords,
    changes: (head, before, after) =>
      changedFields<Partial<Deadlines>>(DEADLINE_FIELDS, head, before ?? {}, after ?? {}).map(
        ({ what, ...texts }) => ({
          what: what.replace('attempt within', 'within'),
          ...texts,
        }),
      ),
  },
  retries: { told: 'regions', clause: 'retry', words: String },
  hedgeAfter: { told: 'regions', clause: 'hedge after', words: formatDuration },
};

function deadlineWords(deadlines: Partial<Deadlines>): string {
  return wholeWords<Partial<Deadlines>>(DEADLINE_FIELDS, deadlines).replace('attempt within', 'within');
}

function stepWords({ target, deadlines, retries, hedgeAfter }: ChainStep): string {
  return [
    target,
    deadlineWords(deadlines),
    ...(retries === 0 ? [] : [`retry ${retries}`]),
    ...(hedgeAfter === undefined ? [] : [`hedge after ${formatDuration(hedgeAfter)}`]),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

export const CHAIN_FIELDS: Fields<Chain> = {
  kind: 'derived',
  name: 'name',
  at: 'place',
  steps: {
    told: 'regions',
    clause: '',
    words: (steps) => steps.map(stepWords).join(', then '),
    changes: stepChanges,
  },
  on: { told: 'regions', clause: 'on', unordered: true, words: listed },
};

/** The order where it differs; else step by step. */
function stepChanges(
  head: string,
  before: readonly ChainStep[] = [],
  after: readonly ChainStep[] = [],
): Told[] {
  const order = (steps: readonly ChainStep[]): string => steps.map(({ target }) => target).join(', then ');
  const changes: Told[] = [];
  if (order(before) !== order(after)) changes.push(toldOf(head, order(before), order(after)));
  for (const [index, now] of after.entries()) {
    const old =
      before[index]?.target === now.target
        ? before[index]
        : before.find(({ target }) => target === now.target);
    if (old === undefined) continue;
    changes.push(...changedFields(STEP_FIELDS, `${head}, ${now.target}`, old, now));
  }
  return changes;
}

export const POOL_FIELDS: Fields<Pool> = {
  kind: 'derived',
  name: 'name',
  at: 'place',
  order: { told: 'regions', clause: '', words: (order) => order },
  targets: { told: 'regions', clause: 'of', words: listed },
  goodEnoughAt: { told: 'regions', clause: 'good enough at', words: (percent) => `${percent}%` },
  byPrompt: { told: 'regions', clause: '', words: () => 'by prompt' },
  explore: { told: 'regions', clause: 'explore', words: (percent) => `${percent}%` },
};

export const SPLIT_FIELDS: Fields<Split> = {
  kind: 'derived',
  name: 'name',
  at: 'place',
  by: { told: 'regions', clause: 'by', words: keyWords },
  salt: { told: 'regions', clause: 'salt', words: (salt) => `"${salt}"` },
  arms: {
    told: 'regions',
    clause: '',
    words: (arms) => listed(arms.map(({ share, target }) => `${share}% ${target}`)),
  },
};

export const ROLLOUT_FIELDS: Fields<Rollout> = {
  kind: 'derived',
  name: 'name',
  at: 'place',
  by: { told: 'regions', clause: 'by', words: keyWords },
  salt: { told: 'regions', clause: 'salt', words: (salt) => `"${salt}"` },
  from: { told: 'regions', clause: 'from', words: (name) => name },
  to: { told: 'regions', clause: 'to', words: (name) => name },
  steps: {
    told: 'regions',
    clause: 'steps',
    words: (steps) =>
      listed(
        steps.map(({ share, after }) =>
          after === 0 ? `${share}%` : `${share}% after ${formatDuration(after)}`,
        ),
      ),
  },
  aborts: {
    told: 'regions',
    clause: 'abort when',
    unordered: true,
    words: (aborts) =>
      aborts
        .map(({ measure, over, for: during }) => {
          const bound = measure === 'error rate' ? `${over}%` : formatDuration(over);
          return `${measure} over ${bound} for ${formatDuration(during)}`;
        })
        .join(' or '),
  },
};

/** The differences between two targets of one name. */
export function changedTarget(head: string, before: Target, after: Target): readonly Told[] {
  if (before.kind === 'chain' && after.kind === 'chain')
    return changedFields(CHAIN_FIELDS, head, before, after);
  if (before.kind === 'pool' && after.kind === 'pool') return changedFields(POOL_FIELDS, head, before, after);
  if (before.kind === 'split' && after.kind === 'split')
    return changedFields(SPLIT_FIELDS, head, before, after);
  if (before.kind === 'rollout' && after.kind === 'rollout')
    return changedFields(ROLLOUT_FIELDS, head, before, after);
  return [toldOf(before.name, targetWords(before), targetWords(after))];
}

export function targetWords(target: Target): string {
  switch (target.kind) {
    case 'chain':
      return `chain ${wholeWords(CHAIN_FIELDS, target)}`;
    case 'pool':
      return `pool ${wholeWords(POOL_FIELDS, target)}`;
    case 'split':
      return `split ${wholeWords(SPLIT_FIELDS, target)}`;
    case 'rollout':
      return `rollout ${wholeWords(ROLLOUT_FIELDS, target)}`;
  }
}

/** What outcomes are compared by; `kind` aside. */
export function targetMembers(target: Target): object {
  switch (target.kind) {
    case 'chain':
      return membersInRegions(CHAIN_FIELDS, target);
    case 'pool':
      return membersInRegions(POOL_FIELDS, target);
    case 'split':
      return membersInRegions(SPLIT_FIELDS, target);
    case 'rollout':
      return membersInRegions(ROLLOUT_FIELDS, target);
  }
}
