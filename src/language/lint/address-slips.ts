/**
 * Addresses of providers that can be reached and most likely are not what was meant: with the path of one endpoint, with
 * a secret inside, without encryption. Knows no rule; sends nothing.
 */
import { templateIn } from './text-slips.ts';

export interface AddressSlip {
  readonly what: string;
  readonly because: string;
  readonly help: string;
}

/** Where well-known services have their OpenAI-compatible API. */
const PATHS: Readonly<Record<string, string>> = {
  'api.openai.com': '/v1',
  'openrouter.ai': '/api/v1',
  'api.groq.com': '/openai/v1',
  'api.mistral.ai': '/v1',
  'api.together.xyz': '/v1',
};
const ENDPOINT = /\/(?:chat\/completions|completions|embeddings|responses|models)\/?$/;
/** This machine, names without a dot, and names of private networks. */
const NEAR =
  /^(?:localhost|[\w-]+|127\.[\d.]+|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|\[.*\]|.*\.(?:internal|local|lan|svc|localhost))$/;

export function addressSlip(address: string, speaks: string, sendsKey: boolean): AddressSlip | undefined {
  const template = templateIn(address);
  if (template?.kind === 'template') {
    return {
      what: `\`${template.sign}\` in this address is not replaced`,
      because: 'a policy has no variables, so that it says the same on every machine',
      help: 'write the address itself, or declare a provider for each of them',
    };
  }
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') {
    return {
      what: 'this address has a user name or a password in it',
      because: 'a policy is read by many, and a secret in it is in its history for good',
      help: 'delete it, and name the variable that holds the key: `key env NAME`',
    };
  }
  if (url.search !== '' || url.hash !== '') {
    return {
      what: `\`${url.search === '' ? '#' : '?'}\` and what follows is not part of an address of a provider`,
      because: 'the path of each endpoint is added behind it',
      help: `write \`at "${url.origin}${url.pathname}"\`; a key is named with \`key env\``,
    };
  }
  if (speaks === 'openai' && ENDPOINT.test(url.pathname)) {
    return {
      what: 'this is the address of one endpoint',
      because: 'llmr adds `/chat/completions` itself: requests would go to a path that does not exist',
      help: `write \`at "${url.origin}${url.pathname.replace(ENDPOINT, '')}"\``,
    };
  }
  const path = PATHS[url.hostname];
  if (speaks === 'openai' && path !== undefined && url.pathname === '/') {
    return {
      what: `the API of ${url.hostname} is not at its root`,
      because: `it is below \`${path}\``,
      help: `write \`at "${url.origin}${path}"\``,
    };
  }
  if (url.protocol === 'http:' && sendsKey && !NEAR.test(url.hostname)) {
    return {
      what: 'the key is sent without encryption',
      because: `everyone between here and ${url.hostname} can read it, and the prompts with it`,
      help: `write \`https\`: \`at "${address.replace(/^http:/, 'https:')}"\``,
    };
  }
  return undefined;
}
