/**
 * The query of a Portkey condition, in the manner of MongoDB, as a formula over tests of the language. What is not a
 * fact of a request or a test of the language makes the whole query untranslatable: half a condition would be another one.
 * Knows no targets and no routes.
 */

import { regularPatternProblem } from '../../language/vocabulary/text-patterns.ts';
import { quoted } from '../draft-policy.ts';
import { isObject } from '../plain-values.ts';
import { allOf, anyOf, type Formula, TooManyAlternatives, test } from './formula.ts';

export interface Note {
  readonly what: string;
  readonly why: string;
  readonly instead: string;
}
export type QueryWords =
  | { readonly kind: 'when'; readonly formula: Formula; readonly notes: readonly Note[] }
  | { readonly kind: 'not'; readonly because: string; readonly instead: string };

class Untranslatable extends Error {
  readonly instead: string;
  constructor(because: string, instead = 'write its route by hand') {
    super(because);
    this.instead = instead;
  }
}

export function queryConditions(query: unknown): QueryWords {
  const notes: Note[] = [];
  try {
    return { kind: 'when', formula: formulaOf(query, notes), notes };
  } catch (error) {
    if (error instanceof Untranslatable)
      return { kind: 'not', because: error.message, instead: error.instead };
    if (error instanceof TooManyAlternatives)
      return {
        kind: 'not',
        because: 'it has more than 64 alternatives when written as a route',
        instead: 'write its route by hand',
      };
    throw error;
  }
}

function formulaOf(query: unknown, notes: Note[]): Formula {
  if (!isObject(query)) throw new Untranslatable('its query is not an object');
  const parts = Object.entries(query);
  const ignored = parts.slice(parts.findIndex(([key]) => key === '$or' || key === '$and') + 1);
  if (ignored.length > 0 && ignored.length < parts.length)
    notes.push({
      what: ignored.map(([key]) => key).join(', '),
      why: 'it follows `$or` or `$and` in one object: here both must hold, while Portkey’s open-source gateway does not read what follows',
      instead: 'compare the route with what you mean',
    });
  return allOf(
    parts.map(([key, value]) => {
      if (key === '$and') return allOf(listOf(key, value).map((part) => formulaOf(part, notes)));
      if (key === '$or') return anyOf(listOf(key, value).map((part) => formulaOf(part, notes)));
      return fieldFormula(key, value, notes);
    }),
  );
}

function listOf(key: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Untranslatable(`\`${key}\` has no list`);
  return value;
}

function fieldFormula(field: string, value: unknown, notes: Note[]): Formula {
  const asked = isObject(value) ? value : { $eq: value };
  const ask = readerOf(field, notes);
  return allOf(Object.entries(asked).map(([operator, operand]) => ask(operator, operand)));
}

type Reader = (operator: string, operand: unknown) => Formula;

function readerOf(field: string, notes: Note[]): Reader {
  const [, root, name = ''] = /^(metadata|params)\.(.+)$/s.exec(field) ?? [];
  if (root === 'metadata') {
    if (name.includes('.'))
      throw new Untranslatable(`\`${field}\` is nested, and Portkey reads one level of metadata`);
    return textReader(field, `metadata ${quoted(name)}`, notes);
  }
  if (field === 'params.model') return textReader(field, 'asked for', notes);
  if (field === 'url.pathname') return endpointReader(field);
  if (['max_tokens', 'max_completion_tokens', 'max_output_tokens'].includes(name)) return tokensReader(field);
  if (field === 'params.stream') return streamReader(field, notes);
  if (root === 'params')
    throw new Untranslatable(
      `a condition cannot ask for the parameter \`${name}\``,
      `have callers send what it decides as metadata, and write the route by hand, for example \`when metadata ${quoted(name)} is "low"\`: metadata is text, and is not compared as a number`,
    );
  throw new Untranslatable(`\`${field}\` is neither \`metadata.…\`, \`params.…\` nor \`url.pathname\``);
}

function textReader(field: string, fact: string, notes: Note[]): Reader {
  return (operator, operand) => {
    const words = textsOf(operand);
    switch (operator) {
      case '$eq':
        return words.length === 1 ? test(`${fact} is ${words[0]}`) : noScalar(field, operator);
      case '$in':
        return !Array.isArray(operand) || words.length === 0
          ? anyOf([])
          : test(`${fact} is ${words.join(' or ')}`);
      case '$ne':
      case '$nin':
        if (words.length === 0) return noScalar(field, operator);
        if (fact !== 'asked for')
          notes.push({
            what: `${operator} on ${field}`,
            why: 'where it is absent no condition holds, as Portkey documents; its open-source gateway takes `$ne` and `$nin` for true there',
            instead: `if such requests are meant, add \`${fact} is unknown\` in an \`any { }\``,
          });
        return test(`${fact} is not ${words.join(' or ')}`);
      case '$regex':
        return test(`${fact} matches ${patternWords(String(operand))}`);
      default:
        throw new Untranslatable(
          `\`${operator}\` compares \`${field}\` as a number, and it is a text here`,
          'write the values that are meant: `is "1" or "2"`, or a pattern: `matches /^[1-9][0-9]+$/`',
        );
    }
  };
}

