/**
 * `intent` and `predicate`: AST → typed, with the examples of a file read in. Must not know how heads are trained.
 */
import { isLibraryAddress } from '../library/library-address.ts';
import { libraryFile, takenFromLibrary } from '../library/library-files.ts';
import type * as Ast from '../syntax/ast.ts';
import { lineText, type Source } from '../text/source.ts';
import { checkQuantity } from './check-quantity.ts';
import { type Context, fault, oneOf, place } from './context.ts';
import type { Example, Intent, Predicate } from './model.ts';
import { placeOf } from './report.ts';
import { resolvePath } from './resolve-path.ts';

export function checkIntent(context: Context, node: Ast.Intent): Intent {
  const { examplesFrom } = node;
  const library = isLibraryAddress(examplesFrom?.text ?? '') ? fromLibrary(node) : undefined;
  const fromFile =
    examplesFrom === undefined || library !== undefined ? [] : examplesOf(context, examplesFrom);
  const means = node.means?.text ?? library?.means;
  const origin =
    library?.address ?? (isLibraryAddress(context.file.source.path) ? context.file.source.path : undefined);
  if (node.like.length === 0 && node.examplesFrom === undefined) {
    fault(context, node.name.span, 'L1401', `intent \`${node.name.text}\` has no example`, {
      because: 'an intent is trained from example messages',
      help: 'add lines such as `like "I want my money back"`, or `examples from "./examples.txt"`',
    });
  }
  const matchAtLeast =
    node.matchAtLeast === undefined
      ? undefined
      : checkQuantity(context, node.matchAtLeast, {
          unit: 'score',
          what: '`match at least`',
          example: 'match at least 0.75',
          high: 1,
        });
  const example = (text: Ast.Text): Example => ({ text: text.text, at: place(context, text.span) });
  return {
    name: node.name.text,
    at: place(context, node.name.span),
    ...(means === undefined ? {} : { means }),
    like: [...node.like.map(example), ...fromFile, ...(library?.like ?? [])],
    not: [...node.not.map(example), ...(library?.not ?? [])],
    ...(matchAtLeast === undefined ? {} : { matchAtLeast }),
    ...(node.wholeMessage === undefined ? {} : { wholeMessage: true }),
    ...(origin === undefined ? {} : { library: origin }),
  };
}

/** What `examples from "llmr:intents/NAME"` brings; nothing where the library does not have it, which has been reported. */
function fromLibrary(node: Ast.Intent) {
  const [taken] = takenFromLibrary(node);
  if (taken === undefined) return undefined;
  const file = libraryFile(taken);
  const [declared] = file.ast.declarations;
  if (declared?.kind !== 'intent') return undefined;
  const example = (text: Ast.Text): Example => ({ text: text.text, at: placeOf(file, text.span) });
  return {
    address: file.source.path,
    means: taken.means,
    like: declared.like.map(example),
    not: declared.not.map(example),
  };
}

function examplesOf(context: Context, file: Ast.Text): Example[] {
  const source = context.data.get(resolvePath(context.file.source.path, file.text));
  if (source === undefined) return [];
  const examples = readExamples(source);
  if (examples.length === 0) {
    fault(context, file.span, 'L1310', `${file.text} contains no example`, {
      because: 'every line of it is blank or a comment',
      help: 'write one example per line',
    });
  }
  return examples;
}

/** One example per line; blank lines and lines that begin with `#` are skipped. */
function readExamples(source: Source): Example[] {
  return source.lineStarts.flatMap((start, index) => {
    const line = lineText(source, index + 1);
    const text = line.trim();
    if (text === '' || text.startsWith('#')) return [];
    const from = start + line.indexOf(text);
    return [{ text, at: placeOf({ source }, { start: from, end: from + text.length }) }];
  });
}

export function checkPredicate(context: Context, node: Ast.Predicate): Predicate {
  const within =
    node.within === undefined
      ? undefined
      : checkQuantity(context, node.within, {
          unit: 'ms',
          what: '`within`',
          example: 'within 20ms',
          over: true,
        });
  const whenUnknown =
    node.whenUnknown === undefined
      ? undefined
      : oneOf(context, node.whenUnknown, 'an answer', ['yes', 'no'] as const);
  return {
    name: node.name.text,
    at: place(context, node.name.span),
    ...(within === undefined ? {} : { within }),
    ...(whenUnknown === undefined ? {} : { whenUnknown }),
  };
}
