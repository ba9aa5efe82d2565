/**
 * The targets of a Portkey config as alternatives, each a condition and a plan without conditions: the first whose
 * condition holds is what Portkey would do. Conditional strategies may be anywhere; routes are not nested, so that a
 * condition below a chain or split becomes a condition of the whole plan. Declares nothing.
 */

import { asObject, type Json, numberOf, textOf } from '../plain-values.ts';
import type { LossList } from '../report.ts';
import { type Inherited, inheritedBy, modeOf, strategyOf, targetsOf } from './config-shape.ts';
import { ALWAYS, allOf, type Formula, isAlways, isNever, TooManyAlternatives } from './formula.ts';
import { queryConditions } from './query-conditions.ts';

export type Plan =
  | { readonly kind: 'leaf'; readonly node: Json; readonly where: string; readonly settings: Inherited }
  | { readonly kind: 'chain'; readonly node: Json; readonly where: string; readonly steps: readonly Plan[] }
  | {
      readonly kind: 'split';
      readonly node: Json;
      readonly where: string;
      readonly arms: readonly { readonly plan: Plan; readonly weight: number }[];
    }
  | { readonly kind: 'nothing'; readonly why: string };

export interface Alternative {
  readonly formula: Formula;
  readonly plan: Plan;
  /** `Condition 2 of the config.` */
  readonly because: string;
  /** What the routes are called after. */
  readonly name: string;
}

/** One target of a node, and where it is. */
interface Part {
  readonly target: Json;
  readonly place: string;
}
/** What a target leads to. */
type Below = (part: Part) => readonly Alternative[];

const MOST_ROUTES = 200;

export function planTargets(config: Json, top: Inherited, losses: LossList): readonly Alternative[] {
  return new TargetPlanner(config, top, losses).plan();
}

class TargetPlanner {
  readonly #config: Json;
  readonly #top: Inherited;
  readonly #lose: LossList['lose'];

  constructor(config: Json, top: Inherited, { lose }: LossList) {
    this.#config = config;
    this.#top = top;
    this.#lose = lose;
  }

  plan(): readonly Alternative[] {
    return this.#upToAlways(this.#expand(this.#config, '', this.#top));
  }

