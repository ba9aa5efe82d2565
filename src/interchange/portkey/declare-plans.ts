/**
 * Plans of a Portkey config as declarations: a model for each target, chains, splits, and the transforms of routes. The
 * same plan is declared once. Knows no conditions.
 */
import type { FailureClass } from '../../language/semantics/failures.ts';
import { type DraftPolicy, duration, quoted, shares } from '../draft-policy.ts';
import type { ModelDrafts } from '../model-drafts.ts';
import { asObject, type Json, numberOf, textOf } from '../plain-values.ts';
import type { LossList } from '../report.ts';
import { shownName, shownValue } from '../secrets.ts';
import { strategyOf } from './config-shape.ts';
import type { Plan } from './plan-targets.ts';
import { createAccounts, readTarget } from './read-target.ts';
import { classesOf, NOT_2XX, RETRIED, retryable, sameClasses } from './status-codes.ts';

/** What follows `use`. */
export interface PlanWords {
  readonly target: string;
  readonly transform?: string;
}

export interface PlanDrafts {
  declare(plan: Plan): PlanWords | undefined;
}

type Leaf = Extract<Plan, { kind: 'leaf' }>;
interface Step {
  readonly target: string;
  readonly timeout: number | undefined;
  readonly attempts: number;
  readonly retried: readonly FailureClass[];
}

const MOST_RETRIES = 10;

export function createPlanDrafts(draft: DraftPolicy, models: ModelDrafts, losses: LossList): PlanDrafts {
  return new ConfigPlanDrafts(draft, models, losses);
}

class ConfigPlanDrafts implements PlanDrafts {
  readonly #draft: DraftPolicy;
  readonly #models: ModelDrafts;
  readonly #losses: LossList;
  readonly #lose: LossList['lose'];
  readonly #accounts = createAccounts();
  readonly #declared = new Map<string, string>();
  readonly #transforms = new Map<string, string>();

  constructor(draft: DraftPolicy, models: ModelDrafts, losses: LossList) {
    this.#draft = draft;
    this.#models = models;
    this.#losses = losses;
    this.#lose = losses.lose;
  }

  declare(plan: Plan): PlanWords | undefined {
    if (plan.kind === 'nothing') return undefined;
    const target = this.#targetOf(plan);
    const transform = this.#transformOf(leavesOf(plan));
    return { target, ...(transform === undefined ? {} : { transform }) };
  }

