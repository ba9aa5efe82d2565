// A number that compiles and most likely has another unit, or has changed places with its neighbour: `tokens over 8` for
// `8k`, `used over 0.95%` for `95%`, prices per token, milliseconds for seconds.
import type { Origin } from '../../diagnostics/diagnostic.ts';
import type { Chain, Model } from '../../semantics/model.ts';
import type { Condition, Quantity } from '../../syntax/ast.ts';
import { formatDuration, formatMoney, formatQuantity } from '../../vocabulary/format-quantity.ts';
import { defineRule } from '../rule.ts';
import { conditionsIn, factWords } from '../written-conditions.ts';

const FEWEST_TOKENS = 16;
const SMALLEST_WINDOW = 512;
const LARGEST_WINDOW = 20_000_000;
/** Dollars for a million tokens: no model on the market costs less. */
const LOWEST_PRICE = 0.004;
/** Milliseconds: no model answers over a network in less. */
const SHORTEST = 50;

export const suspiciousNumber = defineRule({
  id: 'suspicious-number',
  severity: 'warning',
  category: 'hygiene',
  summary: 'A number most likely has another unit than was meant, or has changed places with another.',
  messages: {
    output: (data: { model: string; window: number; output: number }) => ({
      message: `"${data.model}" writes up to ${tokens(data.output)} tokens, more than its window of ${tokens(data.window)}`,
      because: 'the window holds the request and the answer together',
      help: `write the larger number after \`window\`: \`window ${tokens(data.output)} output ${tokens(data.window)}\``,
    }),
    window: (data: { model: string; window: number }) => ({
      message: `the window of "${data.model}" is ${tokens(data.window)} tokens`,
      because:
        data.window < SMALLEST_WINDOW ? 'hardly any request fits into it' : 'no model has one that large',
      help: `write the unit: \`k\` is 1,000 and \`M\` 1,000,000, such as \`window 200k\``,
    }),
    price: (data: { model: string; price: number }) => ({
      message: `${formatMoney(data.price)} for a million tokens of "${data.model}" is less than any model costs`,
      because:
        'prices are for a million tokens; per token or per thousand a budget lets through far too much',
      help: 'multiply a price per token by 1,000,000, a price per thousand by 1,000',
    }),
    swapped: (data: { model: string; input: number; output: number }) => ({
      message: `"${data.model}" costs more to read (${formatMoney(data.input)}) than to write (${formatMoney(data.output)})`,
      because: 'providers charge more for output than for input',
      help: `if they have changed places: \`price ${formatMoney(data.output)} in, ${formatMoney(data.input)} out\``,
    }),
    cached: (data: { model: string; input: number; cached: number }) => ({
      message: `cached input of "${data.model}" costs ${formatMoney(data.cached)}, more than other input (${formatMoney(data.input)})`,
      because: 'providers charge less for input read from their cache; writing it may cost more',
      help: 'correct it, or write `cache write` if that is meant',
    }),
    short: (data: { words: string; ms: number; because: string }) => ({
      message: `${data.words} ${formatDuration(data.ms)} is shorter than any model needs`,
      because: data.because,
      help: `if seconds are meant, write \`${formatDuration(data.ms * 1000)}\``,
    }),
    tokens: (data: { fact: string; value: number }) => ({
      message: `\`${data.fact}\` is compared with ${data.value}`,
      because: 'every chat request has more tokens than that: the frame of a message counts, too',
      help: `if thousands are meant, write \`${data.value}k\``,
    }),
    percent: (data: { fact: string; value: number }) => ({
      message: `\`${data.fact}\` is compared with ${formatQuantity('percent', data.value)}, less than one in a hundred`,
      because: 'a share is written in percent, not as a fraction of one',
      help: `if it is a fraction, write \`${formatQuantity('percent', Math.round(data.value * 1e6) / 1e4)}\``,
    }),
    moment: (data: { time: string }) => ({
      message: `from ${data.time} to ${data.time} is one minute`,
      because: 'both ends are included, and `between` may pass midnight',
      help: 'delete the condition if the whole day is meant',
    }),
    past: (data: { date: string; holds: boolean }) => ({
      message: data.holds ? 'this holds from now on' : 'this never holds again',
      because: `${data.date} is past`,
      help: data.holds
        ? 'delete the condition, or correct the date'
        : 'delete the route, or correct the date',
    }),
  },
  file({ ast, source }, report, { today }) {
    for (const condition of conditionsIn(ast)) {
      const at: Origin = { path: source.path, span: condition.span };
      const fact = factWords(condition);
      const { test } = condition;
      if (test.kind === 'between' && test.low.kind === 'time' && sameValue(test.low, test.high))
        report('moment', at, { time: formatQuantity('clock', test.low.value) });
      for (const { value, isLeast } of boundsOf(condition)) {
        if (value.kind === 'date') {
          if (value.value < today) report('past', at, { date: value.value, holds: isLeast });
          continue;
        }
        if (value.value === 0) continue;
        const own = condition.fact.words;
        if ((own === 'tokens' || own === 'output tokens') && value.value < FEWEST_TOKENS)
          report('tokens', at, { fact, value: value.value });
        if (value.kind === 'percent' && value.value < 1 && own !== 'share')
          report('percent', at, { fact, value: value.value });
        if (own === 'p95 latency' && value.value < SHORTEST)
          report('short', at, {
            words: '`p95 latency` of',
            ms: value.value,
            because:
              'no model answers over a network so soon, so the condition does not distinguish requests',
          });
      }
    }
  },
  policy({ policy }, report) {
    for (const model of policy.models.values()) {
      for (const { key, data } of slipsOf(model)) report(key, model.at, data);
    }
    for (const target of policy.targets.values()) {
      if (target.kind !== 'chain') continue;
      for (const { at, words, ms } of shortDeadlines(target))
        report('short', at, { words, ms, because: 'every attempt would end before an answer can come' });
    }
    for (const { name, at, warnAt } of policy.budgets.values()) {
      if (warnAt !== undefined && warnAt < 1)
        report('percent', at, { fact: `warn at of ${name}`, value: warnAt });
    }
  },
});

