/**
 * Every keyword of a policy misspelt in five ways: one message on its line, and its edit makes the file compile again.
 * Names are left out: which of two spellings of a name is wrong, only the author knows.
 */
import { expect, test } from 'vitest';
import { compile } from '../../src/language/compile.ts';
import type { Diagnostic } from '../../src/language/diagnostics/diagnostic.ts';
import { WORDS } from '../../src/language/syntax/keywords.ts';
import { createSource } from '../../src/language/text/source.ts';

const POLICY = `policy p edition 1 {
  owner "@x"
  serves "p"
}
tier free, pro
intent refund { means "x" like "refund me" like "money back" like "return my order" }
provider lab { speaks simulated }
provider q {
  speaks openai
  at "https://q.example/v1"
  key env Q_KEY
  region eu
}
model a {
  is "a" on lab
  window 8k output 1k
  price $1 in, $2 out, $0.1 cached
  can tools, images
  retires 2027-01-31
}
model b {
  is "b" on lab
  window 8k output 1k
  price $1 in, $2 out
}
chain c {
  try a within 20s first token within 5s retry 1
  then b within 10s hedge after 5s
  on timeout, overload
}
pool o { cheapest of a, b }
pool f { fastest of a, b }
split s by user {
  90% a
  10% b
}
budget team {
  limit $50/day per team
  warn at 80%
}
limit l {
  10 requests/min per user
  wait up to 5s
}
transform t {
  set temperature 0.2
  cap output 500
}
route r {
  because "x"
  when tier at least pro
   and tokens between 1k and 5k
   and header "x" like "a*"
   and budget team used under 90%
  use c with t or refuse 503 "x"
  on broken stream continue
  canary 5% by user use b
  mirror 10% to b
  until 2027-01-31
}
otherwise {
  because "x"
  use s or refuse 413 "x"
}
`;

const MISSPELT: Readonly<Record<string, (word: string) => string>> = {
  swapped: (word) => word.slice(0, 1) + word.slice(2, 3) + word.slice(1, 2) + word.slice(3),
  dropped: (word) => word.slice(0, 2) + word.slice(3),
  doubled: (word) => word.slice(0, 2) + word.slice(1),
  capital: (word) => word.slice(0, 1).toUpperCase() + word.slice(1),
  plural: (word) => `${word}s`,
};

const errorsOf = (text: string): readonly Diagnostic[] =>
  compile([createSource('p.route', text)], new Map()).diagnostics.filter(
    ({ severity }) => severity === 'error',
  );

function edited(
  text: string,
  edits: readonly { span: { start: number; end: number }; text: string }[],
): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce(
      (changed, { span, text: put }) => changed.slice(0, span.start) + put + changed.slice(span.end),
      text,
    );
}

/** `an` is a keyword itself. */
const LEFT = new Set(['and dropped']);

test.each(Object.entries(MISSPELT))('keywords, %s, are recognised', (how, misspell) => {
  expect(errorsOf(POLICY)).toEqual([]);
  // The name of a parameter is the provider's: the linter reports those that look misspelt.
  const keywords = POLICY.replace('set temperature', 'set xxxxxxxxxxx');
  const words = [...keywords.matchAll(/(?<![\w"@-])[a-z]{3,}(?![\w"-])/g)].filter(({ 0: word }) =>
    (WORDS as readonly string[]).includes(word),
  );
  expect(words.length).toBeGreaterThan(80);
  const wrong = words.flatMap(({ 0: word, index }) => {
    const written = misspell(word);
    if (written === word || LEFT.has(`${word} ${how}`)) return [];
    const text = POLICY.slice(0, index) + written + POLICY.slice(index + word.length);
    const [first, ...more] = errorsOf(text);
    const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
    const what = `${lineOf(index)} ${written}: ${first?.message ?? 'nothing'}`;
    if (first === undefined || more.length > 0 || lineOf(first.at.span.start) !== lineOf(index))
      return [what];
    const fixed = edited(text, first.fix?.edits ?? []);
    return errorsOf(fixed).length === 0 ? [] : [`${what}; ${first.help}`];
  });
  expect(wrong).toEqual([]);
});
