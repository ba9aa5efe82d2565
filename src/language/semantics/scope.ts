/**
 * Which declaration each name of a file refers to. The bound form of a policy set: the AST, a scope per file, and a
 * reference for every resolved name. Must not know units, domains or anything that checks decide.
 */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type * as Ast from '../syntax/ast.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import type { Source } from '../text/source.ts';
import type { Place } from './model.ts';

export type TargetNode = Ast.Model | Ast.Chain | Ast.Pool | Ast.Split | Ast.Rollout;
export type NamedNode =
  | TargetNode
  | Ast.Provider
  | Ast.Intent
  | Ast.Budget
  | Ast.Limit
  | Ast.Transform
  | Ast.Check
  | Ast.Predicate;

/** A declaration and its file; names inside it are looked up there. */
export interface Entry<N extends NamedNode | Ast.Tiers = NamedNode> {
  readonly node: N;
  readonly file: ParsedFile;
  /** Of the name (of the whole line, for tiers). */
  readonly at: Place;
}

/** The namespaces: models, chains, pools, splits, rollouts share one (with intent groups); every other kind has its own. */
export interface Names {
  readonly targets: Map<string, Entry<TargetNode>>;
  readonly providers: Map<string, Entry<Ast.Provider>>;
  readonly intents: Map<string, Entry<Ast.Intent>>;
  readonly budgets: Map<string, Entry<Ast.Budget>>;
  readonly limits: Map<string, Entry<Ast.Limit>>;
  readonly transforms: Map<string, Entry<Ast.Transform>>;
  readonly checks: Map<string, Entry<Ast.Check>>;
  readonly predicates: Map<string, Entry<Ast.Predicate>>;
}
export type Namespace = keyof Names;
/** The name of a namespace's members in messages. */
export const NAMESPACES: Readonly<Record<Namespace, { readonly one: string; readonly many: string }>> = {
  targets: { one: 'model or target', many: 'models and targets' },
  providers: { one: 'provider', many: 'providers' },
  intents: { one: 'intent', many: 'intents' },
  budgets: { one: 'budget', many: 'budgets' },
  limits: { one: 'limit', many: 'limits' },
  transforms: { one: 'transform', many: 'transforms' },
  checks: { one: 'check', many: 'checks' },
  predicates: { one: 'predicate', many: 'predicates' },
};
export const NAMESPACE_KEYS = Object.keys(NAMESPACES) as readonly Namespace[];

export interface Scope {
  readonly file: ParsedFile;
  /** Declared here or imported. */
  readonly names: Names;
  tiers: Entry<Ast.Tiers> | undefined;
  /**
   * Names whose import failed, which has been reported, and `tier` where the order of tiers is in doubt: their uses
   * are not reported again.
   */
  readonly broken: Set<string>;
}

/** Data files among the sources, by normal path. */
export type DataFiles = ReadonlyMap<string, Source>;

export interface Bound {
  readonly scopes: ReadonlyMap<ParsedFile, Scope>;
  /** The declaration that a name in the text refers to; missing where an error was reported. */
  readonly references: ReadonlyMap<Ast.Name | Ast.Text, Entry>;
  readonly data: DataFiles;
  readonly diagnostics: readonly Diagnostic[];
}

export const UNNAMED_GROUP = 'intent';
export function groupOf(intent: Ast.Intent): string {
  return intent.group?.text ?? UNNAMED_GROUP;
}

export function emptyScope(file: ParsedFile): Scope {
  return {
    file,
    names: {
      targets: new Map(),
      providers: new Map(),
      intents: new Map(),
      budgets: new Map(),
      limits: new Map(),
      transforms: new Map(),
      checks: new Map(),
      predicates: new Map(),
    },
    tiers: undefined,
    broken: new Set(),
  };
}

/** Intents that a file can use, by group, each with where the group is first named. */
export function groupsOf(scope: Scope): Map<string, Entry<Ast.Intent>[]> {
  const groups = new Map<string, Entry<Ast.Intent>[]>();
  for (const entry of scope.names.intents.values()) {
    const group = groupOf(entry.node);
    const others = groups.get(group);
    if (others === undefined) groups.set(group, [entry]);
    else others.push(entry);
  }
  return groups;
}

export function namespaceOf(node: NamedNode): Namespace {
  switch (node.kind) {
    case 'model':
    case 'chain':
    case 'pool':
    case 'split':
    case 'rollout':
      return 'targets';
    case 'provider':
      return 'providers';
    case 'intent':
      return 'intents';
    case 'budget':
      return 'budgets';
    case 'limit':
      return 'limits';
    case 'transform':
      return 'transforms';
    case 'check':
      return 'checks';
    case 'predicate':
      return 'predicates';
  }
}