function tokens(count: number): string {
  return formatQuantity('tokens', count);
}

function sameValue(a: Quantity, b: Quantity): boolean {
  return a.value === b.value;
}

/** The numbers that a condition compares with, and whether values above them hold. */
function boundsOf({ test }: Condition): readonly { readonly value: Quantity; readonly isLeast: boolean }[] {
  const inner = test.kind === 'spend' ? test.test : test;
  if (inner.kind === 'compare')
    return [{ value: inner.value, isLeast: inner.comparator === 'over' || inner.comparator === 'at least' }];
  return inner.kind === 'between' && inner.high.kind === 'date'
    ? [{ value: inner.high, isLeast: false }]
    : [];
}

type Slip =
  | { readonly key: 'output'; readonly data: { model: string; window: number; output: number } }
  | { readonly key: 'window'; readonly data: { model: string; window: number } }
  | { readonly key: 'price'; readonly data: { model: string; price: number } }
  | { readonly key: 'swapped'; readonly data: { model: string; input: number; output: number } }
  | { readonly key: 'cached'; readonly data: { model: string; input: number; cached: number } };

function slipsOf({ name: model, window, output, price }: Model): readonly Slip[] {
  const found: Slip[] = [];
  if (window !== undefined && (window < SMALLEST_WINDOW || window > LARGEST_WINDOW))
    found.push({ key: 'window', data: { model, window } });
  else if (window !== undefined && output !== undefined && output > window)
    found.push({ key: 'output', data: { model, window, output } });
  if (price === undefined) return found;
  const { input, output: out, cached } = price;
  const least = Math.max(input, out);
  if (least > 0 && least < LOWEST_PRICE) found.push({ key: 'price', data: { model, price: least } });
  else if (out > 0 && out < input) found.push({ key: 'swapped', data: { model, input, output: out } });
  if (cached !== undefined && cached > input) found.push({ key: 'cached', data: { model, input, cached } });
  return found;
}

function shortDeadlines({ steps }: Chain) {
  return steps.flatMap(({ at, deadlines }) =>
    (['attempt', 'firstToken'] as const).flatMap((key) => {
      const ms = deadlines[key];
      const words = key === 'attempt' ? '`within`' : '`first token within`';
      return ms === undefined || ms >= SHORTEST ? [] : [{ at, words, ms }];
    }),
  );
}
