/**
 * Checks every declaration of every file once in its own file's scope, whichever files import it. Typed parts are
 * stored by their AST node; a missing part has been reported. Must not know policies.
 */
import type * as Ast from '../syntax/ast.ts';
import { checkCheck, checkTransform } from './check-answer.ts';
import { checkIntent, checkPredicate } from './check-intent.ts';
import { checkModel } from './check-model.ts';
import { checkProvider } from './check-provider.ts';
import { checkRollout, checkSplit } from './check-shares.ts';
import { checkBudget, checkLimit } from './check-spending.ts';
import { checkChain, checkPool } from './check-target.ts';
import { type Context, createContext, eachOnce, fault, sayNotYet } from './context.ts';
import { isInPlace } from './declare.ts';
import type { Budget, Check, Intent, Limit, Model, Predicate, Provider, Target, Transform } from './model.ts';
import type { Report } from './report.ts';
import type { Bound, NamedNode } from './scope.ts';

export interface Parts {
  readonly providers: Map<NamedNode, Provider>;
  readonly models: Map<NamedNode, Model>;
  readonly targets: Map<NamedNode, Target>;
  readonly intents: Map<NamedNode, Intent>;
  readonly budgets: Map<NamedNode, Budget>;
  readonly limits: Map<NamedNode, Limit>;
  readonly transforms: Map<NamedNode, Transform>;
  readonly checks: Map<NamedNode, Check>;
  readonly predicates: Map<NamedNode, Predicate>;
}

export function checkDeclarations(bound: Bound, report: Report): Parts {
  const parts: Parts = {
    providers: new Map(),
    models: new Map(),
    targets: new Map(),
    intents: new Map(),
    budgets: new Map(),
    limits: new Map(),
    transforms: new Map(),
    checks: new Map(),
    predicates: new Map(),
  };
  for (const scope of bound.scopes.values()) {
    const context = createContext(bound, scope, report);
    for (const node of scope.file.ast.declarations) {
      if (isInPlace(scope.file, node)) checkDeclaration(context, node, parts);
      else sayOutOfPlace(context, node);
    }
  }
  return parts;
}

function sayOutOfPlace(context: Context, node: Ast.Declaration): void {
  const { testsFor } = context.file.ast;
  if (testsFor === undefined) {
    fault(context, headOf(node), 'L1403', 'a route must be in a policy file', {
      because: 'only a file that begins with `policy NAME edition 1` has routes',
      help: 'move the route into a policy, or begin this file with a policy header',
    });
  } else {
    fault(context, headOf(node), 'L1403', 'a test file may contain only tests', {
      because: 'it is not compiled into the policy it tests',
      help: `move this into ${testsFor.text}`,
    });
  }
}

function headOf(node: Ast.Declaration): Ast.Declaration['span'] {
  if (node.kind === 'route' || node.kind === 'otherwise') return node.head;
  return 'name' in node ? { start: node.span.start, end: node.name.span.end } : node.span;
}

function checkDeclaration(context: Context, node: Ast.Declaration, parts: Parts): void {
  switch (node.kind) {
    case 'provider':
      keep(parts.providers, node, checkProvider(context, node));
      break;
    case 'model':
      keep(parts.models, node, checkModel(context, node));
      break;
    case 'chain':
      keep(parts.targets, node, checkChain(context, node));
      break;
    case 'pool':
      keep(parts.targets, node, checkPool(context, node));
      break;
    case 'split':
      keep(parts.targets, node, checkSplit(context, node));
      break;
    case 'rollout':
      keep(parts.targets, node, checkRollout(context, node));
      break;
    case 'intent':
      keep(parts.intents, node, checkIntent(context, node));
      break;
    case 'budget':
      keep(parts.budgets, node, checkBudget(context, node));
      break;
    case 'limit':
      keep(parts.limits, node, checkLimit(context, node));
      break;
    case 'transform':
      keep(parts.transforms, node, checkTransform(context, node));
      break;
    case 'check':
      keep(parts.checks, node, checkCheck(context, node));
      break;
    case 'predicate':
      keep(parts.predicates, node, checkPredicate(context, node));
      break;
    case 'tiers':
      checkTiers(context, node);
      break;
    case 'quality':
      sayStray(context, node);
      break;
    case 'property':
      sayNotYet(context, node.claimKind, { start: node.span.start, end: node.title.span.end });
      break;
    case 'acceptance':
      sayNotYet(context, 'accept', { start: node.span.start, end: node.title.span.end });
      break;
    case 'import':
    case 'route':
    case 'otherwise':
    case 'test':
    case 'cases':
      break;
  }
}

function keep<N extends NamedNode, T>(parts: Map<NamedNode, T>, node: N, part: T | undefined): void {
  if (part !== undefined) parts.set(node, part);
}

function checkTiers(context: Context, node: Ast.Tiers): void {
  for (const name of eachOnce(context, node.names, 'tier')) {
    if (name.text !== 'none' && name.text !== 'unknown') continue;
    fault(context, name.span, 'L1203', `a tier cannot be named \`${name.text}\``, {
      because: `\`tier is ${name.text}\` would not mean this tier`,
      help: 'give the tier another name',
    });
  }
}

/** A table in a library would have no policy; each policy names its own. */
function sayStray(context: Context, node: Ast.Quality): void {
  if (context.file.ast.header !== undefined) return;
  fault(context, node.span, 'L1403', 'a quality table belongs in a policy, not in a library', {
    because: 'a library is not tied to one policy',
    help: 'move this line into the policy’s file',
  });
}
