/**
 * One target of a Portkey config as a model card: its provider, address, model, and the variable that its key is read
 * from. A literal key is never copied, and the variable of a known provider never goes to another host. Declares nothing.
 */
import { isReservedVariable } from '../../language/semantics/reserved-variable.ts';
import { KNOWN_PROVIDERS } from '../known-providers.ts';
import type { ModelCard } from '../model-card.ts';
import { type Json, textOf } from '../plain-values.ts';
import type { LossList } from '../report.ts';
import { holdsSecret, isKeyNotName } from '../secrets.ts';
import type { Inherited } from './config-shape.ts';
import { guessedProvider, knownProvider } from './provider-names.ts';

/** Keys by the account they belong to: two literal keys are two accounts. */
export interface Accounts {
  /** The name of a provider declaration for an account of a provider. */
  called(provider: string, secret: string): string;
  /** Whether a slug has been met for the first time. */
  isNew(slug: string): boolean;
}

export function createAccounts(): Accounts {
  const known = new Map<string, Map<string, string>>();
  const slugs = new Set<string>();
  return {
    isNew(slug) {
      const before = slugs.size;
      return slugs.add(slug).size > before;
    },
    called(provider, secret) {
      const accounts = known.get(provider) ?? new Map<string, string>();
      known.set(provider, accounts);
      const name =
        accounts.get(secret) ?? (accounts.size === 0 ? provider : `${provider}-${accounts.size + 1}`);
      accounts.set(secret, name);
      return name;
    },
  };
}

export interface TargetCard {
  readonly card: ModelCard;
  /** What the model is called after. */
  readonly name: string;
}

export function readTarget(
  node: Json,
  where: string,
  settings: Inherited,
  accounts: Accounts,
  losses: LossList,
): TargetCard {
  return new TargetReader(node, where, settings, accounts, losses).read();
}

class TargetReader {
  readonly #node: Json;
  readonly #where: string;
  readonly #settings: Inherited;
  readonly #accounts: Accounts;
  readonly #lose: LossList['lose'];
  readonly #account: string | undefined;
  readonly #model: string | undefined;
  readonly #provider: string | undefined;
  readonly #guess: string | undefined;
  readonly #host: string | undefined;
  readonly #called: string;

