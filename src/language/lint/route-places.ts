/**
 * Positions of the parts of a route in the text, which the typed policy does not keep, and how messages name routes.
 * Knows no rule.
 */
import type { Witness } from '../analysis/space/witness.ts';
import type { Origin } from '../diagnostics/diagnostic.ts';
import type { Place, Route } from '../semantics/model.ts';
import type * as Ast from '../syntax/ast.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import type { LintContext } from './lint-context.ts';

type Written = Ast.Route | Ast.Otherwise;

export function writtenRoute(context: LintContext, route: Route): Written | undefined {
  const file = context.fileAt(route.at.path);
  if (file === undefined) return undefined;
  let routes = writtenRoutes.get(file);
  if (routes === undefined) {
    const written = file.ast.declarations.filter(
      (one): one is Written => one.kind === 'route' || one.kind === 'otherwise',
    );
    routes = new Map(written.toReversed().map((one) => [one.head.start, one]));
    writtenRoutes.set(file, routes);
  }
  return routes.get(route.at.span.start);
}

/** By file: its routes by where they begin. Made when first asked for. */
const writtenRoutes = new WeakMap<ParsedFile, ReadonlyMap<number, Written>>();

export function whenOf(context: LintContext, route: Route): Ast.When | undefined {
  const written = writtenRoute(context, route);
  return written?.kind === 'route' ? written.when : undefined;
}

/** The conditions of a route, or its head where it has none. */
export function conditionsAt(context: LintContext, route: Route): Origin {
  return { path: route.at.path, span: whenOf(context, route)?.span ?? route.at.span };
}

/** The `use` of a route or of one of its canaries. */
export function useAt(context: LintContext, route: Route, canary?: number): Origin {
  const path = route.at.path;
  if (canary !== undefined) return { path, span: route.action.canaries[canary]?.at.span ?? route.at.span };
  return { path, span: writtenRoute(context, route)?.action.use?.span ?? route.at.span };
}

/** `"refunds" (line 42) and "long-documents" (line 31)`. */
export function routeNames(routes: readonly { readonly name: string; readonly at: Place }[]): string {
  return joinWords(routes.map(({ name, at }) => `"${name}" (line ${at.line})`));
}

export function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** What an example takes for granted, as the end of a sentence; empty for most. */
export function assuming(witness: Witness | undefined): string {
  const assumptions = witness?.assumptions ?? [];
  return assumptions.length === 0 ? '' : `; the example takes it that ${joinWords(assumptions)}`;
}
