// A written price that is no longer the list price, or a catalogue that has not been updated for a long time.
import type { Price } from '../../semantics/model.ts';
import type { Model } from '../../syntax/ast.ts';
import { CATALOGUE_DATE, catalogueEntry, catalogueIds } from '../../vocabulary/catalogue.ts';
import { formatMoney } from '../../vocabulary/format-quantity.ts';
import { defineRule } from '../rule.ts';

/** Days after which list prices are no longer believed. */
const BELIEVED = 180;

export const stalePrice = defineRule({
  id: 'stale-price',
  severity: 'warning',
  category: 'money',
  summary: `A written price differs from the list price, or the catalogue it comes from is more than ${BELIEVED} days old.`,
  messages: {
    differs: (data: { model: string; id: string; written: string; listed: string }) => ({
      message: `model "${data.model}" has the price ${data.written}; the list price is ${data.listed}`,
      because: `that is what "${data.id}" cost on ${CATALOGUE_DATE}: budgets and \`cheapest of\` count with the written price`,
      help: `write today's price, or \`price from catalogue "${data.id}"\`; for an agreed price, use \`# llmr-allow stale-price: reason\``,
    }),
    old: (data: { model: string }) => ({
      message: `the price of "${data.model}" comes from a catalogue of ${CATALOGUE_DATE}`,
      because: `it is more than ${BELIEVED} days old, and prices change: budgets may be wrong`,
      help: 'write the price in the policy, or update llmr',
    }),
  },
  file({ source, ast }, report, { today, compilation }) {
    for (const declaration of ast.declarations) {
      if (declaration.kind !== 'model' || declaration.price === undefined) continue;
      const model = declaration.name.text;
      const at = { path: source.path, span: declaration.price.span };
      if (declaration.price.kind === 'catalogue-price') {
        if (daysBetween(CATALOGUE_DATE, today) > BELIEVED) report('old', at, { model });
        continue;
      }
      const id = listedAs(declaration);
      const listed = id === undefined ? undefined : catalogueEntry(id);
      const written = compilation.policies
        .map(({ policy }) => policy.models.get(model))
        .find((one) => one?.at.path === source.path)?.price;
      if (id === undefined || listed === undefined || written === undefined) continue;
      // A mirror of one's own may well cost nothing.
      if (written.input === 0 && written.output === 0) continue;
      if (PARTS.every(([part]) => agrees(part, written[part], listed[part]))) continue;
      report('differs', at, {
        model,
        id,
        written: priceWords(written, listed),
        listed: priceWords(listed, written),
      });
    }
  },
});

/** The catalogue's id of the model's own name upstream, where it is the same in all of its deployments. */
function listedAs({ deployments }: Model): string | undefined {
  const names = deployments.map((one) => one.upstreamId.text);
  const ids = catalogueIds().filter((id) => names.every((name) => name === id || id.endsWith(`/${name}`)));
  return ids.length === 1 ? ids[0] : undefined;
}

const PARTS = [
  ['input', 'in'],
  ['output', 'out'],
  ['cached', 'cached'],
  ['cacheWrite', 'cache write'],
] as const;

/**
 * A price that only one of the two has is not a difference: it is charged as input. A cache that keeps for longer costs more to
 * write than the list says, never less.
 */
function agrees(part: keyof Price, written: number | undefined, listed: number | undefined): boolean {
  if (written === undefined || listed === undefined) return true;
  return part === 'cacheWrite' ? written >= listed : written === listed;
}

function priceWords(price: Price, beside: Price): string {
  return PARTS.flatMap(([part, word]) => {
    const amount = price[part];
    return amount === undefined || beside[part] === undefined ? [] : [`${formatMoney(amount)} ${word}`];
  }).join(', ');
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
