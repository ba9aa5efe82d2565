/**
 * `transform` and `check`: changes to a request before it is sent, and requirements for an answer before it is
 * returned. AST → typed. Must not know routes.
 */
import type * as Ast from '../syntax/ast.ts';
import { jsonProblem } from '../text/json-problem.ts';
import { checkQuantity, LITERAL_WORDS } from './check-quantity.ts';
import { checkPattern } from './check-text-value.ts';
import { type Context, eachOnce, fault, missingClause, oneOf, place, wordsOf } from './context.ts';
import type { Check, Transform, TransformStep } from './model.ts';
import { resolvePath } from './resolve-path.ts';

/** Members of a request that the route itself decides. */
const ROUTED = ['model', 'messages', 'input', 'stream', 'system', 'tools'];
/** Least and greatest value of parameters that every provider bounds alike. */
const BOUNDS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['temperature', [0, 2]],
  ['top_p', [0, 1]],
  ['frequency_penalty', [-2, 2]],
  ['presence_penalty', [-2, 2]],
]);

export function checkTransform(context: Context, node: Ast.Transform): Transform {
  if (node.steps.length === 0) {
    missingClause(
      context,
      node.name,
      'transform',
      'what it changes|cap output 800',
      'a transform without a line has no effect',
    );
  }
  eachOnce(
    context,
    node.steps.flatMap((step) => (step.kind === 'set' ? [step.parameter] : [])),
    'the parameter',
    'transform',
  );
  return {
    name: node.name.text,
    at: place(context, node.name.span),
    steps: node.steps.map((step) => checkStep(context, step)).filter((step) => step !== undefined),
  };
}

function checkStep(context: Context, step: Ast.TransformStep): TransformStep | undefined {
  switch (step.kind) {
    case 'system':
      return { kind: 'system', how: step.how, text: step.text.text };
    case 'set':
      return checkSet(context, step);
    case 'cap-output': {
      const tokens = tokensOf(context, step.tokens, '`cap output`', 'cap output 800');
      return tokens === undefined ? undefined : { kind: 'cap-output', tokens };
    }
    case 'trim-history': {
      const tokens = tokensOf(context, step.tokens, '`trim history to`', 'trim history to 8k');
      return tokens === undefined ? undefined : { kind: 'trim-history', tokens };
    }
    case 'drop': {
      const what = oneOf(context, step.what, 'what a transform can drop', [
        'images',
        'audio',
        'tools',
      ] as const);
      return what === undefined ? undefined : { kind: 'drop', what };
    }
  }
}

function tokensOf(
  context: Context,
  quantity: Ast.Quantity,
  what: string,
  example: string,
): number | undefined {
  return checkQuantity(context, quantity, { unit: 'tokens', what, example, low: 1, integer: true });
}

function checkSet(
  context: Context,
  step: Extract<Ast.TransformStep, { kind: 'set' }>,
): TransformStep | undefined {
  const parameter = step.parameter.text;
  if (ROUTED.includes(parameter)) {
    fault(context, step.parameter.span, 'L1402', `a transform cannot set \`${parameter}\``, {
      because: 'the route decides it, and the explanation would become wrong',
      help:
        parameter === 'system'
          ? 'use `system prepend`, `append` or `replace`'
          : 'choose it by the route or its target',
    });
    return undefined;
  }
  const value = parameterValue(context, step.value);
  const bounds = BOUNDS.get(parameter);
  if (value === undefined || bounds === undefined) {
    return value === undefined ? undefined : { kind: 'set', parameter, value };
  }
  if (typeof value !== 'number' || value < bounds[0] || value > bounds[1]) {
    fault(
      context,
      step.value.span,
      'L1302',
      `\`${parameter}\` cannot be \`${wordsOf(context, step.value.span)}\``,
      {
        because: `it is a number between ${bounds[0]} and ${bounds[1]}`,
        help: `for example \`set ${parameter} ${Math.min(0.2, bounds[1])}\``,
      },
    );
    return undefined;
  }
  return { kind: 'set', parameter, value };
}

/** Parameters are numbers, texts, `true` and `false`; providers do not understand quantities with a unit. */
function parameterValue(context: Context, literal: Ast.Literal): string | number | boolean | undefined {
  if (literal.kind === 'number') return literal.value;
  if (literal.kind === 'text') return literal.text;
  if (literal.kind === 'name') {
    if (literal.quoted) return literal.text;
    return literal.text === 'true' ? true : literal.text === 'false' ? false : literal.text;
  }
  fault(
    context,
    literal.span,
    'L1301',
    `a parameter takes a number, a text, \`true\` or \`false\`, not ${LITERAL_WORDS[literal.kind]} \`${wordsOf(context, literal.span)}\``,
    {
      help: 'for example `set temperature 0.2`',
    },
  );
  return undefined;
}

export function checkCheck(context: Context, node: Ast.Check): Check {
  if (node.rules.length === 0) {
    missingClause(
      context,
      node.name,
      'check',
      'what it asks of an answer|contains "Kind regards"',
      'a check without a rule passes everything',
    );
  }
  const { onFailure } = node;
  const times =
    onFailure?.times === undefined
      ? undefined
      : checkQuantity(context, onFailure.times, {
          unit: 'count',
          what: '`retry`',
          example: 'on failure retry 1',
          low: 1,
          high: 10,
          integer: true,
        });
  const action = onFailure?.action ?? 'try next';
  return {
    name: node.name.text,
    at: place(context, node.name.span),
    rules: node.rules.map((rule) => checkRule(context, rule)).filter((rule) => rule !== undefined),
    onFailure: { action, times: action === 'retry' ? (times ?? 1) : 0 },
  };
}

function checkRule(context: Context, rule: Ast.CheckRule): Check['rules'][number] | undefined {
  switch (rule.kind) {
    case 'json-schema':
      return checkSchema(context, rule.file);
    case 'contains':
      return { kind: 'contains', text: rule.text.text, negated: rule.negated };
    case 'matches': {
      const source = checkPattern(context, rule.pattern);
      return source === undefined ? undefined : { kind: 'matches', source, negated: rule.negated };
    }
    case 'length': {
      const upTo = tokensOf(context, rule.upTo, '`length up to`', 'length up to 2k');
      return upTo === undefined ? undefined : { kind: 'length', upTo };
    }
  }
}

/** The schema is kept as text; whether it is valid is checked where schemas are compiled, and reported at `at`. */
function checkSchema(context: Context, file: Ast.Text): Check['rules'][number] | undefined {
  const path = resolvePath(context.file.source.path, file.text);
  const source = context.data.get(path);
  if (source === undefined) return undefined;
  try {
    JSON.parse(source.text);
  } catch (error) {
    fault(context, file.span, 'L1310', `${file.text} is not JSON`, {
      because: jsonProblem(error),
      help: 'a JSON schema is one JSON document',
    });
    return undefined;
  }
  return { kind: 'json-schema', file: path, schema: source.text, at: place(context, file.span) };
}
