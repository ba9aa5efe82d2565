/**
 * Which strings of an installation are secrets: values of environment variables, and parts of provider addresses
 * other than the host. Knows configuration and policies as data; removes nothing itself.
 */
import type { Policy } from '../../language/semantics/model.ts';
import { SHORTEST_SAFE } from './known-secrets.ts';

/** Variables whose names suggest a secret, whether or not llmr reads them. */
const SECRET_NAME = /(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$/i;

export interface SecretSources {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Variables that llmr itself reads, whatever their names: the encoder's key. */
  readonly named: readonly string[];
  readonly policies: readonly Policy[];
}

/** May contain duplicates. A short value counts only where a provider or the encoder uses it. */
export function configuredSecrets({ variables, named, policies }: SecretSources): string[] {
  const used = new Set([...named, ...policies.flatMap(keyVariables)]);
  const values = Object.entries(variables).flatMap(([name, value = '']) => {
    const counts = used.has(name) || (SECRET_NAME.test(name) && value.trim().length >= SHORTEST_SAFE);
    return counts ? [value] : [];
  });
  return [...values, ...addresses(policies).flatMap(secretsInAddress)];
}

/** Host names of providers, with and without port. */
export function hostNames(policies: readonly Policy[]): string[] {
  return addresses(policies).flatMap(({ hostname, host }) => [hostname, host]);
}

function keyVariables({ providers }: Policy): string[] {
  return [...providers.values()].flatMap(({ keyVariable }) =>
    keyVariable === undefined ? [] : [keyVariable],
  );
}

function addresses(policies: readonly Policy[]): URL[] {
  return policies.flatMap(({ providers }) =>
    [...providers.values()].flatMap(({ url }) =>
      url !== undefined && URL.canParse(url) ? [new URL(url)] : [],
    ),
  );
}

/** A password, a user name that is one, values of a query. */
function secretsInAddress({ username, password, searchParams }: URL): string[] {
  const values = [...searchParams].flatMap(([name, value]) =>
    value.length >= SHORTEST_SAFE && !/version/i.test(name) ? [value] : [],
  );
  const name = username.length >= SHORTEST_SAFE ? [username] : [];
  return [...name, password, ...values]
    .filter((text) => text !== '')
    .flatMap((text) => [text, decoded(text)]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
