/** `never` and `always` of a test file as properties of the analysis: names and facts looked up as in a route. */
import type { Property } from '../../src/language/analysis/verdicts/properties.ts';
import { bind } from '../../src/language/semantics/bind.ts';
import { checkWhen, type FactTable } from '../../src/language/semantics/check-condition.ts';
import { createContext } from '../../src/language/semantics/context.ts';
import type { Policy } from '../../src/language/semantics/model.ts';
import type { Bound } from '../../src/language/semantics/scope.ts';
import type * as Ast from '../../src/language/syntax/ast.ts';
import type { ParsedFile } from '../../src/language/syntax/syntax.ts';
import type { Source } from '../../src/language/text/source.ts';

export function bindProperty(bound: Bound, file: ParsedFile, policy: Policy, node: Ast.Property): Property {
  const facts: FactTable = new Map();
  const scope = bound.scopes.get(file);
  if (scope === undefined) throw new Error(`${file.source.path} has no scope`);
  const context = createContext(bound, scope, ({ message }) => {
    throw new Error(message);
  });
  const when = checkWhen({ ...context, facts, salt: policy.name }, node.when);
  const claims = node.claims.map((claim): Property['claims'][number] => {
    const names = claim.names.map((name) => name.text);
    switch (claim.what) {
      case 'model in':
        return { kind: 'model in', models: names };
      case 'route in':
        return { kind: 'route in', routes: names };
      default:
        return { kind: claim.what };
    }
  });
  return { kind: node.claimKind, when, facts, claims };
}

/** By title; `data` are the data files the policy names. */
export function propertiesIn(
  files: readonly ParsedFile[],
  data: ReadonlyMap<string, Source>,
  policy: Policy,
): Map<string, Property> {
  const bound = bind(files, data);
  return new Map(
    files.flatMap((file) =>
      file.ast.declarations.flatMap((node): [string, Property][] =>
        node.kind === 'property' ? [[node.title.text, bindProperty(bound, file, policy, node)]] : [],
      ),
    ),
  );
}
