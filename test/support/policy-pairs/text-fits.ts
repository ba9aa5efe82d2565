/** Whether a text is among those that a region's words name: `like "a*" and not "x"`, `"x" or matches /b/`. */
import type { Inside } from './where-words.ts';

const PATTERN = /^(?:(like|contains) )?"((?:[^"\\]|\\.)*)"|^matches \/((?:[^/\\]|\\.)*)\//;

type Test = (value: string) => boolean;

/** `perhaps` where `or` could belong to a `not` or not, or where words are left out. */
export function textFits(words: string, value: string): Inside {
  const read = parts(words);
  if (read === undefined) return 'perhaps';
  const nots = read.filter(({ lead }) => lead.includes('not'));
  const ors = read.filter(({ lead }) => lead.includes('or'));
  if (nots.length === 0 && read.every(({ lead }) => !lead.includes('and') || ors.length === 0))
    return ors.length > 0 || read.length === 1
      ? yes(read.some(({ test }) => test(value)))
      : yes(read.every(({ test }) => test(value)));
  // `not A or B` alone: neither. With other kinds of text before or after, it could be read in two ways.
  if (nots.length === 1 && read[0]?.lead === 'not' && read.slice(1).every(({ lead }) => lead === 'or'))
    return read.length === 1 || !read.some(({ test }) => test(value))
      ? yes(!read.some(({ test }) => test(value)))
      : 'perhaps';
  return 'perhaps';
}

function yes(fits: boolean): Inside {
  return fits ? 'yes' : 'no';
}

interface Part {
  readonly lead: string;
  readonly test: Test;
}

function parts(words: string): readonly Part[] | undefined {
  const found: Part[] = [];
  for (let rest = words; rest !== ''; ) {
    const lead = /^ ?((?:or |and )?(?:not )?)/.exec(rest)?.[1] ?? '';
    rest = rest.trimStart().slice(lead.length);
    const pattern = PATTERN.exec(rest);
    if (pattern === null) return undefined;
    found.push({ lead: lead.trim(), test: testOf(pattern) });
    rest = rest.slice(pattern[0].length);
  }
  return found;
}

function testOf([, kind, quoted, source]: RegExpExecArray): Test {
  if (source !== undefined) {
    const folded = source.startsWith('(?i)');
    const expression = new RegExp(folded ? source.slice(4) : source, folded ? 'iu' : 'u');
    return (value) => expression.test(value);
  }
  const text = (quoted ?? '').replace(/\\(.)/g, '$1');
  if (kind === 'contains') return (value) => value.toLowerCase().includes(text.toLowerCase());
  if (kind === undefined) return (value) => value === text;
  const glob = [...text]
    .map((letter) =>
      letter === '*' ? '.*' : letter === '?' ? '.' : letter.replace(/[\\^$.+(){}|[\]]/g, '\\$&'),
    )
    .join('');
  const expression = new RegExp(`^${glob}$`, 'su');
  return (value) => expression.test(value);
}
