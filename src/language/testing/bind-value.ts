/**
 * A written value against the fact it is given for: unit, range, members of a list. Knows no given but by its span.
 */
import type { Code } from '../diagnostics/codes.ts';
import { languageError } from '../semantics/report.ts';
import type * as Ast from '../syntax/ast.ts';
import { sliceOf } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { parseFactValue } from '../vocabulary/fact-json.ts';
import { type FactAbout, factSpec } from '../vocabulary/fact-spec.ts';
import type { FactKind } from '../vocabulary/facts.ts';
import type { FactSpec } from '../vocabulary/value-set.ts';
import { EMPTY_SCENARIO, type Scenario } from './scenario.ts';
import type { Binding } from './tested-policy.ts';

/** A scenario with this one fact; a value that is a boolean comes from the form of the given, not from its text. */
export function bindFact(
  binding: Binding,
  kind: FactKind,
  about: FactAbout,
  value: Ast.Literal | boolean | undefined,
  at: { readonly span: Span },
): Scenario | undefined {
  const spec = factSpec(kind, about, binding.declared);
  if (spec.domain.kind === 'choice' && spec.domain.values.length === 0) {
    return wrongValue(
      binding,
      at,
      `the policy declares no ${spec.id === 'tier' ? 'tiers' : 'values'} for \`${spec.id}\``,
      'L1108',
    );
  }
  const parsed = parseFactValue(spec, jsonOf(binding, spec, value));
  if (!parsed.ok) return wrongValue(binding, valueSpan(value, at), parsed.error, codeOf(spec, value));
  return { ...EMPTY_SCENARIO, facts: new Map([[spec.id, parsed.value]]) };
}

/** Reports, and returns undefined so that callers can return it. */
export function wrongValue(
  binding: Binding,
  at: { readonly span: Span },
  message: string,
  code: Code = 'L1309',
): undefined {
  binding.report(languageError(binding.file, at.span, code, message));
  return undefined;
}

/** `yes` and `no` of a table's cell. */
export function flagOf(value: Ast.Literal): boolean | undefined {
  if (value.kind !== 'name' || value.quoted) return undefined;
  if (['yes', 'true', 'reached', 'down'].includes(value.text)) return true;
  return ['no', 'false'].includes(value.text) ? false : undefined;
}

/** Quantities as they are written, so that a wrong unit is a wrong value and not a number that happens to fit. */
function jsonOf(binding: Binding, spec: FactSpec, value: Ast.Literal | boolean | undefined): unknown {
  if (typeof value === 'boolean' || value === undefined) return value;
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'name':
      if (!value.quoted && value.text === 'unknown') return null;
      return spec.domain.kind === 'flag' ? (flagOf(value) ?? value.text) : value.text;
    default:
      return sliceOf(binding.file.source, value.span);
  }
}

function codeOf(spec: FactSpec, value: Ast.Literal | boolean | undefined): Code {
  if (typeof value === 'object' && value.kind === 'name' && !value.quoted && value.text === 'unknown')
    return 'L1308';
  if (spec.domain.kind === 'choice') return 'L1105';
  return spec.domain.kind === 'number' ? 'L1301' : 'L1309';
}

function valueSpan(
  value: Ast.Literal | boolean | undefined,
  at: { readonly span: Span },
): { readonly span: Span } {
  return typeof value === 'object' ? value : at;
}
