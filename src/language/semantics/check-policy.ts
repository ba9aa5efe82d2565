/**
 * One policy file → the typed policy: its header, the parts it reaches, its routes in reading order. Must not know
 * other policies; rules between policies are in `check-served-names.ts`.
 */

import { qualityFacts } from '../quality/quality-facts.ts';
import type * as Ast from '../syntax/ast.ts';
import { spanOf } from '../text/span.ts';
import type { FactSpec } from '../vocabulary/value-set.ts';
import type { Parts } from './check-declarations.ts';
import { checkGoodEnough, checkQuality } from './check-quality.ts';
import { checkQuantity } from './check-quantity.ts';
import { checkRoute, type RouteContext } from './check-route.ts';
import { checkRuleDocuments } from './check-rule-document.ts';
import { checkDeadlines } from './check-target.ts';
import { type Context, createContext, fault, place, sayNotYet } from './context.ts';
import {
  DEFAULT_DEADLINES,
  type IntentGroup,
  type Model,
  type Policy,
  type Pool,
  type Route,
  type Target,
} from './model.ts';
import { type References, referencesFrom } from './references-in-use.ts';
import { label, type Report } from './report.ts';
import { checkSalt, policySalt, salted } from './salts.ts';
import { type Bound, type Entry, groupsOf, type NamedNode, type Scope } from './scope.ts';

export function checkPolicy(
  bound: Bound,
  scope: Scope,
  header: Ast.PolicyHeader,
  parts: Parts,
  report: Report,
): Policy {
  const base = createContext(bound, scope, report);
  checkEdition(base, header);
  checkSalt(base, header.salt);
  const salt = policySalt(header);
  if (header.exactlyOne)
    sayNotYet(base, 'rules exactly one', spanOf(header.span.start, header.name.span.end));
  const reached = referencesFrom(bound, scope, report);
  const models = partsOf(reached.targets, parts.models);
  const providers = partsOf(reached.providers, parts.providers);
  const facts = new Map<string, FactSpec>();
  const inlinePools = new Map<string, Pool>();
  const regions = [
    ...new Set([...[...providers.values()].map((provider) => provider.region), ...regionsOf(models)]),
  ];
  const context: RouteContext = {
    ...base,
    facts,
    salt,
    regions: regions.filter((region) => region !== undefined),
    inlinePools,
  };
  const { routes, otherwise } = checkRoutes(context, header);
  const predicates = partsOf(reached.predicates, parts.predicates);
  const ruleDocuments = checkRuleDocuments(base, facts);
  const groups = intentGroups(scope, parts);
  const table = checkQuality(base);
  const quality = table && { ...table, facts: qualityFacts(table, groups) };
  const targets = new Map<string, Target>([
    ...[...partsOf(reached.targets, parts.targets)].map(
      ([name, target]) => [name, salted(target, salt)] as const,
    ),
    ...inlinePools,
  ]);
  checkGoodEnough(base, header, targets);
  // A plan reads them, even if no condition does.
  if ([...targets.values()].some((target) => target.kind === 'pool' && target.goodEnoughAt !== undefined))
    for (const spec of quality?.facts ?? []) if (!facts.has(spec.id)) facts.set(spec.id, spec);
  const secondLook = secondLookOf(base, header);
  return {
    name: header.name.text,
    at: place(base, header.name.span),
    ...(header.owner === undefined ? {} : { owner: header.owner.text }),
    serves: servedNames(base, header),
    exactlyOne: header.exactlyOne,
    deadlines: { ...DEFAULT_DEADLINES, ...checkDeadlines(base, header.defaults?.clauses ?? []) },
    facts,
    tiers: base.declared.tiers,
    providers,
    models,
    targets,
    intentGroups: groups,
    budgets: partsOf(reached.budgets, parts.budgets),
    limits: partsOf(reached.limits, parts.limits),
    transforms: partsOf(reached.transforms, parts.transforms),
    checks: partsOf(reached.checks, parts.checks),
    ...(quality === undefined ? {} : { quality }),
    predicates,
    ...(ruleDocuments.size === 0 ? {} : { ruleDocuments }),
    ...(secondLook === undefined ? {} : { secondLookWithin: secondLook }),
    routes,
    ...(otherwise === undefined ? {} : { otherwise }),
  };
}

