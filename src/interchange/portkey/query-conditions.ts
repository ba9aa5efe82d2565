/**
 * The query of a Portkey condition, in the manner of MongoDB, as the words of a `when`. What is no fact of a request
 * or no test of the language makes the whole query untranslatable: half a condition would be another one.
 */
import { quoted } from '../draft-policy.ts';

interface Note {
  readonly what: string;
  readonly why: string;
  readonly instead: string;
}
export type QueryWords =
  | { readonly kind: 'when'; readonly text: string; readonly notes: readonly Note[] }
  | { readonly kind: 'not'; readonly because: string };

class Unsayable extends Error {}

export function queryConditions(query: unknown): QueryWords {
  const notes: Note[] = [];
  try {
    const words = conjunction(query, notes, false);
    if (words.length === 0) throw new Unsayable('it is empty, and so always holds');
    return { kind: 'when', text: words.join('\nand '), notes };
  } catch (error) {
    if (error instanceof Unsayable) return { kind: 'not', because: error.message };
    throw error;
  }
}

function conjunction(query: unknown, notes: Note[], inGroup: boolean): string[] {
  if (typeof query !== 'object' || query === null || Array.isArray(query))
    throw new Unsayable('it is no query');
  return Object.entries(query).flatMap(([key, value]) => {
    if (key === '$and') return listOf(value).flatMap((part) => conjunction(part, notes, inGroup));
    if (key !== '$or') return tests(key, value, notes);
    if (inGroup) throw new Unsayable('it nests alternatives, and a policy has one level of them');
    return [
      `any {\n${listOf(value)
        .map((part) => conjunction(part, notes, true).join(' and '))
        .join('\n')}\n}`,
    ];
  });
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw new Unsayable('$and and $or take a list');
  return value;
}

function tests(field: string, value: unknown, notes: Note[]): string[] {
  const fact = factOf(field);
  const asked = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { $eq: value };
  return Object.entries(asked).map(([operator, operand]) => {
    const texts = (Array.isArray(operand) ? operand : [operand])
      .map((one) => quoted(String(one)))
      .join(' or ');
    switch (operator) {
      case '$eq':
      case '$in':
        return `${fact} is ${texts}`;
      case '$ne':
      case '$nin':
        notes.push({
          what: `${operator} on ${field}`,
          why: 'where the field is absent it holds there, and does not hold here',
          instead: `add \`${fact} is unknown\` in an \`any { }\`, if such requests are meant`,
        });
        return `${fact} is not ${texts}`;
      case '$regex':
        if (/[\r\n]/.test(String(operand))) throw new Unsayable('its pattern has a line break');
        return `${fact} matches /${String(operand).replace(/\\[\s\S]|\//g, (sign) => (sign === '/' ? '\\/' : sign))}/`;
      default:
        throw new Unsayable(`a policy has no ${operator} for ${field}`);
    }
  });
}

function factOf(field: string): string {
  const [, kind, name = ''] = /^(metadata|params|headers?)\.(.+)$/.exec(field) ?? [];
  if (kind === 'metadata') return `metadata ${quoted(name)}`;
  if (kind?.startsWith('header') === true) return `header ${quoted(name)}`;
  if (field === 'params.model') return 'asked for';
  throw new Unsayable(`"${field}" is no fact of a request: metadata, headers and params.model are`);
}
