/** Keywords in upper case, as SQL has them: all of a line are one message. Knows no grammar. */
import type { IToken } from 'chevrotain';
import { tokenSpan } from './cst-reading.ts';
import { type SyntaxFault, wording } from './parse-errors.ts';

const SHOUTED = new Set([
  ...['WHEN', 'AND', 'OR', 'NOT', 'IS', 'IN', 'LIKE', 'BETWEEN', 'OVER', 'UNDER', 'AT', 'LEAST', 'UP', 'TO'],
  ...[
    'HAS',
    'USE',
    'REFUSE',
    'WITH',
    'THEN',
    'TRY',
    'ON',
    'FROM',
    'BECAUSE',
    'GIVEN',
    'EXPECT',
    'WITHIN',
    'AFTER',
    'BY',
  ],
]);

/** `WHEN tier IS pro AND …`: keywords as they are written in SQL, all of the line at once. */
export function shouted(tokens: readonly IToken[], index: number): SyntaxFault | undefined {
  const line = tokens[index]?.startLine;
  const near = tokens.slice(Math.max(0, index - 40), index + 40);
  const words = near.filter(({ image, startLine }) => startLine === line && SHOUTED.has(image));
  const [first, ...more] = words;
  if (first === undefined) return undefined;
  const lower = words.map(({ image }) => image.toLowerCase());
  const { code, replace, ...fault } = wording.phrase(tokenSpan(first), first.image, lower[0] ?? '', {
    because: 'keywords are written in lower case; a word in upper case is a name',
  });
  return {
    code,
    ...fault,
    ...(more.length === 0
      ? {}
      : { help: `write ${lower.map((word) => `\`${word}\``).join(', ')} in lower case` }),
    replace: {
      ...replace,
      more: more.map((word) => ({ span: tokenSpan(word), text: word.image.toLowerCase() })),
    },
  };
}