function partsOf<T>(entries: References[keyof References], parts: ReadonlyMap<NamedNode, T>): Map<string, T> {
  const found = new Map<string, T>();
  for (const [name, entry] of entries as ReadonlyMap<string, Entry>) {
    const part = parts.get(entry.node);
    if (part !== undefined) found.set(name, part);
  }
  return found;
}

function regionsOf(models: ReadonlyMap<string, Model>): (string | undefined)[] {
  return [...models.values()].flatMap((model) => model.deployments.map((deployment) => deployment.region));
}

function checkEdition(context: Context, header: Ast.PolicyHeader): void {
  const { edition } = header;
  if (edition.kind === 'number' && edition.value === 1) return;
  fault(context, edition.span, 'L1311', 'this version reads edition 1 of the language', {
    because: 'an edition fixes what a policy means, so that a newer version cannot change it',
    help: `write \`policy ${header.name.text} edition 1\``,
  });
}

/** Without `serves` a policy answers to its own name. */
function servedNames(context: Context, header: Ast.PolicyHeader): string[] {
  if (header.serves === undefined) return [header.name.text];
  const names = new Map<string, Ast.Text>();
  for (const name of header.serves) {
    if (names.has(name.text)) {
      fault(context, name.span, 'L1204', `duplicate \`${name.text}\` in \`serves\``, {
        because: 'the second has no effect',
        help: 'delete one of the two',
      });
    } else if (name.text !== '*' && name.text.includes('*')) {
      fault(context, name.span, 'L1308', `\`serves "${name.text}"\` is not a model name`, {
        because: 'a policy serves exact names, or everything that no other policy serves: `"*"`',
        help: 'write the names out, or test `asked for` in a route',
      });
    }
    names.set(name.text, name);
  }
  return [...names.keys()];
}

function secondLookOf(context: Context, header: Ast.PolicyHeader): number | undefined {
  const within = header.meaning?.secondLookWithin;
  if (within === undefined) return undefined;
  return checkQuantity(context, within, {
    unit: 'ms',
    what: '`usable within`',
    example: 'second look usable within 25ms',
    over: true,
  });
}

function intentGroups(scope: Scope, parts: Parts): Map<string, IntentGroup> {
  return new Map(
    [...groupsOf(scope)].map(([name, entries]) => [
      name,
      {
        name,
        intents: entries
          // At the import, where it is from the standard library.
          .flatMap(({ node, at }) => {
            const intent = parts.intents.get(node);
            return intent === undefined ? [] : [{ ...intent, at }];
          }),
      },
    ]),
  );
}

function checkRoutes(context: RouteContext, header: Ast.PolicyHeader) {
  const names = new Map<string, Ast.Name>();
  const routes: Route[] = [];
  let otherwise: Route | undefined;
  for (const node of context.file.ast.declarations) {
    if (node.kind === 'otherwise') otherwise ??= checkRoute(context, node);
    if (node.kind !== 'route') continue;
    sayRepeated(context, node, names);
    routes.push(checkRoute(context, node));
  }
  if (otherwise === undefined && !header.exactlyOne) {
    fault(
      context,
      spanOf(header.span.start, header.name.span.end),
      'L1701',
      `policy \`${header.name.text}\` has no \`otherwise\``,
      {
        because: 'a request that matches none of its routes would have no answer',
        help: 'end the file with `otherwise { use TARGET }`, or with `otherwise { refuse 404 "…" }`',
      },
    );
  }
  return { routes, otherwise };
}

function sayRepeated(context: RouteContext, node: Ast.Route, names: Map<string, Ast.Name>): void {
  const { name } = node;
  const first = names.get(name.text);
  if (name.text === 'otherwise') {
    fault(context, name.span, 'L1203', 'a route cannot be named `otherwise`', {
      because: '`otherwise` is the name of the default route in decisions',
      help: 'give the route another name',
    });
  } else if (first !== undefined) {
    const at = place(context, first.span);
    fault(context, name.span, 'L1201', `there is already a route \`${name.text}\` (line ${at.line})`, {
      because: 'decisions, tests and metrics name routes',
      help: 'give one of the two another name',
      labels: [label(at, `the first \`${name.text}\``)],
    });
  }
  names.set(name.text, first ?? name);
}
