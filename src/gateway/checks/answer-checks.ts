/**
 * The checks of a policy as functions of an answer's text. Their failure messages quote nothing from the answer,
 * because they go into headers and logs. Knows neither dispatch nor how a schema is compiled.
 */
import { compileTextPattern } from '../../language/graph/match-text.ts';
import type { Check, Policy } from '../../language/semantics/model.ts';
import { formatCount } from '../../language/vocabulary/format-quantity.ts';
import { JsonShape, shapeWords } from '../bounds/json-shape.ts';
import type { CheckResult } from '../dispatch/outcome.ts';
import { countTokens } from '../facts/count-tokens.ts';
import { loadValidator } from './load-validator.ts';
import { TooManySteps } from './steps.ts';

export type AnswerCheck = (text: string) => CheckResult;
type Rule = Check['rules'][number];
/** Why the text breaks the rule; undefined: it does not. */
type Judge = (text: string) => string | undefined;

/** Longest answer that is parsed and matched, in characters; models write less. */
const LONGEST_ANSWER = 1_048_576;

/**
 * By the check's name.
 * @param schemas source of validators by the schema's text, from the vetting process
 */
export function createAnswerChecks(
  policy: Policy,
  schemas: ReadonlyMap<string, string>,
): ReadonlyMap<string, AnswerCheck> {
  const checks = new Map<string, AnswerCheck>();
  for (const check of policy.checks.values()) {
    const judges = check.rules.map((rule) => judgeOf(rule, schemas));
    checks.set(check.name, (text) => resultOf(check.name, judges, text));
  }
  return checks;
}

/** The checks of a route's answers; undefined where it has none. */
export function checksNamed(
  names: readonly string[],
  checks: ReadonlyMap<string, AnswerCheck>,
): ((text: string) => CheckResult[]) | undefined {
  if (names.length === 0) return undefined;
  const asked = names.map((name) => {
    const check = checks.get(name);
    if (check === undefined)
      throw new Error(`a route expects the check "${name}", which its policy does not have`);
    return check;
  });
  return (text) => asked.map((check) => check(text));
}

function resultOf(check: string, judges: readonly Judge[], text: string): CheckResult {
  if (text.length > LONGEST_ANSWER)
    return { check, ok: false, because: 'the answer is too long to be checked' };
  for (const judge of judges) {
    const because = judge(text);
    if (because !== undefined) return { check, ok: false, because };
  }
  return { check, ok: true };
}

function judgeOf(rule: Rule, schemas: ReadonlyMap<string, string>): Judge {
  switch (rule.kind) {
    case 'contains': {
      const has = compileTextPattern({ kind: 'contains', text: rule.text });
      const because = `the answer ${rule.negated ? 'contains' : 'does not contain'} ${JSON.stringify(rule.text)}`;
      return (text) => (has(text) === rule.negated ? because : undefined);
    }
    case 'matches': {
      const fits = compileTextPattern({ kind: 'regular', source: rule.source });
      const because = `the answer ${rule.negated ? 'matches' : 'does not match'} /${rule.source}/`;
      return (text) => (fits(text) === rule.negated ? because : undefined);
    }
    case 'length':
      return (text) => {
        // Every token is at least one byte.
        if (text.length * 3 <= rule.upTo) return undefined;
        const { tokens } = countTokens([text], 0, [rule.upTo]);
        if (tokens <= rule.upTo) return undefined;
        return `the answer has ${formatCount(tokens)} tokens, and ${formatCount(rule.upTo)} are allowed`;
      };
    case 'json-schema':
      return schemaJudge(rule, schemas);
  }
}

function schemaJudge(
  rule: Extract<Rule, { kind: 'json-schema' }>,
  schemas: ReadonlyMap<string, string>,
): Judge {
  const code = schemas.get(rule.schema);
  if (code === undefined) throw new Error(`the schema ${rule.file} was not compiled`);
  const validator = loadValidator(code);
  const file = rule.file.slice(rule.file.lastIndexOf('/') + 1);
  return (text) => {
    let value: unknown;
    try {
      const shape = new JsonShape(Buffer.from(text));
      shape.run(Number.POSITIVE_INFINITY);
      if (shape.fault !== undefined) return `the JSON of the answer ${shapeWords(shape.fault)}`;
      value = JSON.parse(text);
    } catch {
      return 'the answer is not JSON';
    }
    try {
      const fault = validator(value);
      if (fault === undefined) return undefined;
      const place = knownPath(fault.path, rule.schema);
      return `${place === '' ? 'the answer' : place} ${fault.message} (${file})`;
    } catch (error) {
      if (error instanceof TooManySteps) return `the answer takes too many steps to be checked by ${file}`;
      // A schema that refers to itself, and an answer nested without end.
      return `the answer is nested too deeply for ${file}`;
    }
  };
}

/** `/refund/0`; member names that come from the answer and not from the schema are left out. */
function knownPath(path: string, schema: string): string {
  return path
    .split('/')
    .map((name) => (/^\d*$/.test(name) || schema.includes(JSON.stringify(name)) ? name : '*'))
    .join('/');
}