  #expand(node: Json, where: string, above: Inherited): readonly Alternative[] {
    const inherited = inheritedBy(node, above);
    const mode = modeOf(node);
    const parts: readonly Part[] = targetsOf(node).map((target, index) => ({
      target,
      place: `${where === '' ? '' : `${where}.`}targets[${index}]`,
    }));
    const name = textOf(node['name']) ?? '';
    const below: Below = ({ target, place }) => this.#expand(target, place, inherited);
    const [first] = parts;
    switch (mode) {
      case undefined:
        return [
          {
            formula: ALWAYS,
            plan: { kind: 'leaf', node, where: where === '' ? 'config' : where, settings: inherited },
            because: '',
            name,
          },
        ];
      case 'conditional':
        return this.#conditional(node, where, parts, below);
      case 'loadbalance':
        return this.#loadBalance(node, where, parts, below);
      case 'fallback':
        return this.#combined(parts.map(below), (plans) =>
          chainOf(node, place(where), this.#answering(plans, where)),
        );
      default:
        this.#reportUnused(node, where, parts.length);
        return first === undefined ? [] : below(first);
    }
  }

  /** Only the first target of such a node is used. */
  #reportUnused(node: Json, where: string, targets: number): void {
    if (modeOf(node) === 'unknown')
      this.#lose(
        'strategy.mode',
        place(where),
        'Portkey has no such mode, and answers nothing',
        'write `single`, `fallback`, `loadbalance` or `conditional`',
        'answers',
      );
    else if (targets > 1 && node['strategy'] === undefined && node['mode'] === undefined)
      this.#lose(
        'targets',
        place(where),
        'without a strategy only the first is used here',
        'write the strategy that is meant, and import again',
        'answers',
      );
    else if (targets > 1)
      this.#lose(
        `${targets - 1} more targets`,
        place(where),
        'the mode is `single`: only the first is used',
        'no action is needed',
        'nothing to do',
      );
  }

  #conditional(node: Json, where: string, parts: readonly Part[], below: Below): readonly Alternative[] {
    const strategy = strategyOf(node);
    const at = where === '' ? 'strategy' : `${where}.strategy`;
    // Portkey takes the first of this name.
    const named = (wanted: unknown): Part | undefined =>
      parts.find(({ target }) => target['name'] === wanted && wanted !== undefined);
    const conditions = Array.isArray(strategy['conditions']) ? strategy['conditions'].map(asObject) : [];
    const found = conditions.flatMap((condition, index) =>
      this.#condition(condition, index, `${at}.conditions[${index}]`, named(condition['then']), below),
    );
    const last = named(strategy['default']);
    for (const { target, place } of parts) {
      const used = conditions.some(({ then }) => then === target['name']) || target === last?.target;
      if (!used || target['name'] === undefined)
        this.#lose(
          'a target',
          place,
          'no condition leads to it',
          'name it in a condition, if it should answer',
          'nothing to do',
        );
    }
    if (last === undefined) return [...found, this.#withoutDefault(textOf(strategy['default']), at)];
    const because = 'The default of the config.';
    const name = textOf(last.target['name']) ?? '';
    return [...found, ...below(last).map((inner) => ({ ...inner, because, name }))];
  }

  /** `part`: the target that the condition leads to. */
  #condition(
    condition: Json,
    index: number,
    place: string,
    part: Part | undefined,
    below: Below,
  ): readonly Alternative[] {
    const name = textOf(condition['then']) ?? '';
    const what = `the condition that leads to ${name === '' ? 'no target' : name}`;
    const when = queryConditions(condition['query']);
    if (when.kind === 'not') {
      this.#lose(what, place, when.because, when.instead, 'answers');
      return [];
    }
    const { formula } = when;
    if (isNever(formula)) {
      this.#lose(what, place, 'it never holds', 'leave it out', 'nothing to do');
      return [];
    }
    for (const note of when.notes) this.#lose(note.what, place, note.why, note.instead, 'answers');
    const because = `Condition ${index + 1} of the config.`;
    if (part === undefined) {
      this.#lose(
        what,
        place,
        'no target has this name: Portkey refuses such requests',
        'name the target that is meant',
        'answers',
      );
      const plan: Plan = { kind: 'nothing', why: 'This condition leads to no target.' };
      return [{ formula, plan, because, name }];
    }
    return below(part).flatMap((inner) => {
      const whole = this.#both(formula, inner.formula, place);
      return whole === undefined ? [] : [{ ...inner, formula: whole, because, name }];
    });
  }

  #withoutDefault(wanted: string | undefined, at: string): Alternative {
    const why = wanted === undefined ? 'there is none' : 'no target has this name';
    this.#lose(
      'strategy.default',
      at,
      `${why}: Portkey refuses what no condition takes`,
      'replace the `otherwise` that refuses',
      'answers',
    );
    return {
      formula: ALWAYS,
      plan: { kind: 'nothing', why: 'No condition takes this request.' },
      because: 'The config has no default.',
      name: 'otherwise',
    };
  }

  #loadBalance(node: Json, where: string, parts: readonly Part[], below: Below): readonly Alternative[] {
    const weights = parts.map(({ target, place }) => this.#weightOf(target, place));
    const used = parts.filter((_, index) => (weights[index] ?? 0) > 0);
    const shares = weights.filter((weight) => weight > 0);
    if (used.length === 0) {
      this.#lose(
        'weight',
        place(where),
        'every weight is 0: no target takes a request',
        'give one of them a weight',
        'answers',
      );
      return [
        {
          formula: ALWAYS,
          plan: { kind: 'nothing', why: 'Every target has the weight 0.' },
          because: '',
          name: textOf(node['name']) ?? 'otherwise',
        },
      ];
    }
    return this.#combined(used.map(below), (plans) => {
      const left = this.#answering(plans, where);
      const [only] = left;
      if (left.length < 2) return only ?? { kind: 'nothing', why: 'No condition takes this request.' };
      const arms = left.map((plan) => ({ plan, weight: shares[plans.indexOf(plan)] ?? 1 }));
      return { kind: 'split', node, where: place(where), arms };
    });
  }

  /** Without what refuses: only targets can be steps of a chain or arms of a split. */
  #answering(plans: readonly Plan[], where: string): readonly Plan[] {
    const left = plans.filter(({ kind }) => kind !== 'nothing');
    if (left.length < plans.length)
      this.#lose(
        'targets',
        place(where),
        'one of them refuses where no condition holds, and a policy leaves it out there',
        'name a default for it',
        'answers',
      );
    return left;
  }

  #weightOf(target: Json, at: string): number {
    const written = target['weight'];
    if (written === undefined) return 1;
    const weight = numberOf(written) ?? 0;
    if (typeof written === 'string' && weight > 0)
      this.#lose(
        'weight',
        at,
        'it is a text, and taken for the number that it spells',
        'no action is needed',
        'nothing to do',
      );
    if (weight <= 0)
      this.#lose(
        'weight: 0',
        at,
        'it takes no requests',
        'give it a weight, if it should take some',
        'nothing to do',
      );
    return Math.max(0, weight);
  }

  /** Every combination of what the parts lead to, the first of each first. */
  #combined(
    parts: readonly (readonly Alternative[])[],
    build: (plans: readonly Plan[]) => Plan,
  ): readonly Alternative[] {
    let rows: {
      readonly formula: Formula;
      readonly plans: readonly Plan[];
      readonly because: string;
      readonly name: string;
    }[] = [{ formula: ALWAYS, plans: [], because: '', name: '' }];
    for (const alternatives of parts) {
      if (rows.length * alternatives.length > MOST_ROUTES) {
        this.#lose(
          'conditions',
          'config',
          `more than ${MOST_ROUTES} routes would be needed for nested conditions`,
          'write the routes by hand',
          'answers',
        );
        rows = rows.map((row) => ({
          ...row,
          plans: [...row.plans, alternatives.at(-1)?.plan ?? { kind: 'nothing', why: 'Too many routes.' }],
        }));
        continue;
      }
      rows = rows.flatMap((row) =>
        alternatives.flatMap((alternative) => {
          const formula = this.#both(row.formula, alternative.formula, 'config');
          if (formula === undefined) return [];
          return [
            {
              formula,
              plans: [...row.plans, alternative.plan],
              because: row.because || alternative.because,
              name: row.name || (alternative.because === '' ? '' : alternative.name),
            },
          ];
        }),
      );
    }
    return rows.map(({ formula, plans, because, name }) => ({ formula, plan: build(plans), because, name }));
  }

  #both(a: Formula, b: Formula, at: string): Formula | undefined {
    try {
      return allOf([a, b]);
    } catch (error) {
      if (!(error instanceof TooManyAlternatives)) throw error;
      this.#lose(
        'a condition',
        at,
        'it has more than 64 alternatives when written as a route',
        'write its route by hand',
        'answers',
      );
      return undefined;
    }
  }

  /** What comes after a condition that always holds is never reached. */
  #upToAlways(alternatives: readonly Alternative[]): readonly Alternative[] {
    const last = alternatives.findIndex(({ formula }) => isAlways(formula));
    const after = last === -1 ? [] : alternatives.slice(last + 1);
    if (after.some(({ because }) => because.startsWith('Condition')))
      this.#lose(
        'conditions',
        'strategy',
        'one before them always holds',
        'leave them out, or move them up',
        'nothing to do',
      );
    return last === -1 ? alternatives : alternatives.slice(0, last + 1);
  }
}

function place(where: string): string {
  return where === '' ? 'config' : where;
}

function chainOf(node: Json, where: string, steps: readonly Plan[]): Plan {
  const [only] = steps;
  if (steps.length < 2) return only ?? { kind: 'nothing', why: 'No condition takes this request.' };
  return { kind: 'chain', node, where, steps };
}
