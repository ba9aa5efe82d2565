/**
 * Models and providers of an imported configuration, as declarations: each address once, each model once. A literal
 * key is never copied.
 */

import type { Price } from '../language/semantics/model.ts';
import { catalogueEntry } from '../language/vocabulary/catalogue.ts';
import { formatCount, formatMoney } from '../language/vocabulary/format-quantity.ts';
import { type DraftPolicy, quoted } from './draft-policy.ts';
import { KNOWN_PROVIDERS, type KnownProvider } from './known-providers.ts';
import type { LossList } from './report.ts';

export interface ModelCard {
  /** As the other tool calls the provider. */
  readonly provider: string;
  /** Name of the declaration, where one provider is reached with several keys. */
  readonly called?: string;
  /** The provider's own name of the model. */
  readonly upstream: string;
  /** What the deployment is one of, where its upstream name does not say it. */
  readonly base?: string;
  readonly at?: string;
  /** Name of an environment variable; `none` where no key is sent. */
  readonly keyVariable?: string | { readonly none: true };
  readonly apiVersion?: string;
  readonly window?: number;
  readonly output?: number;
  /** Dollars for a million tokens. */
  readonly price?: Price;
  /** Clauses such as `not stream options`. */
  readonly wire?: readonly string[];
  readonly can?: readonly string[];
}

export interface ModelDrafts {
  /** The declared model's name. Several cards of one model are its deployments. */
  model(wanted: string, cards: readonly ModelCard[], where: string): string;
  /** Whether every model has a price. */
  priced(): boolean;
}

export function createModelDrafts(draft: DraftPolicy, { lose }: LossList): ModelDrafts {
  const providers = new Map<string, string>();
  let priced = true;

  function provider(card: ModelCard, where: string): string {
    const known: KnownProvider | undefined =
      KNOWN_PROVIDERS[card.provider] ?? (card.at === undefined ? undefined : { speaks: 'openai' });
    const at = card.at ?? known?.at;
    const key = keyOf(card, known);
    const identity = JSON.stringify([card.called ?? card.provider, at, key, card.apiVersion]);
    const before = providers.get(identity);
    if (before !== undefined) return before;
    const name = draft.name('provider', card.called ?? card.provider);
    providers.set(identity, name);
    if (known === undefined) {
      lose(
        `provider "${card.provider}"`,
        where,
        'llmr does not know how to reach it',
        `write its address as \`at\` in \`provider ${name}\`: it is empty, and the policy cannot serve until then`,
      );
      draft.declare(
        `provider ${name} {\nspeaks openai\nat "" # Fill in the address.${key === undefined ? '' : `\nkey env ${key}`}\n}`,
      );
      return name;
    }
    const address = at !== undefined && /^https?:\/\/[^\s"\\]+$/.test(at) ? at : undefined;
    if (address === undefined && (known.speaks === 'openai' || known.speaks === 'azure')) {
      lose(
        `the address of provider "${card.provider}"`,
        where,
        at === undefined
          ? 'the configuration does not say it'
          : `"${at}" is no address, or is read from the environment`,
        `write it as \`at\` in \`provider ${name}\`: it is empty, and the policy cannot serve until then`,
      );
    }
    const needed = known.speaks === 'openai' || known.speaks === 'azure';
    const line =
      address !== undefined ? `\nat ${quoted(address)}` : needed ? '\nat "" # Fill in the address.' : '';
    draft.declare(
      `provider ${name} {\nspeaks ${known.speaks}${line}${key === undefined ? '' : `\nkey env ${key}`}${card.apiVersion === undefined ? '' : `\napi version ${quoted(card.apiVersion)}`}\n}`,
    );
    if (key !== undefined && !/_KEY$/.test(key)) {
      lose(
        `the variable ${key}`,
        where,
        'a policy may read variables that end in _KEY',
        `add "${key}" to \`environment\` in llmr.json`,
      );
    }
    return name;
  }

  return {
    model(wanted, cards, where) {
      const name = draft.name('target', wanted);
      const [first] = cards;
      const deployments = [
        ...new Set(
          cards.map(
            (card) =>
              `is ${quoted(card.upstream)} on ${provider(card, where)}${card.upstream === '' ? ' # Fill in the model.' : ''}`,
          ),
        ),
      ];
      const pick = <K extends keyof ModelCard>(key: K): ModelCard[K] | undefined =>
        cards.map((card) => card[key]).find((value) => value !== undefined);
      const window = pick('window');
      const output = pick('output');
      const id = first === undefined ? '' : catalogueId(first);
      const price = pick('price');
      const can = pick('can') ?? [];
      if (price === undefined && id === undefined) {
        priced = false;
        lose(
          `the price of ${name}`,
          where,
          'neither the configuration nor the catalogue says it',
          `write \`price $… in, $… out\` in \`model ${name}\` before you give it a budget`,
        );
      }
      draft.declare(
        `model ${name} {\n${[
          ...deployments,
          ...(window === undefined && output === undefined
            ? []
            : [
                [
                  window === undefined ? '' : `window ${formatCount(window)}`,
                  output === undefined ? '' : `output ${formatCount(output)}`,
                ]
                  .join(' ')
                  .trim(),
              ]),
          ...(price !== undefined
            ? [priceLine(price)]
            : id !== undefined
              ? [`price from catalogue ${quoted(id)}`]
              : []),
          ...(can.length === 0 ? [] : [`can ${can.join(', ')}`]),
          ...(pick('wire') ?? []),
        ].join('\n')} }`,
      );
      return name;
    },
    priced: () => priced,
  };
}

/** The key of a known provider goes to its own address only. */
function keyOf({ keyVariable, at }: ModelCard, known: KnownProvider | undefined): string | undefined {
  if (keyVariable !== undefined) return typeof keyVariable === 'string' ? keyVariable : undefined;
  if (at === undefined || known?.key === undefined) return known?.key;
  const its = known.at === undefined ? known.speaks === 'azure' && isAzure(at) : sameHost(at, known.at);
  return its ? known.key : undefined;
}

function isAzure(at: string): boolean {
  return URL.canParse(at) && /\.azure\.com$|\.azure-api\.net$/.test(new URL(at).hostname);
}

function sameHost(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).host === new URL(other).host;
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

/** Dots and dashes are written either way by providers, and dates are appended. */
function catalogueId({ provider, base, upstream }: ModelCard): string | undefined {
  const prefix = KNOWN_PROVIDERS[provider]?.catalogue;
  if (prefix === undefined) return undefined;
  const plain = (base ?? upstream).replace(/-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$/, '');
  const candidates = [plain, plain.replace(/-(\d)-(\d)(?=-|$)/, '-$1.$2')];
  return candidates.map((name) => `${prefix}/${name}`).find((id) => catalogueEntry(id) !== undefined);
}
