/** The routes of the names that clients ask for, and what the policy serves. Globs come last, the longest first. */
import { quoted } from '../draft-policy.ts';

export interface ServedRoutes {
  readonly serves: readonly string[];
  /** As text, in order. */
  readonly routes: readonly string[];
}

/** `targets`: what each name leads to; `aliases`: alias → name. `nameFor` gives a route's own name. */
export function routesFor(
  targets: ReadonlyMap<string, string>,
  aliases: ReadonlyMap<string, string>,
  nameFor: (wanted: string) => string,
): ServedRoutes {
  const isGlob = (name: string): boolean => name.includes('*');
  const asked = [...targets].map(([group, target]) => ({
    group,
    target,
    // A group whose name is an alias for another is reached by its other names only.
    names: [...(aliases.has(group) ? [] : [group]), ...aliasesOf(group, aliases)],
  }));
  const exact = asked.flatMap((one) => withNames(one, (name) => !isGlob(name)));
  const globs = asked
    .flatMap((one) => withNames(one, isGlob))
    .sort((one, other) => longest(other.names) - longest(one.names));
  const names = exact.flatMap((one) => one.names);
  return {
    serves: [...new Set(names), ...(globs.length > 0 ? ['*'] : [])],
    routes: [
      ...exact.map(({ group, names, target }) =>
        route(nameFor(group), `asked for is ${names.map(quoted).join(' or ')}`, target),
      ),
      ...globs.flatMap(({ group, names, target }) =>
        names.map((name) => route(nameFor(group), `asked for ${quoted(name)}`, target)),
      ),
    ],
  };
}

interface Asked {
  readonly group: string;
  readonly target: string;
  readonly names: readonly string[];
}

function withNames(one: Asked, wanted: (name: string) => boolean): Asked[] {
  const names = one.names.filter(wanted);
  return names.length === 0 ? [] : [{ ...one, names }];
}

function aliasesOf(group: string, aliases: ReadonlyMap<string, string>): string[] {
  return [...aliases].filter(([, target]) => target === group).map(([alias]) => alias);
}

function longest(names: readonly string[]): number {
  return Math.max(...names.map((name) => name.length));
}

function route(name: string, when: string, target: string): string {
  return `route ${name} {\nbecause "Clients ask for this model by name."\nwhen ${when}\nuse ${target}\n}`;
}
