/**
 * Clauses of a policy in its own syntax: `cap output 800`, `limit $50/day per team`. One spelling for each, so that
 * expected and effective clauses can be compared as strings. Knows no run and no test.
 */
import type {
  Action,
  Budget,
  Check,
  Deployment,
  Limit,
  Provider,
  Rollout,
  TransformStep,
} from '../../semantics/model.ts';
import type * as Ast from '../../syntax/ast.ts';
import { formatCount, formatDuration, formatMoney, formatTime } from '../../vocabulary/format-quantity.ts';

export function transformWords(step: TransformStep): string {
  switch (step.kind) {
    case 'system':
      return `system ${step.how} ${quoted(step.text)}`;
    case 'set':
      return `set ${step.parameter} ${step.value}`;
    case 'cap-output':
      return `cap output ${formatCount(step.tokens)}`;
    case 'trim-history':
      return `trim history to ${formatCount(step.tokens)}`;
    case 'drop':
      return `drop ${step.what}`;
  }
}

export function ruleWords(rule: Check['rules'][number]): string {
  switch (rule.kind) {
    case 'json-schema':
      return `json schema ${quoted(rule.file)}`;
    case 'contains':
      return `${rule.negated ? 'not ' : ''}contains ${quoted(rule.text)}`;
    case 'matches':
      return `${rule.negated ? 'not ' : ''}matches /${rule.source}/`;
    case 'length':
      return `length up to ${formatCount(rule.upTo)}`;
  }
}

export function onFailureWords({ action, times }: Check['onFailure']): string {
  return `on failure ${action === 'retry' ? `retry ${times}` : action}`;
}

type LimitLine = Budget['lines'][number] | Limit['lines'][number];

export function lineWords(line: LimitLine): string {
  if (line.unit === 'at once') return `${formatCount(line.amount)} at once per ${line.per}`;
  const amount = line.unit === 'usd' ? formatMoney(line.amount) : `${formatCount(line.amount)} ${line.unit}`;
  return `${amount}/${line.window} per ${line.per}`;
}

export function mirrorWords({ share, model }: Action['mirrors'][number]): string {
  return `mirror ${share}% to ${model}`;
}

export function cacheWords({ ms, per }: NonNullable<Action['cache']>): string {
  return `cache ${formatDuration(ms)} per ${per}`;
}

export function stepWords({ share, after }: Rollout['steps'][number]): string {
  return `steps ${share}%${after === 0 ? '' : ` after ${formatDuration(after)}`}`;
}

export function abortWords({ measure, over, for: during }: Rollout['aborts'][number]): string {
  const bound = measure === 'error rate' ? `${over}%` : formatDuration(over);
  return `abort when ${measure} over ${bound} for ${formatDuration(during)}`;
}

export function deploymentWords({ upstreamId, provider }: Deployment): string {
  return `is ${quoted(upstreamId)} on ${provider}`;
}

export function providerWords({ speaks, url, keyVariable, apiVersion }: Provider): readonly string[] {
  return [
    `speaks ${speaks}`,
    ...(url === undefined ? [] : [`at ${quoted(url)}`]),
    ...(keyVariable === undefined ? [] : [`key env ${keyVariable}`]),
    ...(apiVersion === undefined ? [] : [`api version ${quoted(apiVersion)}`]),
  ];
}

/** A clause as written in a test, converted to the spelling of this file. */
export function expectedWords({ parts }: Ast.ExpectedClause): string {
  const [first] = parts;
  // The value of a parameter may be quoted or not: it is the same value.
  const bare = first?.kind === 'name' && first.text === 'set';
  return parts
    .map((part) => (bare && part.kind === 'text' ? part.text : partWords(part)))
    .join(' ')
    .replace(/ \/ (\w+ per )/, '/$1');
}

function partWords(part: Ast.ExpectedClause['parts'][number]): string {
  switch (part.kind) {
    case 'name':
      return part.text;
    case 'text':
      return quoted(part.text);
    case 'pattern':
      return `/${part.source}/`;
    case 'number':
      return formatCount(part.value);
    case 'money':
      return formatMoney(part.value);
    case 'percent':
      return `${part.value}%`;
    case 'duration':
      return formatDuration(part.value);
    case 'time':
      return formatTime(part.value);
    case 'date':
      return part.value;
  }
}

/** A string as the language writes it. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
