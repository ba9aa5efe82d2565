/** What a LiteLLM configuration bounds for all callers: money in a window, requests at once. Knows no models. */
import { formatMoney } from '../../language/vocabulary/format-quantity.ts';
import { asObject, type Json, positiveIn, textOf } from '../plain-values.ts';
import type { LossList } from '../report.ts';

const WINDOWS: Readonly<Record<string, string>> = {
  '1h': 'hour',
  '60m': 'hour',
  '1d': 'day',
  '24h': 'day',
  '7d': 'week',
  '1w': 'week',
  '30d': 'month',
  '31d': 'month',
  '1mo': 'month',
};

/** Declarations, as text. `unpriced`: names of models for which a budget cannot count. */
export function spendingLines(config: Json, unpriced: readonly string[], losses: LossList): string[] {
  const general = asObject(config['general_settings']);
  const perKey = positiveIn(general['max_parallel_requests']);
  const all = positiveIn(general['global_max_parallel_requests']);
  const lines = [
    ...(perKey === undefined ? [] : [`${Math.ceil(perKey)} at once per key`]),
    ...(all === undefined ? [] : [`${Math.ceil(all)} at once per all`]),
  ];
  return [
    ...budget(asObject(config['litellm_settings']), unpriced, losses),
    ...(lines.length === 0 ? [] : [`limit parallel {\n${lines.join('\n')}\n}`]),
  ];
}

function budget(settings: Json, unpriced: readonly string[], { lose }: LossList): string[] {
  const most = positiveIn(settings['max_budget']);
  if (most === undefined) return [];
  const duration = textOf(settings['budget_duration']);
  const window = duration === undefined || !Object.hasOwn(WINDOWS, duration) ? undefined : WINDOWS[duration];
  if (window === undefined) {
    lose(
      `max_budget: ${most}`,
      'litellm_settings',
      duration === undefined
        ? 'it has no `budget_duration`: LiteLLM never resets it, and a budget here has a window'
        : 'its `budget_duration` is not an hour, a day, a week or a month',
      `write \`budget total { limit ${formatMoney(most)}/month per all }\`, or another window: nothing bounds what is spent until then`,
      'money',
    );
    return [];
  }
  for (const name of unpriced)
    lose(
      `the price of ${name}`,
      'litellm_settings.max_budget',
      'LiteLLM counts models without a price as free; a budget here does not take them',
      `write \`price $… in, $… out\` in \`model ${name}\`, or \`price $0 in, $0 out\` if it costs nothing`,
      'fill in',
    );
  return [`budget total { limit ${formatMoney(most)}/${window} per all }`];
}