  #once(identity: string, declare: () => string): string {
    const name = this.#declared.get(identity) ?? declare();
    this.#declared.set(identity, name);
    return name;
  }

  #targetOf(plan: Plan): string {
    switch (plan.kind) {
      case 'nothing':
        return '';
      case 'leaf':
        return this.#tried(this.#stepOf(plan));
      case 'split':
        return this.#splitOf(plan);
      case 'chain':
        return this.#chainOf(plan);
    }
  }

  #splitOf({ node, where, arms }: Extract<Plan, { kind: 'split' }>): string {
    const names = arms.map(({ plan }) => this.#targetOf(plan));
    const { percent, changed } = shares(arms.map(({ weight }) => weight));
    if (changed)
      this.#lose(
        `weight: ${arms.map(({ weight }) => weight).join(', ')}`,
        where,
        `a split has shares of 0.01% or more: ${percent.map((one) => `${one}%`).join(', ')} are written`,
        'check that these shares serve you',
        'answers',
      );
    const body = names.map((name, index) => `${percent[index]}% ${name}`).join('\n');
    const key = this.#stickyKey(node);
    return this.#once(`split ${textOf(node['name'])} ${key} ${body}`, () => {
      const name = this.#draft.name('target', textOf(node['name']) ?? 'balanced');
      this.#draft.declare(`split ${name} by ${key} {\n${body} }`);
      return name;
    });
  }

  #stickyKey(node: Json): string {
    const sticky = asObject(strategyOf(node)['sticky']);
    if (sticky['enabled'] !== true) return 'request';
    const fields = Array.isArray(sticky['hash_fields']) ? sticky['hash_fields'] : [];
    const name = fields.length === 1 ? /^metadata\.([^.]+)$/.exec(String(fields[0]))?.[1] : undefined;
    this.#lose(
      'strategy.sticky',
      'strategy',
      name === undefined
        ? 'a split takes one entry of metadata as its key'
        : 'a request without this entry goes to the first target, and a share does not end after `ttl`',
      name === undefined
        ? 'write the key that is meant after `by`'
        : `have callers always send \`metadata.${shownName(name)}\``,
      'answers',
    );
    return name === undefined ? 'request' : `metadata ${quoted(name)}`;
  }

  #chainOf({ node, where, steps }: Extract<Plan, { kind: 'chain' }>): string {
    const classes = this.#triggersOf(node, where);
    if (classes.length === 0 && steps[0] !== undefined) return this.#targetOf(steps[0]);
    const lines = steps.map((plan) => {
      const step = plan.kind === 'leaf' ? this.#stepOf(plan) : undefined;
      const inline =
        step !== undefined && (step.attempts === 0 || sameClasses(step.retried, retryable(classes)));
      return step === undefined ? this.#targetOf(plan) : inline ? this.#stepWords(step) : this.#tried(step);
    });
    const body = lines.map((line, index) => `${index === 0 ? 'try' : 'then'} ${line}`).join('\n');
    return this.#once(`chain ${textOf(node['name'])} ${body} ${classes.join()}`, () => {
      const name = this.#draft.name('target', textOf(node['name']) ?? 'fallback');
      this.#draft.declare(`chain ${name} {\n${body}\non ${classes.join(', ')} }`);
      return name;
    });
  }

  #triggersOf(node: Json, where: string): readonly FailureClass[] {
    const codes = strategyOf(node)['on_status_codes'] ?? node['on_status_codes'];
    return Array.isArray(codes)
      ? this.#fromCodes(codes, `${where === 'config' ? '' : `${where}.`}strategy`, 'moves on')
      : NOT_2XX;
  }

  #fromCodes(codes: readonly unknown[], where: string, does: string): readonly FailureClass[] {
    const { classes, without, widened } = classesOf(codes);
    if (without.length > 0)
      this.#lose(
        `on_status_codes: ${without.join(', ')}`,
        where,
        'no call of a model fails so: Portkey’s guardrails answer with 246 and 446',
        'leave them out',
        'requests',
      );
    if (widened && classes.length > 0)
      this.#lose(
        `on_status_codes: [${codes.map(Number).join(', ')}]`,
        where,
        `llmr ${does} for kinds of failure: some hold more codes`,
        `compare the line \`on ${classes.join(', ')}\` with docs/failures/`,
        'nothing to do',
      );
    return classes;
  }

  #stepOf(plan: Leaf): Step {
    const { node, where, settings } = plan;
    const target = this.#once(`leaf ${where}`, () => {
      const { name, card } = readTarget(node, where, settings, this.#accounts, this.#losses);
      return this.#models.model(name, [card], where);
    });
    const wanted = numberOf(settings.retry['attempts'] ?? settings.retry['count']) ?? 0;
    if (wanted > MOST_RETRIES)
      this.#lose(
        `retry.attempts: ${wanted}`,
        where,
        `${MOST_RETRIES} is the most`,
        'no action is needed',
        'requests',
      );
    const codes = settings.retry['on_status_codes'];
    const chosen = Array.isArray(codes)
      ? retryable(this.#fromCodes(codes, `${where}.retry`, 'asks again'))
      : retryable(RETRIED);
    // Without a connection there is no code, and Portkey tries again.
    const retried = chosen.length === 0 ? chosen : [...new Set([...chosen, 'connection' as const])];
    const never = Array.isArray(codes) && retried.length === 0;
    if (never && wanted > 0)
      this.#lose(
        'retry.on_status_codes',
        where,
        'the same model fails in the same way again for all of them',
        'leave `retry` out',
        'requests',
      );
    return {
      target,
      timeout: settings.timeout,
      attempts: never ? 0 : Math.min(MOST_RETRIES, Math.max(0, Math.floor(wanted))),
      retried,
    };
  }

  #stepWords({ target, timeout, attempts }: Step): string {
    return `${target}${timeout === undefined ? '' : ` within ${duration(timeout)}`}${attempts === 0 ? '' : ` retry ${attempts}`}`;
  }

  /** A chain of one step, where a model is asked again or has a deadline of its own. */
  #tried(step: Step): string {
    if (step.attempts === 0 && step.timeout === undefined) return step.target;
    return this.#once(`tried ${JSON.stringify(step)}`, () => {
      const name = this.#draft.name('target', `${step.target}-tried`);
      this.#draft.declare(
        `chain ${name} {\ntry ${this.#stepWords(step)}${step.attempts === 0 ? '' : `\non ${step.retried.join(', ')}`} }`,
      );
      return name;
    });
  }

  #transformOf(leaves: readonly Leaf[]): string | undefined {
    const [first, ...others] = leaves;
    if (first === undefined) return undefined;
    const wanted = JSON.stringify(first.settings.params);
    if (others.some(({ settings }) => JSON.stringify(settings.params) !== wanted)) {
      for (const { where, settings } of leaves)
        for (const [name, value] of Object.entries(settings.params))
          this.#lose(
            `override_params.${shownName(name)}: ${shownValue(name, value, true)}`,
            where,
            'a transform belongs to a route, and its targets set different parameters',
            `write \`transform t { set ${/^\w+$/.test(shownName(name)) ? name : 'NAME'} … }\`, and \`use … with t\` in a route of its own`,
            'requests',
          );
      return undefined;
    }
    const lines = Object.entries(first.settings.params).flatMap(([name, value]) =>
      this.#parameterLine(name, value, first.where),
    );
    if (lines.length === 0) return undefined;
    const body = lines.join('\n');
    const known = this.#transforms.get(body) ?? this.#draft.name('transform', 'parameters');
    this.#transforms.set(body, known);
    this.#draft.declare(`transform ${known} {\n${body} }`);
    return known;
  }

  #parameterLine(name: string, value: unknown, where: string): string[] {
    const limit = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'].includes(name);
    if (limit && typeof value === 'number' && Number.isInteger(value) && value >= 1) {
      this.#lose(
        `override_params.${name}: ${value}`,
        where,
        '`cap output` keeps a smaller limit of the caller',
        'no action is needed',
        'nothing to do',
      );
      return [`cap output ${value}`];
    }
    const isName = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
    const settable = !DECIDED_BY_ROUTES.includes(name) && isName;
    if (settable && typeof value === 'number' && value >= 0 && value < 1e9)
      return [`set ${name} ${Number(value.toFixed(6))}`];
    if (settable && typeof value === 'boolean') return [`set ${name} ${value}`];
    if (
      settable &&
      typeof value === 'string' &&
      value.length <= 200 &&
      shownValue(name, value, true) === value
    )
      return [`set ${name} ${quoted(value)}`];
    this.#lose(
      `override_params.${shownName(name)}`,
      where,
      'a transform sets numbers, texts, true and false of parameters that no route decides',
      'have callers send it',
      'requests',
    );
    return [];
  }
}

const DECIDED_BY_ROUTES = ['model', 'messages', 'input', 'stream', 'system', 'tools'];

function leavesOf(plan: Plan): readonly Leaf[] {
  switch (plan.kind) {
    case 'leaf':
      return [plan];
    case 'nothing':
      return [];
    case 'chain':
      return plan.steps.flatMap(leavesOf);
    case 'split':
      return plan.arms.flatMap(({ plan: arm }) => leavesOf(arm));
  }
}
