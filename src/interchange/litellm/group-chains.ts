/**
 * What the requests for a name go to: its target, retried, then the fallbacks; other chains for what is too long and for
 * what a content filter refuses. Knows no deployments beyond their deadlines and retries.
 */
import { type DraftPolicy, duration } from '../draft-policy.ts';
import { asObject, type Json, numberOf, positiveIn, textsIn } from '../plain-values.ts';
import type { LossList } from '../report.ts';
import { shownValue } from '../secrets.ts';
import type { GroupLevels, GroupTarget } from './group-targets.ts';

/** LiteLLM falls back for every failure; what other lists are for goes by those. */
const ALWAYS = [
  ...[
    'rate-limit',
    'overload',
    'server-error',
    'timeout',
    'connection',
    'broken-stream',
    'malformed',
    'empty',
  ],
  ...['gone', 'auth', 'bad-request'],
];
const MOST_RETRIES = 10;
/** As LiteLLM's documentation says. */
const USUAL_RETRIES = 3;
const USUAL_FALLBACKS = 5;

interface Step {
  readonly target: string;
  readonly options: string;
}

/** From a name to the target of its route. `settings`: those of the router. */
export function createGroupChains(
  draft: DraftPolicy,
  losses: LossList,
  settings: Json,
  groups: ReadonlyMap<string, GroupLevels>,
  aliases: ReadonlyMap<string, string>,
): (group: string, levels: GroupLevels) => string {
  const chains = new ChainsOfGroups(draft, losses, settings, groups, aliases);
  return (group, levels) => chains.targetOf(group, levels);
}

