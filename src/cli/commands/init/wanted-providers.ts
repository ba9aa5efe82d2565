/**
 * Reads what is named on the command line of `llmr init`: `openai`, `groq#llama-3.1-8b-instant`,
 * `acme=https://llm.acme.example/v1#MODEL`. Finds address, key variable and models, or what is missing.
 */
import { nameFrom } from '../../../interchange/draft-policy.ts';
import { KNOWN_PROVIDERS, knownProvider } from '../../../interchange/known-providers.ts';
import { didYouMean } from '../../../language/diagnostics/suggest.ts';
import { COMPATIBLE, STARTER_MODELS, type StarterModel } from './starter-models.ts';

export interface Wanted {
  readonly name: string;
  readonly at: string;
  /** Environment variable of the key; none for a server on this machine. */
  readonly key?: string;
  readonly note?: string;
  /** At least one. */
  readonly models: readonly StarterModel[];
}
export interface WantedFault {
  readonly message: string;
  readonly help: string;
}

export function wantedProvider(written: string): Wanted | WantedFault {
  const [, name = '', address, model] = /^([^=#]*)(?:=([^#]*))?(?:#(.*))?$/.exec(written) ?? [];
  if (written.includes(','))
    return {
      message: `"${written}" names no provider`,
      help: `separate providers by spaces: ${written.replaceAll(/,\s*/g, ' ').trim()}`,
    };
  if (nameFrom(name) !== name) return { message: `"${written}" names no provider`, help: `write ${FORMS}` };
  if (model === '') return { message: `"${written}" names no model after #`, help: `write ${FORMS}` };
  return address === undefined ? known(name, model) : atAddress(name, address, model);
}

const FORMS = 'a name such as openai, NAME#MODEL, or NAME=https://HOST/v1#MODEL';

export function providerNames(): readonly string[] {
  return Object.keys(STARTER_MODELS);
}

function atAddress(name: string, address: string, model: string | undefined): Wanted | WantedFault {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '')
    return {
      message: `"${address}" is not an address of a provider`,
      help: `write ${name}=https://HOST/v1#MODEL, without a key in it`,
    };
  if (model === undefined)
    return { message: `${name} needs a model`, help: `write ${name}=${address}#MODEL` };
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const key = `${name.toUpperCase().replace(/\W/g, '_')}_API_KEY`;
  return { name, at: address, ...(isHere ? {} : { key }), models: [bare(model)] };
}

function known(name: string, model: string | undefined): Wanted | WantedFault {
  const provider = knownProvider(name);
  if (provider === undefined) {
    const near = didYouMean(name, Object.keys(KNOWN_PROVIDERS));
    const give = `give its OpenAI-compatible address and a model: ${name}=https://HOST/v1#MODEL`;
    return {
      message: `"${name}" is not a provider that llmr knows`,
      help: near === undefined ? give : `did you mean "${near}"? Otherwise ${give}`,
    };
  }
  const compatible = Object.hasOwn(COMPATIBLE, name) ? COMPATIBLE[name] : undefined;
  if (provider.speaks !== 'openai' && compatible === undefined)
    return {
      message: `llmr cannot call ${name} by its own wire format yet`,
      help: `${provider.meanwhile ?? 'use a gateway that is OpenAI-compatible'}; here: ${name}=https://HOST/v1#MODEL`,
    };
  const at = compatible?.at ?? provider.at;
  if (at === undefined)
    return {
      message: `${name} has no address of its own`,
      help: `write where yours is: ${name}=http://127.0.0.1:8000/v1#MODEL`,
    };
  const starters = Object.hasOwn(STARTER_MODELS, name) ? (STARTER_MODELS[name] ?? []) : [];
  const models =
    model === undefined ? starters : [starters.find((one) => one.upstream === model) ?? bare(model)];
  if (models.length === 0)
    return { message: `${name} needs a model`, help: `write ${name}#MODEL, as ${name} names it` };
  const { key } = provider;
  const { note } = compatible ?? {};
  return { name, at, models, ...(key === undefined ? {} : { key }), ...(note === undefined ? {} : { note }) };
}

function bare(upstream: string): StarterModel {
  return {
    name: nameFrom(upstream.slice(upstream.lastIndexOf('/') + 1)),
    upstream,
    note: 'Not known: its window and price. Add them: window 128k output 8k, price $1 in, $5 out.',
  };
}
