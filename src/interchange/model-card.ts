/** What an importer knows of a model and of how it is reached, before anything is declared. Types only. */
import type { Price } from '../language/semantics/model.ts';

export interface ProviderCard {
  /** As the other tool calls the provider. */
  readonly provider: string;
  /** Name of the declaration, where one provider is reached with several keys. */
  readonly called?: string;
  /** Its address as written; without it the provider's own. */
  readonly at?: string;
  /** The environment variable from which the other tool reads the address. */
  readonly atVariable?: string;
  /** The environment variable that the configuration names for the key; `none` where no key is meant. */
  readonly keyVariable?: string | { readonly none: true };
  /** A key in the file or in a vault. It is never printed: two that differ are two accounts, that is all. */
  readonly hiddenKey?: string;
  readonly apiVersion?: string;
  /** A name of the language. */
  readonly region?: string;
}

export interface ModelCard extends ProviderCard {
  /** The provider's own name of the model; empty where the configuration does not say it. */
  readonly upstream: string;
  /** What the deployment is one of, where its upstream name does not say it. */
  readonly base?: string;
  readonly window?: number;
  readonly output?: number;
  /** Dollars for a million tokens. */
  readonly price?: Price;
  /** Clauses such as `not stream options`. */
  readonly wire?: readonly string[];
  readonly can?: readonly string[];
}
