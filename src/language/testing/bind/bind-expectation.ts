/**
 * From `expect` words, or the cells of an expectation's column, to a bound expectation. Must not know runs.
 */
import { REASONS } from '../../planning/plan.ts';
import { unknownValue } from '../../semantics/report.ts';
import type * as Ast from '../../syntax/ast.ts';
import { modelNamed, routeNamedIn } from './bind-names.ts';
import { flagOf, wrongValue } from './bind-value.ts';
import { expectedWords } from './clause-words.ts';
import type { Expected } from './expectations.ts';
import type { Binding } from './tested-policy.ts';

/** Undefined where something was reported. */
export function bindExpectation(
  binding: Binding,
  expectation: Ast.Expectation | Ast.ExpectedClause,
): Expected | undefined {
  if (expectation.kind === 'expected-clause') return { kind: 'clause', words: expectedWords(expectation) };
  const { value } = expectation;
  const wrong = (message: string, code: 'L1301' | 'L1302' | 'L1309', example: string): undefined =>
    wrongValue(binding, value ?? expectation, message, code, {
      because: 'an expectation names what the decision says, and its value',
      help: `for example \`expect ${example}\``,
    });
  switch (expectation.what) {
    case 'route': {
      const route = isNamed(value)
        ? routeNamedIn(binding, value)
        : wrong('expect a route by its name', 'L1309', 'route NAME');
      return route === undefined ? undefined : { kind: 'route', route };
    }
    case 'model': {
      if (isNone(value)) return { kind: 'model', model: null };
      const model = isNamed(value)
        ? modelNamed(binding, value)
        : wrong('expect a model by its name', 'L1309', 'model NAME');
      return model === undefined ? undefined : { kind: 'model', model };
    }
    case 'attempts':
      if (value?.kind !== 'number' || !Number.isInteger(value.value) || value.value < 0) {
        return wrong('attempts take a whole number such as `2`', 'L1301', 'attempts 2');
      }
      return { kind: 'attempts', count: value.value };
    case 'reason': {
      const word = isNamed(value) ? value.text : '';
      const reason = REASONS.find((each) => each === word);
      if (reason !== undefined) return { kind: 'reason', reason };
      const { span } = value ?? expectation;
      binding.report(
        unknownValue(binding.file, span, { kind: 'a reason of a decision', name: word }, REASONS),
      );
      return undefined;
    }
    case 'label':
      if (isNone(value)) return { kind: 'label', label: null };
      return isNamed(value)
        ? { kind: 'label', label: value.text }
        : wrong('a label is a text such as `"EXP-31"`', 'L1309', 'label "EXP-31"');
    case 'cost':
    case 'cost up to':
      return value?.kind === 'money'
        ? { kind: 'cost', usd: value.value, upTo: expectation.what === 'cost up to' }
        : wrong('a cost is an amount of money such as `$0.02`', 'L1301', 'cost $0.02');
    case 'refused':
      return bindRefused(value, expectation.message, wrong);
  }
}

function bindRefused(
  value: Ast.Literal | undefined,
  message: Ast.Text | undefined,
  wrong: (message: string, code: 'L1302', example: string) => undefined,
): Expected | undefined {
  const words = message === undefined ? {} : { message: message.text };
  if (value === undefined) return { kind: 'refused', status: true, ...words };
  // The cell of a table holds one value: the status, or the message for the caller.
  if (value.kind === 'text') return { kind: 'refused', status: true, message: value.text };
  const flag = flagOf(value);
  if (flag !== undefined) return { kind: 'refused', status: flag };
  if (value.kind === 'number' && Number.isInteger(value.value) && value.value >= 400 && value.value <= 599) {
    return { kind: 'refused', status: value.value, ...words };
  }
  return wrong('a refusal has a status from 400 to 599', 'L1302', 'refused 403');
}

function isNamed(value: Ast.Literal | undefined): value is Ast.Name | Ast.Text {
  return value?.kind === 'name' || value?.kind === 'text';
}

function isNone(value: Ast.Literal | undefined): boolean {
  return value?.kind === 'name' && !value.quoted && value.text === 'none';
}
