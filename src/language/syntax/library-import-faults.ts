/**
 * `import intent legal as contract from "llmr:intents"` and `import intent * from "llmr:intents"`: intents of the standard
 * library are imported by name, and another name is declared. Must not know: which intents the library has.
 */
import type { IToken } from 'chevrotain';
import { spanFrom, tokenSpan } from './cst-reading.ts';
import { type SyntaxFault, wording } from './parse-errors.ts';

const ADDRESS = /^"llmr:intents(?:@\d+)?"$/;

/** The message for an import of the library that is written in one of these ways; undefined for anything else. */
export function libraryImport(tokens: readonly IToken[]): SyntaxFault | undefined {
  const end = tokens.findIndex(({ image }) => ADDRESS.test(image));
  if (tokens[0]?.image !== 'import' || end < 0) return undefined;
  const address = tokens[end]?.image ?? '';
  const written = tokens.slice(0, end + 1);
  const first = written[1]?.image === 'intent' ? 2 : 1;
  const star = written[first];
  if (star?.image === '*') return wording.wholeLibrary(tokenSpan(star), address);
  const as = written.findIndex(({ image }, at) => image === 'as' && at > first);
  const [name, , other] = written.slice(as - 1, as + 2);
  if (as < 0 || name === undefined || other === undefined || other.image === 'from') return undefined;
  const alone = as === first + 1 && written[as + 2]?.image === 'from';
  return wording.libraryName(spanFrom([name, other]), {
    name: name.image,
    other: other.image,
    address: address.replace('"llmr:intents', `"llmr:intents/${name.image}`),
    // An import of several names keeps the others: only a person can divide it.
    ...(alone ? { whole: spanFrom(written) } : {}),
  });
}