function noScalar(field: string, operator: string): never {
  throw new Untranslatable(`\`${operator}\` on \`${field}\` compares with more than a single value`);
}

function textsOf(operand: unknown): string[] {
  const values = Array.isArray(operand) ? operand : [operand];
  return values
    .filter((one) => ['string', 'number', 'boolean'].includes(typeof one))
    .map((one) => quoted(String(one)));
}

/** JavaScript and RE2 patterns are one language except for look-around and back-references. */
function patternWords(source: string): string {
  if (/[\r\n]/.test(source)) throw new Untranslatable('its pattern has a line break');
  const problem = regularPatternProblem(source);
  if (problem !== undefined)
    throw new Untranslatable(
      'its pattern is not RE2 (look-around or a back-reference)',
      'write a pattern without them, and the route by hand',
    );
  return `/${source.replace(/\\[\s\S]|\//g, (sign) => (sign === '/' ? '\\/' : sign))}/`;
}

/** Where the request does not say, Portkey compares with nothing and llmr with 0. */
function tokensReader(field: string): Reader {
  const said = test('output tokens over 0');
  const compare = (words: string, operand: unknown): Formula => {
    const value = typeof operand === 'string' ? Number.parseFloat(operand) : operand;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return noScalar(field, words);
    return test(`output tokens ${words} ${Number.isInteger(value) ? value : Math.floor(value)}`);
  };
  return (operator, operand) => {
    switch (operator) {
      case '$gt':
        return compare('over', operand);
      case '$gte':
        return allOf([said, compare('at least', ceiling(operand))]);
      case '$lt':
        return allOf([said, compare('under', ceiling(operand))]);
      case '$lte':
        return allOf([said, compare('up to', operand)]);
      case '$eq':
        return allOf([said, compare('is', operand)]);
      case '$ne':
        return allOf([said, anyOf([compare('under', operand), compare('over', operand)])]);
      case '$in':
        return allOf([said, anyOf((Array.isArray(operand) ? operand : []).map((one) => compare('is', one)))]);
      default:
        throw new Untranslatable(`\`${operator}\` on \`${field}\` has no counterpart`);
    }
  };
}
function ceiling(operand: unknown): unknown {
  return typeof operand === 'number' ? Math.ceil(operand) : operand;
}

function streamReader(field: string, notes: Note[]): Reader {
  return (operator, operand) => {
    if (!['$eq', '$ne'].includes(operator) || typeof operand !== 'boolean') return noScalar(field, operator);
    const streams = (operator === '$eq') === operand;
    if (!streams)
      notes.push({
        what: `${operator} on ${field}`,
        why: 'a request that does not say `stream` has no streaming here, and meets no condition in Portkey',
        instead: 'nothing, where callers always say it',
      });
    return test(`request has ${streams ? '' : 'no '}streaming`);
  };
}

/** What callers ask llmr by. The documentation of Portkey writes paths with and without `/v1`. */
const PATHS: Readonly<Record<string, string>> = {
  chat: '/chat/completions',
  messages: '/messages',
  responses: '/responses',
  embeddings: '/embeddings',
};

function endpointReader(field: string): Reader {
  return (operator, operand) => {
    const fits = (path: string): boolean => {
      switch (operator) {
        case '$eq':
          return path === operand;
        case '$ne':
          return path !== operand;
        case '$in':
          return Array.isArray(operand) && operand.includes(path);
        case '$nin':
          return Array.isArray(operand) && !operand.includes(path);
        case '$regex':
          return regular(String(operand)).test(path);
        default:
          throw new Untranslatable(`\`${operator}\` on \`${field}\` has no counterpart`);
      }
    };
    const both = ['$ne', '$nin'].includes(operator);
    const names = Object.keys(PATHS).filter((name) => {
      const path = PATHS[name] ?? '';
      return both ? fits(path) && fits(`/v1${path}`) : fits(path) || fits(`/v1${path}`);
    });
    if (names.length === 0)
      throw new Untranslatable(
        `it asks for a path that llmr does not serve (${Object.values(PATHS).join(', ')})`,
        'leave the route out',
      );
    return test(`endpoint is ${names.join(' or ')}`);
  };
}

function regular(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch {
    throw new Untranslatable('its pattern is not a regular expression');
  }
}
