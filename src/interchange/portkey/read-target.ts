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
  { lose }: LossList,
): TargetCard {
  const written = name(settings.model) ?? name(node['model']);
  const { slug: inModel, rest } = bySlug(written);
  const direct = bySlug(name(node['provider']));
  const virtual = textOf(node['virtual_key']);
  const account = safe(direct.slug ?? inModel ?? virtual?.replace(/^[@$]/, ''));
  const vendor = direct.slug === undefined ? direct.rest : undefined;
  const deployment = name(node['deployment_id']) ?? name(node['azure_deployment_name']);
  const model = (direct.slug === undefined ? undefined : direct.rest) ?? deployment ?? rest;
  const provider = vendor === undefined ? undefined : (knownProvider(vendor) ?? vendor);
  const guess = provider ?? (account === undefined ? undefined : guessedProvider(account));
  const host = settings.host ?? resourceAddress(node);
  const called = nameOfAccount();

  if (account !== undefined && provider === undefined && guess !== undefined && accounts.isNew(account))
    lose(
      `@${account}`,
      where,
      `Portkey knows its provider and key; by its name it is taken for ${guess}`,
      `compare \`provider ${account}\` with the Model Catalog, and set ${variableOf(account)}`,
      'answers',
    );
  else if (account !== undefined && provider !== undefined && accounts.isNew(account))
    lose(
      `virtual_key of ${provider}`,
      where,
      'Portkey keeps its key',
      `set ${variableOf(called)}, which its provider names`,
      'answers',
    );
  if (typeof node['api_key'] === 'string' && keyVariable() === undefined)
    lose(
      'api_key',
      where,
      'it is never copied',
      `set the environment variable ${variableOf(called)}`,
      'requests',
    );

  return {
    name: name(node['name']) ?? model ?? called,
    card: {
      provider: guess ?? account ?? 'provider',
      called,
      upstream: model ?? '',
      ...(host === undefined ? {} : { at: host }),
      keyVariable: keyVariable() ?? (needsKey() ? variableOf(called) : { none: true }),
      ...(version() === undefined ? {} : { apiVersion: version() as string }),
    },
  };

  /** A key in the place of a name is not repeated: what it names is left to be filled in. */
  function name(value: unknown): string | undefined {
    const text = textOf(value);
    if (text === undefined || !isKeyNotName(text)) return text;
    lose(
      'a key in the place of a name',
      where,
      'it is never copied',
      'write the name of the provider or model, and import again',
      'answers',
    );
    return undefined;
  }

  /** A host of its own is an account of its own: the key of the provider does not go there. */
  function nameOfAccount(): string {
    if (account !== undefined)
      return isVendors(variableOf(account)) ? hostName(settings.host ?? '') : account;
    const base = provider ?? 'provider';
    const isForeign = host !== undefined && settings.host !== undefined;
    return accounts.called(isForeign ? hostName(settings.host ?? '') : base, String(node['api_key'] ?? ''));
  }

  /** The variable of a known provider stays with that provider. */
  function isVendors(variable: string): boolean {
    return settings.host !== undefined && VENDOR_KEYS.includes(variable);
  }

  /** What the file itself pairs with the target. */
  function keyVariable(): string | undefined {
    const key = textOf(node['api_key']);
    const name = /^\$?\{?\{?\s*([A-Z][A-Z0-9_]*)\s*\}?\}?$/.exec(key ?? '')?.[1];
    return name !== undefined &&
      !name.startsWith('PORTKEY') &&
      (key?.startsWith('$') === true || name.endsWith('_KEY')) &&
      !holdsSecret(name)
      ? name
      : undefined;
  }

  function needsKey(): boolean {
    if (account !== undefined || typeof node['api_key'] === 'string') return true;
    return (
      provider !== undefined &&
      !['ollama', 'bedrock', 'vertex_ai'].includes(provider) &&
      settings.host === undefined
    );
  }

  function version(): string | undefined {
    const text = textOf(node['azure_api_version']) ?? textOf(node['api_version']);
    if (text === undefined || (/^[\w.-]{1,30}$/.test(text) && !holdsSecret(text))) return text;
    lose(
      'api_version',
      where,
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
