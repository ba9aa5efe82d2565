/**
 * Providers of an imported configuration, as declarations: each address with each key once. A key goes to no host but
 * the one that the configuration named it with; a literal key is never copied; how to reach an unknown provider is left
 * to be filled in, so that the policy is not loaded before somebody has.
 */
import { insteadOfCalling } from '../language/semantics/not-yet.ts';
import { isReservedVariable } from '../language/semantics/reserved-variable.ts';
import { type DraftPolicy, quoted } from './draft-policy.ts';
import { isAtHome, type KnownProvider, knownProvider } from './known-providers.ts';
import type { ProviderCard } from './model-card.ts';
import type { LossList } from './report.ts';
import { plainAddress } from './secrets.ts';

export interface ProviderDraft {
  readonly name: string;
  /** This version can call it, once its key is there. */
  readonly callable: boolean;
}

interface Reach {
  readonly speaks: string;
  readonly at?: string;
  readonly key?: string;
  readonly callable: boolean;
}

/** From a card to the declared provider; cards that are reached in the same way share one. */
export function createProviderDrafts(
  draft: DraftPolicy,
  losses: LossList,
): (card: ProviderCard, where: string) => ProviderDraft {
  const declared = new DeclaredProviders(draft, losses);
  return (card, where) => declared.declare(card, where);
}

const FOR_MESSAGES = 'use it for requests to /v1/messages';

class DeclaredProviders {
  readonly #draft: DraftPolicy;
  readonly #lose: LossList['lose'];
  readonly #made = new Map<string, ProviderDraft>();

  constructor(draft: DraftPolicy, { lose }: LossList) {
    this.#draft = draft;
    this.#lose = lose;
  }