  constructor(node: Json, where: string, settings: Inherited, accounts: Accounts, { lose }: LossList) {
    this.#node = node;
    this.#where = where;
    this.#settings = settings;
    this.#accounts = accounts;
    this.#lose = lose;
    const written = this.#name(this.#settings.model) ?? this.#name(this.#node['model']);
    const { slug: inModel, rest } = bySlug(written);
    const direct = bySlug(this.#name(this.#node['provider']));
    const virtual = textOf(this.#node['virtual_key']);
    this.#account = safe(direct.slug ?? inModel ?? virtual?.replace(/^[@$]/, ''));
    const vendor = direct.slug === undefined ? direct.rest : undefined;
    const deployment =
      this.#name(this.#node['deployment_id']) ?? this.#name(this.#node['azure_deployment_name']);
    this.#model = (direct.slug === undefined ? undefined : direct.rest) ?? deployment ?? rest;
    this.#provider = vendor === undefined ? undefined : (knownProvider(vendor) ?? vendor);
    this.#guess =
      this.#provider ?? (this.#account === undefined ? undefined : guessedProvider(this.#account));
    this.#host = this.#settings.host ?? resourceAddress(this.#node);
    this.#called = this.#nameOfAccount();
  }

  read(): TargetCard {
    this.#reportKeys();
    return {
      name: this.#name(this.#node['name']) ?? this.#model ?? this.#called,
      card: {
        provider: this.#guess ?? this.#account ?? 'provider',
        called: this.#called,
        upstream: this.#model ?? '',
        ...(this.#host === undefined ? {} : { at: this.#host }),
        keyVariable: this.#keyVariable() ?? (this.#needsKey() ? variableOf(this.#called) : { none: true }),
        ...(this.#version() === undefined ? {} : { apiVersion: this.#version() as string }),
      },
    };
  }

  /** What the gateway knows and the file does not hold. */
  #reportKeys(): void {
    if (
      this.#account !== undefined &&
      this.#provider === undefined &&
      this.#guess !== undefined &&
      this.#accounts.isNew(this.#account)
    )
      this.#lose(
        `@${this.#account}`,
        this.#where,
        `Portkey knows its provider and key; by its name it is taken for ${this.#guess}`,
        `compare \`provider ${this.#account}\` with the Model Catalog, and set ${variableOf(this.#account)}`,
        'answers',
      );
    else if (
      this.#account !== undefined &&
      this.#provider !== undefined &&
      this.#accounts.isNew(this.#account)
    )
      this.#lose(
        `virtual_key of ${this.#provider}`,
        this.#where,
        'Portkey keeps its key',
        `set ${variableOf(this.#called)}, which its provider names`,
        'answers',
      );
    if (typeof this.#node['api_key'] === 'string' && this.#keyVariable() === undefined)
      this.#lose(
        'api_key',
        this.#where,
        'it is never copied',
        `set the environment variable ${variableOf(this.#called)}`,
        'requests',
      );
  }

  /** A key in the place of a name is not repeated: what it names is left to be filled in. */
  #name(value: unknown): string | undefined {
    const text = textOf(value);
    if (text === undefined || !isKeyNotName(text)) return text;
    this.#lose(
      'a key in the place of a name',
      this.#where,
      'it is never copied',
      'write the name of the provider or model, and import again',
      'answers',
    );
    return undefined;
  }

  /** A host of its own is an account of its own: the key of the provider does not go there. */
  #nameOfAccount(): string {
    if (this.#account !== undefined)
      return this.#isVendors(variableOf(this.#account)) ? hostName(this.#settings.host ?? '') : this.#account;
    const base = this.#provider ?? 'provider';
    const isForeign = this.#host !== undefined && this.#settings.host !== undefined;
    return this.#accounts.called(
      isForeign ? hostName(this.#settings.host ?? '') : base,
      String(this.#node['api_key'] ?? ''),
    );
  }

  /** The variable of a known provider stays with that provider. */
  #isVendors(variable: string): boolean {
    return this.#settings.host !== undefined && VENDOR_KEYS.includes(variable);
  }

  /** What the file itself pairs with the target. */
  #keyVariable(): string | undefined {
    const key = textOf(this.#node['api_key']);
    const name = /^\$?\{?\{?\s*([A-Z][A-Z0-9_]*)\s*\}?\}?$/.exec(key ?? '')?.[1];
    return name !== undefined &&
      !name.startsWith('PORTKEY') &&
      (key?.startsWith('$') === true || name.endsWith('_KEY')) &&
      !holdsSecret(name)
      ? name
      : undefined;
  }

  #needsKey(): boolean {
    if (this.#account !== undefined || typeof this.#node['api_key'] === 'string') return true;
    return (
      this.#provider !== undefined &&
      !['ollama', 'bedrock', 'vertex_ai'].includes(this.#provider) &&
      this.#settings.host === undefined
    );
  }

  #version(): string | undefined {
    const text = textOf(this.#node['azure_api_version']) ?? textOf(this.#node['api_version']);
    if (text === undefined || (/^[\w.-]{1,30}$/.test(text) && !holdsSecret(text))) return text;
    this.#lose(
      'api_version',
      this.#where,
      'it is not a version such as 2024-10-21',
      'write `api version "…"` in the provider',
      'answers',
    );
    return undefined;
  }
}

const VENDOR_KEYS = Object.values(KNOWN_PROVIDERS).map(({ key }) => key);

/** `@openai-prod/gpt-4o` is a slug and a model; `openai/gpt-4o` is a model. */
function bySlug(written: string | undefined): { readonly slug?: string; readonly rest?: string } {
  if (written === undefined) return {};
  const [, slug, rest] = /^@([^/]+)(?:\/(.+))?$/.exec(written) ?? [];
  return slug === undefined ? { rest: written } : { slug, ...(rest === undefined ? {} : { rest }) };
}

/** A key that somebody wrote in the place of a slug is not repeated. */
function safe(slug: string | undefined): string | undefined {
  return slug !== undefined && holdsSecret(slug) ? 'account' : slug;
}

/** `openai-prod` reads `OPENAI_PROD_API_KEY`. */
function variableOf(account: string): string {
  const plain = account
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
  const named = /^[A-Z]/.test(plain) ? plain : `P_${plain}`;
  const variable = /_KEY$/.test(named) ? named : `${named}_API_KEY`;
  return isReservedVariable(variable) ? `IMPORTED_${variable}` : variable;
}

function hostName(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname.replaceAll('.', '-') : 'custom-host';
}

function resourceAddress(node: Json): string | undefined {
  const resource = textOf(node['resource_name']);
  return resource !== undefined && /^[A-Za-z0-9-]+$/.test(resource)
    ? `https://${resource}.openai.azure.com`
    : undefined;
}
