/**
 * A written value against the fact it is given for: unit, range, members of a list. Knows no given but by its span.
 */
import type { Code } from '../../diagnostics/codes.ts';
import { languageError, replacement, type Said, unknownValue } from '../../semantics/report.ts';
import type * as Ast from '../../syntax/ast.ts';
import { sliceOf } from '../../text/source.ts';
import type { Span } from '../../text/span.ts';
import { parseFactValue } from '../../vocabulary/fact-json.ts';
import { type FactAbout, factSpec } from '../../vocabulary/fact-spec.ts';
import type { FactKind } from '../../vocabulary/facts.ts';
import type { FactSpec } from '../../vocabulary/value-set.ts';
import { groupOfIntent } from './bind-names.ts';
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
      {
        because: 'a test gives only values that the policy declares',
        help:
          spec.id === 'tier'
            ? 'declare them in the policy, for example `tier free, pro`'
            : `leave \`${spec.id}\` out of the test, or declare its values in the policy`,
      },
    );
  }
  const parsed = parseFactValue(spec, jsonOf(binding, spec, value));
  if (!parsed.ok) return wrongFactValue(binding, spec, value, at, parsed.error);
  return { ...EMPTY_SCENARIO, facts: new Map([[spec.id, parsed.value]]) };
}

/** Reports, and returns undefined so that callers can return it. */
export function wrongValue(
  binding: Binding,
  at: { readonly span: Span },
  message: string,
  code: Code,
  said: Said & Required<Pick<Said, 'because' | 'help'>>,
): undefined {
  binding.report(languageError(binding.file, at.span, code, message, said));
  return undefined;
}

function wrongFactValue(
  binding: Binding,
  spec: FactSpec,
  value: Ast.Literal | boolean | undefined,
  at: { readonly span: Span },
  message: string,
): undefined {
  const { file } = binding;
  const { span } = valueSpan(value, at);
  const code = codeOf(spec, value);
  const { domain } = spec;
  const word =
    typeof value === 'object' && (value.kind === 'name' || value.kind === 'text') ? value.text : '';
  if (domain.kind === 'choice' && code === 'L1105' && word !== '') {
    const group = domain.values.at(-1) === 'none' ? groupOfIntent(binding, word) : undefined;
    if (group === undefined || group === spec.id) {
      binding.report(
        unknownValue(file, span, { kind: `a value of \`${spec.id}\``, name: word }, domain.values),
      );
      return undefined;
    }
    const whole = typeof value === 'object' && at.span.start < value.span.start;
    const meant = `${group} ${word}`;
    return wrongValue(binding, { span }, `\`${word}\` is an intent of the group \`${group}\``, code, {
      because: `each group is given by its own name: \`given ${meant}\``,
      help: `write \`${meant}\` instead of \`${spec.id} ${word}\``,
      ...(whole ? { fix: replacement(file, at.span, meant) } : {}),
    });
  }
  if (code === 'L1308') {
    return wrongValue(binding, { span }, message, code, {
      because: `every request has \`${spec.id}\``,
      help: 'give a value, or leave the fact out for its fixed value',
    });
  }
  const written = value === undefined || typeof value === 'boolean' ? '' : sliceOf(file.source, value.span);
  const example = EXAMPLES[domain.kind === 'number' ? domain.unit : domain.kind];
  const quotes = domain.kind === 'text' && written !== '' && !written.startsWith('"');
  return wrongValue(binding, { span }, message, code, {
    because: 'a test gives a value that a condition on the same fact could have',
    help: `for example \`given ${spec.id.replace(/ used$| left$/, '')} ${example}\``,
    ...(quotes ? { fix: replacement(file, span, JSON.stringify(written)) } : {}),
  });
}

const EXAMPLES = {
  ...{ tokens: '8k', count: '3', percent: '25%', usd: '$2', ms: '6s', score: '0.8', clock: '09:30' },
  ...{ date: '2026-12-31', flag: 'yes', text: '"x"', choice: 'NAME' },
} as const;

/** `yes` and `no` of a table's cell. */
export function flagOf(value: Ast.Literal): boolean | undefined {
  if (value.kind !== 'name' || value.quoted) return undefined;
  if (['yes', 'true', 'reached', 'down', 'explored'].includes(value.text)) return true;
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