  declare(card: ProviderCard, where: string): ProviderDraft {
    const identity = identityOf(card);
    const before = this.#made.get(identity);
    if (before !== undefined) return before;
    const name = this.#draft.name('provider', card.called ?? card.provider);
    const reach = this.#reachOf(card, name, where);
    this.#draft.declare(
      `provider ${name} {\n${[
        `speaks ${reach.speaks}`,
        ...(reach.at === undefined
          ? []
          : [reach.at === '' ? 'at "" # Fill in the address.' : `at ${quoted(reach.at)}`]),
        ...(reach.key === undefined ? [] : [`key env ${reach.key}`]),
        ...(card.region === undefined ? [] : [`region ${card.region}`]),
        ...(card.apiVersion === undefined ? [] : [`api version ${quoted(card.apiVersion)}`]),
      ].join('\n')}\n}`,
    );
    const provider = { name, callable: reach.callable };
    this.#made.set(identity, provider);
    return provider;
  }

  #reachOf(card: ProviderCard, name: string, where: string): Reach {
    const known = knownProvider(card.provider);
    const written = card.at === undefined ? undefined : plainAddress(card.at);
    if (written?.changed === true)
      this.#lose(
        `the address of provider "${name}"`,
        where,
        'it holds a user, a password or a query, which may be credentials, and a policy never holds those',
        `put the credentials into a variable and name it with \`key env\` in \`provider ${name}\``,
        'answers',
      );
    const away = card.at !== undefined || card.atVariable !== undefined;
    const atHome = !away || (known !== undefined && isAtHome(known, written?.address ?? ''));
    if (known === undefined || (known.onlyAtHome === true && !atHome)) {
      this.#lose(
        `provider "${name}"`,
        where,
        known === undefined
          ? card.provider === 'unknown'
            ? 'the configuration names no provider'
            : `llmr does not know how ${card.provider} is reached, or in which dialect`
          : `${card.provider} has a protocol of its own at such an address, which llmr does not speak`,
        `write an OpenAI-compatible address as \`at\` in \`provider ${name}\`: it is empty, and the policy is not loaded until then${written?.address === undefined ? '' : `; the configuration says ${written.address}`}`,
        'fill in',
      );
      return { speaks: 'openai', at: '', ...this.#keyOf(card, undefined, name, where), callable: false };
    }
    const at = this.#addressOf(card, known, written?.address, name, where);
    const callable = this.#saysWhetherCallable(known, name, atHome);
    return {
      speaks: known.speaks,
      ...(at === undefined ? {} : { at }),
      ...this.#keyOf(card, atHome ? known : undefined, name, where),
      callable: callable && at !== '',
    };
  }

  #addressOf(
    card: ProviderCard,
    known: KnownProvider,
    written: string | undefined,
    name: string,
    where: string,
  ): string | undefined {
    if (written !== undefined) {
      const trimmed = written.replace(/\/(?:chat\/completions|v1\/messages)\/?$/, '');
      const path = known.path ?? '';
      return path === '' || trimmed.replace(/\/$/, '').endsWith(path)
        ? trimmed
        : `${trimmed.replace(/\/$/, '')}${path}`;
    }
    if (card.at === undefined && card.atVariable === undefined && known.at !== undefined) return known.at;
    if (card.at === undefined && card.atVariable === undefined && known.onlyAtHome === true) return undefined;
    this.#lose(
      `the address of provider "${name}"`,
      where,
      card.atVariable !== undefined
        ? `it is read from the variable ${card.atVariable}, and a policy holds its addresses`
        : card.at !== undefined
          ? 'the value is not a web address'
          : 'the configuration does not say it',
      `write it as \`at\` in \`provider ${name}\`: it is empty, and the policy is not loaded until then`,
      'fill in',
    );
    return '';
  }

  #saysWhetherCallable(known: KnownProvider, name: string, atHome: boolean): boolean {
    const [dialect = ''] = known.speaks.split(' ');
    const onlyMessages = dialect === 'anthropic';
    const instead = insteadOfCalling(dialect) ?? (onlyMessages ? FOR_MESSAGES : undefined);
    if (instead === undefined) return true;
    this.#lose(
      `\`speaks ${dialect}\``,
      `provider ${name}`,
      onlyMessages
        ? 'such a provider answers only requests to /v1/messages: chat completions are not translated for it yet'
        : 'this version cannot call such providers yet: their models answer no request',
      // Advice that names the provider's own address would send it a key that belongs to another host.
      known.at === undefined || atHome
        ? (known.meanwhile ?? instead)
        : 'write `speaks openai`, and as `at` an OpenAI-compatible address of this host',
      'answers',
    );
    return false;
  }

  #keyOf(
    card: ProviderCard,
    home: KnownProvider | undefined,
    name: string,
    where: string,
  ): { readonly key?: string } {
    const { keyVariable, hiddenKey } = card;
    if (typeof keyVariable === 'object') return {};
    if (keyVariable !== undefined) {
      if (isReservedVariable(keyVariable)) {
        this.#lose(
          `the key of provider "${name}"`,
          where,
          `a policy may not read ${keyVariable}: variables of AWS and of llmr are never sent to a provider`,
          `put the key into a variable of another name, and write \`key env NAME\` in \`provider ${name}\``,
          'answers',
        );
        return {};
      }
      if (!/_KEY$/.test(keyVariable))
        this.#lose(
          `the variable ${keyVariable}`,
          where,
          'a policy reads variables that end in _KEY unless llmr.json allows others',
          `add "${keyVariable}" to \`environment\` in llmr.json, or rename the variable`,
          'answers',
        );
      return { key: keyVariable };
    }
    if (hiddenKey !== undefined) {
      const variable = `IMPORTED_${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_KEY`;
      this.#lose(
        `the key of provider "${name}"`,
        where,
        'it is in the file or in a vault, and a policy never holds a key',
        `put it into the environment variable ${variable}, which \`provider ${name}\` names`,
        'answers',
      );
      return { key: variable };
    }
    if (home?.key !== undefined) return { key: home.key };
    const usual = knownProvider(card.provider)?.key;
    if (card.at !== undefined || card.atVariable !== undefined || usual !== undefined)
      this.#lose(
        `the key of provider "${name}"`,
        where,
        usual === undefined
          ? 'the configuration names none, so none is sent'
          : `the configuration names none for this host; other gateways send ${usual} there, llmr sends a key only to the host that it is named with`,
        `write \`key env NAME\` in \`provider ${name}\` if this host asks for a key`,
        usual === undefined ? 'nothing to do' : 'answers',
      );
    return {};
  }
}

/** Two cards of one identity are reached in one way. What is the provider's own may be written or not. */
function identityOf(card: ProviderCard): string {
  const known = knownProvider(card.provider);
  const at = card.at?.replace(/\/$/, '');
  const home = card.atVariable === undefined && (at === undefined || at === known?.at);
  return JSON.stringify([
    card.called ?? card.provider,
    home ? known?.at : at,
    card.atVariable,
    card.keyVariable ?? (home && card.hiddenKey === undefined ? known?.key : undefined),
    card.hiddenKey,
    card.apiVersion,
    card.region,
  ]);
}
