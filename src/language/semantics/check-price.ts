/**
 * Prices of a model: written in dollars for a million tokens, or taken from the catalogue. AST → typed.
 */
import { onlyNearest } from '../diagnostics/suggest.ts';
import type * as Ast from '../syntax/ast.ts';
import { CATALOGUE_DATE, catalogueEntry, catalogueIds } from '../vocabulary/catalogue.ts';
import { checkQuantity } from './check-quantity.ts';
import { type Context, fault } from './context.ts';
import type { Price } from './model.ts';
import { languageError, listed, replacement } from './report.ts';

export function checkPrice(context: Context, node: Ast.Price): Price | undefined {
  if (node.kind === 'catalogue-price') return cataloguePrice(context, node);
  const parts = new Map<string, number>();
  for (const part of node.parts) {
    const value = checkQuantity(context, part.value, {
      unit: 'usd',
      what: 'a price',
      example: 'price $1 in, $5 out',
    });
    if (parts.has(part.per)) {
      fault(context, part.span, 'L1204', `duplicate price \`${part.per}\``, {
        because: 'each kind of token has one price',
        help: 'delete one of the two',
      });
    } else {
      // A part with a wrong unit is present: it is not reported as missing, too.
      parts.set(part.per, value ?? 0);
    }
  }
  const input = parts.get('in');
  const output = parts.get('out');
  if (input === undefined || output === undefined) {
    fault(
      context,
      node.span,
      'L1401',
      `the price does not say what ${input === undefined ? 'input' : 'output'} costs`,
      {
        because: 'costs are computed from both',
        help: 'write both, in dollars for a million tokens: `price $1 in, $5 out`',
      },
    );
    return undefined;
  }
  return {
    input,
    output,
    ...optional('cached', parts.get('cached')),
    ...optional('cacheWrite', parts.get('cache write')),
    ...optional('reasoning', parts.get('reasoning')),
    ...optional('image', parts.get('image')),
  };
}

function optional<K extends 'cached' | 'cacheWrite' | 'reasoning' | 'image'>(
  key: K,
  value: number | undefined,
): Partial<Record<K, number>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, number>);
}

function cataloguePrice(
  context: Context,
  node: Extract<Ast.Price, { kind: 'catalogue-price' }>,
): Price | undefined {
  const id = node.id.text;
  const entry = catalogueEntry(id);
  if (entry !== undefined) return entry;
  const near = onlyNearest(id, catalogueIds());
  context.report(
    languageError(
      context.file,
      node.id.span,
      'L1107',
      `the price catalogue has no \`${id}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
      {
        because: `of ${CATALOGUE_DATE} it has ${listed(catalogueIds(), 20)}`,
        help: 'or write the price: `price $1 in, $5 out`',
        ...(near === undefined ? {} : { fix: replacement(context.file, node.id.span, JSON.stringify(near)) }),
      },
    ),
  );
  return undefined;
}