class ChainsOfGroups {
  readonly #draft: DraftPolicy;
  readonly #lose: LossList['lose'];
  readonly #settings: Json;
  readonly #groups: ReadonlyMap<string, GroupLevels>;
  readonly #aliases: ReadonlyMap<string, string>;
  readonly #lists: {
    fallbacks: ReadonlyMap<string, readonly string[]> | undefined;
    tooLong: ReadonlyMap<string, readonly string[]> | undefined;
    filtered: ReadonlyMap<string, readonly string[]> | undefined;
  };
  readonly #usual: readonly string[];
  readonly #most: number;

  constructor(
    draft: DraftPolicy,
    { lose }: LossList,
    settings: Json,
    groups: ReadonlyMap<string, GroupLevels>,
    aliases: ReadonlyMap<string, string>,
  ) {
    this.#draft = draft;
    this.#lose = lose;
    this.#settings = settings;
    this.#groups = groups;
    this.#aliases = aliases;
    this.#lists = {
      fallbacks: this.#fallbackLists('fallbacks'),
      tooLong: this.#fallbackLists('context_window_fallbacks'),
      filtered: this.#fallbackLists('content_policy_fallbacks'),
    };
    this.#usual = this.#namesIn(this.#settings['default_fallbacks'], 'default_fallbacks', 'every name');
    this.#most = positiveIn(this.#settings['max_fallbacks']) ?? USUAL_FALLBACKS;
  }

  targetOf(group: string, levels: GroupLevels): string {
    const others = this.#fallbacksOf(group);
    const tooLong = this.#listFor(this.#lists.tooLong, group);
    const filtered = this.#listFor(this.#lists.filtered, group);
    const alike = tooLong !== undefined && tooLong.join('\n') === others.join('\n');
    const steps = [
      ...this.#stepsOf(levels),
      ...others.flatMap((other) => this.#stepsOf(this.#groups.get(other))),
    ];
    let result = levels[0].name;
    if (steps.length > 1 || steps[0]?.options !== '') {
      result = this.#declare(`${group}-${others.length > 0 ? 'or-fallback' : 'retried'}`, steps, [
        ...ALWAYS,
        ...(tooLong === undefined || alike ? ['too-long'] : []),
        ...(filtered === undefined ? ['content-filter'] : []),
      ]);
    }
    const bare = (target: string): Step => ({ target, options: '' });
    const reach = (names: readonly string[]): Step[] =>
      names.flatMap((name) => this.#stepsOf(this.#groups.get(name)));
    if (tooLong !== undefined && tooLong.length > 0 && !alike)
      result = this.#declare(`${group}-or-larger`, [bare(result), ...reach(tooLong)], ['too-long']);
    if (filtered !== undefined && filtered.length > 0)
      result = this.#declare(
        `${group}-or-other-filter`,
        [bare(result), ...reach(filtered)],
        ['content-filter'],
      );
    return result;
  }

  #declare(wanted: string, steps: readonly Step[], on: readonly string[]): string {
    const name = this.#draft.name('target', wanted);
    const lines = steps.map(
      ({ target, options }, index) => `${index === 0 ? 'try' : 'then'} ${target}${options}`,
    );
    // One step moves on to nothing.
    const moves = steps.length > 1 ? `\non ${on.join(', ')}` : '';
    this.#draft.declare(`chain ${name} {\n${lines.join('\n')}${moves}\n}`);
    return name;
  }

  /** A retry between different models goes to the others; one of several deployments of a model to the next of them. */
  #stepsOf(levels: GroupLevels | undefined): Step[] {
    return (levels ?? []).flatMap((level) => {
      const { retries, within } = this.#optionsOf(level);
      const retry = retries === 0 ? '' : ` retry ${retries}`;
      if (level.arms.length === 0) return [{ target: level.name, options: `${within}${retry}` }];
      return [
        { target: level.name, options: within },
        ...level.arms.slice(0, retries).map((target) => ({ target, options: within })),
      ];
    });
  }

  #optionsOf({ deployments }: GroupTarget): { readonly retries: number; readonly within: string } {
    const own = <K extends 'timeout' | 'streamTimeout' | 'retries'>(key: K): number | undefined => {
      const said = deployments.map((one) => one[key]).filter((one) => one !== undefined);
      if (new Set(said).size > 1)
        this.#lose(
          `different ${key === 'retries' ? 'retries' : 'timeouts'}`,
          deployments.map(({ where }) => where).join(', '),
          'the deployments of a model have one deadline and one number of retries: the largest is taken',
          'declare a model for each, with a chain of its own',
        );
      return said.length === 0 ? undefined : Math.max(...said);
    };
    const said = own('retries') ?? numberOf(this.#settings['num_retries']);
    const retries = Math.floor(Math.max(0, said ?? (deployments.length > 1 ? USUAL_RETRIES : 0)));
    if (retries > MOST_RETRIES)
      this.#lose(
        `num_retries: ${retries}`,
        'router_settings',
        'a call is retried 10 times at most',
        'write fewer',
      );
    const timeout = own('timeout') ?? positiveIn(this.#settings['timeout']);
    const first = own('streamTimeout') ?? positiveIn(this.#settings['stream_timeout']) ?? timeout;
    return {
      retries: Math.min(MOST_RETRIES, retries),
      within: `${timeout === undefined ? '' : ` within ${duration(timeout * 1_000)}`}${first === undefined ? '' : ` first token within ${duration(first * 1_000)}`}`,
    };
  }

  /** LiteLLM goes on to the fallbacks of a fallback that fails, too. */
  #fallbacksOf(group: string): readonly string[] {
    const found: string[] = [];
    const visit = (name: string): void => {
      for (const other of this.#listFor(this.#lists.fallbacks, name) ?? this.#usual) {
        if (other === group || found.includes(other)) continue;
        if (found.length < this.#most) found.push(other);
        else if (found.length >= this.#most) return;
        visit(other);
      }
    };
    visit(group);
    return found;
  }

  /** `[{a: [b]}]`, and the shapes that people write instead. */
  #fallbackLists(key: string): ReadonlyMap<string, readonly string[]> | undefined {
    const written = this.#settings[key];
    if (written === undefined || written === null) return undefined;
    const maps = Array.isArray(written) ? written : [written];
    const result = new Map<string, readonly string[]>();
    for (const map of maps.map(asObject)) {
      for (const [name, list] of Object.entries(map)) {
        const group = this.#aliases.get(name) ?? name;
        if (group !== '*' && !this.#groups.has(group)) {
          this.#lose(
            `${key} of "${name}"`,
            `router_settings.${key}`,
            'no entry of model_list that was imported has this name',
            'correct the name and import again, unless that model was left out',
            'answers',
          );
        } else if (!result.has(group)) result.set(group, this.#namesIn(list, key, `"${name}"`, group));
      }
    }
    return result;
  }

  #listFor(
    lists: ReadonlyMap<string, readonly string[]> | undefined,
    group: string,
  ): readonly string[] | undefined {
    return lists?.get(group) ?? lists?.get('*')?.filter((name) => name !== group);
  }

  #namesIn(list: unknown, key: string, of: string, group?: string): readonly string[] {
    const wanted = typeof list === 'string' ? [list] : Array.isArray(list) ? list : [];
    const found = wanted.flatMap((other: unknown) => {
      const written = typeof other === 'string' ? other : textsIn([asObject(other)['model']])[0];
      const name = written === undefined ? undefined : (this.#aliases.get(written) ?? written);
      if (typeof other !== 'string' && name !== undefined)
        this.#lose(
          `what a fallback of ${of} changes in the request`,
          `router_settings.${key}`,
          'a fallback gets the same request',
          'write a route for it',
        );
      if (name !== undefined && this.#groups.has(name)) return name === group ? [] : [name];
      this.#lose(
        `the fallback ${written === undefined ? '' : shownValue(key, written, true)} of ${of}`,
        `router_settings.${key}`,
        'no entry of model_list that was imported has this name',
        'correct the name and import again, or add it to the chain',
        'answers',
      );
      return [];
    });
    return [...new Set(found)];
  }
}
