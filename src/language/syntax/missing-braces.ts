/** Blocks whose braces are missing. Looks at the tokens of a declaration; knows no rule of the grammar. */
import type { IToken } from 'chevrotain';
import type { Chunk } from './assign-keywords.ts';
import { DECLARATION_SHAPES } from './clause-shapes.ts';
import { tokenSpan } from './cst-reading.ts';
import { type SyntaxFault, wording } from './parse-errors.ts';
import { InnerRCurly, LCurly, RCurly } from './tokens.ts';

/** `provider lab speaks simulated`: a whole declaration on one line, its braces forgotten. */
export function withoutBraces({ head, tokens }: Chunk, name: IToken): SyntaxFault {
  const before = head === 'otherwise' ? (tokens[0] ?? name) : name;
  const last = tokens.at(-1) ?? name;
  const shape = DECLARATION_SHAPES[head ?? ''];
  const missing = wording.missingOpen(tokenSpan(before), before.image, shape);
  if (last === before || last.startLine !== before.startLine) return missing;
  const { tries: _, ...fault } = missing;
  const [start, end] = [tokenSpan(before).end, tokenSpan(last).end];
  const onlyTarget = head === 'otherwise' && tokens.length === 2;
  return {
    ...fault,
    help: 'put `{` before its clauses and `}` after them',
    replace: {
      title: 'put `{` before its clauses and `}` after them',
      ...{
        span: { start, end: start },
        text: onlyTarget ? ' { use' : ' {',
        more: [{ span: { start: end, end }, text: ' }' }],
      },
    },
  };
}

/** The innermost `{` before a token that has no `}` yet. */
export function openBrace({ tokens }: Chunk, before: number): IToken | undefined {
  let depth = 0;
  for (let index = before - 1; index >= 0; index--) {
    const token = tokens[index];
    if (token?.tokenType === RCurly || token?.tokenType === InnerRCurly) depth++;
    if (token?.tokenType === LCurly && depth-- === 0) return token;
  }
  return undefined;
}
