/**
 * Models of an imported configuration, as declarations: each once, with its deployments, window, price and what it can.
 * How a provider is reached is `provider-drafts.ts`.
 */
import type { Price } from '../language/semantics/model.ts';
import { catalogueEntry } from '../language/vocabulary/catalogue.ts';
import { formatCount, formatMoney } from '../language/vocabulary/format-quantity.ts';
import { type DraftPolicy, quoted } from './draft-policy.ts';
import { knownProvider } from './known-providers.ts';
import type { ModelCard, ProviderCard } from './model-card.ts';
import { createProviderDrafts, type ProviderDraft } from './provider-drafts.ts';
import type { LossList } from './report.ts';

export type { ModelCard } from './model-card.ts';

export interface ModelDrafts {
  /** The declared model's name. Several cards of one model are its deployments. */
  model(wanted: string, cards: readonly ModelCard[], where: string): string;
  /** Names of the models without a price. */
  unpriced(): readonly string[];
  /** Whether this version can call at least one of the models. */
  runnable(): boolean;
}

export function createModelDrafts(draft: DraftPolicy, losses: LossList): ModelDrafts {
  return new DeclaredModels(draft, losses);
}

class DeclaredModels implements ModelDrafts {
  readonly #draft: DraftPolicy;
  readonly #lose: LossList['lose'];
  readonly #provider: (card: ProviderCard, where: string) => ProviderDraft;
  readonly #unpriced: string[] = [];
  #runnable = false;

  constructor(draft: DraftPolicy, losses: LossList) {
    this.#draft = draft;
    this.#lose = losses.lose;
    this.#provider = createProviderDrafts(this.#draft, losses);
  }

  model(wanted: string, cards: readonly ModelCard[], where: string): string {
    const name = this.#draft.name('target', wanted);
    const deployments = [...new Set(cards.map((card) => this.#deploymentOf(card, name, where)))];
    const price = cards.map((card) => card.price).find((one) => one !== undefined);
    const id = cards[0] === undefined ? undefined : catalogueId(cards[0]);
    if (price !== undefined && cards.some((card) => JSON.stringify(card.price) !== JSON.stringify(price)))
      this.#lose(
        `the prices of ${name}`,
        where,
        'its deployments have different prices, and a model has one',
        'declare a model for each deployment and a pool or split, if the difference matters',
        'money',
      );
    if (price === undefined && id === undefined) {
      this.#unpriced.push(name);
      this.#lose(
        'the price of a model',
        `model ${name}`,
        'neither the configuration nor the catalogue says it',
        'write `price $… in, $… out` before you give it a budget',
        'money',
      );
    }
    const can = cards.map((card) => card.can).find((one) => one !== undefined) ?? [];
    const wire = [...new Set(cards.flatMap((card) => card.wire ?? []))];
    this.#draft.declare(
      `model ${name} {\n${[
        ...deployments,
        ...sizeLine(cards),
        ...(price !== undefined
          ? [priceLine(price)]
          : id === undefined
            ? []
            : [`price from catalogue ${quoted(id)}`]),
        ...(can.length === 0 ? [] : [`can ${can.join(', ')}`]),
        ...wire,
      ].join('\n')}\n}`,
    );
    return name;
  }

  unpriced(): string[] {
    return this.#unpriced;
  }

  runnable(): boolean {
    return this.#runnable;
  }

  #deploymentOf(card: ModelCard, name: string, where: string): string {
    const { name: on, callable } = this.#provider(card, where);
    if (card.upstream !== '') {
      this.#runnable ||= callable;
      return `is ${quoted(withPrefix(card))} on ${on}`;
    }
    this.#lose(
      `which model "${name}" is`,
      where,
      'the configuration does not say it',
      `write the provider's name of the model after \`is\` in \`model ${name}\`: it is empty, and the policy is not loaded until then`,
      'fill in',
    );
    return `is "" on ${on} # Fill in the model.`;
  }
}

/** The smallest: a request must fit whichever deployment answers it. */
function sizeLine(cards: readonly ModelCard[]): readonly string[] {
  const smallest = (key: 'window' | 'output'): number | undefined => {
    const sizes = cards.map((card) => card[key]).filter((size) => size !== undefined);
    return sizes.length === 0 ? undefined : Math.min(...sizes);
  };
  const window = smallest('window');
  const output = smallest('output');
  const words = [
    ...(window === undefined ? [] : [`window ${formatCount(window)}`]),
    ...(output === undefined ? [] : [`output ${formatCount(output)}`]),
  ];
  return words.length === 0 ? [] : [words.join(' ')];
}

function priceLine({ input, output, cached, cacheWrite, reasoning }: Price): string {
  const parts = [
    [input, 'in'],
    [output, 'out'],
    [cached, 'cached'],
    [cacheWrite, 'cache write'],
    [reasoning, 'reasoning'],
  ] as const;
  return `price ${parts
    .flatMap(([amount, per]) => (amount === undefined ? [] : [`${formatMoney(amount)} ${per}`]))
    .join(', ')}`;
}

function withPrefix({ provider, upstream }: ModelCard): string {
  const prefix = knownProvider(provider)?.modelPrefix ?? '';
  return upstream.startsWith('accounts/') || upstream.startsWith(prefix) ? upstream : `${prefix}${upstream}`;
}

/** Dots and dashes are written either way by providers, and dates are appended. */
function catalogueId({ provider, base, upstream }: ModelCard): string | undefined {
  const prefix = knownProvider(provider)?.catalogue;
  const written = base ?? upstream;
  if (prefix === undefined || written === '') return undefined;
  const plain = written.replace(/-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$/, '');
  const candidates = [plain, plain.replace(/-(\d)-(\d)(?=-|$)/, '-$1.$2')];
  return candidates.map((name) => `${prefix}/${name}`).find((id) => catalogueEntry(id) !== undefined);
}
