// Policies for tests of checking: a library of models and tiers, and a policy with one route around a condition.
import { type Compilation, compile } from '../../../src/language/compile.ts';
import type { Policy, Route, Term } from '../../../src/language/semantics/model.ts';
import { createSource, type Source } from '../../../src/language/text/source.ts';

export const LIBRARY = `provider lab { speaks simulated }
provider eu { speaks openai at "https://eu.example/v1" region eu }
model haiku { is "h" on lab window 200k output 64k price $1 in, $5 out can tools, json }
model sonnet { is "s" on lab window 200k output 64k price $3 in, $15 out }
model gpt-4o { is "g" on lab is "g-eu" on eu is "g-eu-2" on eu price from catalogue "openai/gpt-4o" }
`;

export const HEAD = `policy support edition 1 { serves "support" }
import haiku, sonnet, gpt-4o from "./models.route"
tier free, pro, enterprise
intent refund { like "money back" }
intent bug-report { like "it crashes" }
intent urgent in tone { like "hurry" }
budget cap { limit $50/day per team }
`;

export const END = '\notherwise { use haiku }\n';

export function files(texts: Readonly<Record<string, string>>): Source[] {
  return Object.entries(texts).map(([path, text]) => createSource(path, text));
}

export function compiled(body: string, more: Readonly<Record<string, string>> = {}): Compilation {
  return compile(files({ 'support.route': HEAD + body + END, 'models.route': LIBRARY, ...more }), new Map());
}

/** The typed policy of a body that has no faults. */
export function policyOf(body: string, more: Readonly<Record<string, string>> = {}): Policy {
  const { policies, diagnostics } = compiled(body, more);
  const errors = diagnostics.filter(({ rule }) => rule !== 'not-yet-available');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const policy = policies[0]?.policy;
  if (policy === undefined) throw new Error('no policy');
  return policy;
}

export function routeOf(clauses: string, more: Readonly<Record<string, string>> = {}): Route {
  const route = policyOf(`route r {\n${clauses}\n}`, more).routes[0];
  if (route === undefined) throw new Error('no route');
  return route;
}

/** The terms of a condition, in disjunctive form. */
export function termsOf(condition: string): readonly (readonly Term[])[] {
  const { all } = routeOf(`when ${condition}\nuse sonnet`).guard;
  const [only] = all;
  if (all.length === 1 && only?.kind === 'any') return only.alternatives;
  return [all.filter((term) => term.kind === 'term')];
}
