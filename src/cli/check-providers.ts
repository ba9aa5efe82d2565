/** What `llmr doctor` says of providers: whether each can be reached, is at its address, and takes its key. */
import { createEnvironment, type GatewayConfig } from '../gateway/config.ts';
import type { Policy, Provider } from '../language/semantics/model.ts';
import { insteadOfCalling } from '../language/semantics/not-yet.ts';
import { type Finding, ok, problem, usedProviders } from './health-checks.ts';
import { probeProvider } from './probe-provider.ts';
import { reach } from './reach.ts';
import type { Terminal } from './terminal.ts';

/** `mayAsk`: false where the policies have errors, so that no key is sent to an address that nobody has vetted. */
export async function checkProviders(
  config: GatewayConfig,
  policies: readonly Policy[],
  env: Terminal['env'],
  mayAsk: boolean,
): Promise<readonly Finding[]> {
  if (config.simulate) return [ok('providers', 'every provider is simulated: none is called')];
  const environment = createEnvironment(config.environment, env);
  const known: Finding[] = [];
  const called = new Map<string, Provider & { url: string }>();
  for (const provider of usedProviders(policies)) {
    const { url, name, speaks } = provider;
    const instead = insteadOfCalling(speaks);
    if (instead !== undefined) {
      const detail = `${name} speaks ${speaks}, which is not callable yet: its models cannot be used`;
      known.push(problem('providers', detail, instead));
    } else if (speaks === 'simulated') {
      const detail = `${name} is simulated: its answers are made up, and the service is not started with --simulate`;
      known.push(
        problem('providers', detail, 'use a provider that answers, or say --simulate where it is a trial'),
      );
    } else if (url !== undefined && URL.canParse(url)) {
      called.set(`${url} ${provider.keyVariable}`, { ...provider, url });
    }
  }
  const distinct = [...new Map(known.map((finding) => [finding.detail, finding])).values()];
  if (called.size === 0 && distinct.length === 0) return [ok('providers', 'none has to be reached')];
  const found = await Promise.all(
    [...called.values()].map(async (provider) => {
      const { origin } = new URL(provider.url);
      const why = await reach(new URL(origin));
      if (why !== undefined) {
        const help = /CERT|certificate/i.test(why)
          ? 'look at the certificate and at the clock of this machine'
          : 'look at the address, the network, the firewall and the proxy';
        return problem('providers', `${provider.name}: ${origin} cannot be reached: ${why}`, help);
      }
      const variable = provider.keyVariable === undefined ? undefined : environment(provider.keyVariable);
      // Without its key a provider would say no more than that it wants one; that it is not set is said already.
      if (!mayAsk || (variable !== undefined && variable.kind !== 'value')) {
        return ok('providers', `${provider.name}: ${origin} can be reached`);
      }
      return askedOf(provider, variable?.value, modelsAt(provider.url, policies));
    }),
  );
  return [...distinct, ...found];
}

/** The names by which policies ask for models at an address. */
function modelsAt(url: string, policies: readonly Policy[]): readonly string[] {
  const names = policies.flatMap(({ models, providers }) =>
    [...models.values()].flatMap(({ deployments }) =>
      deployments
        .filter(({ provider }) => providers.get(provider)?.url === url)
        .map(({ upstreamId }) => upstreamId),
    ),
  );
  return [...new Set(names)];
}

/** Some list `models/NAME` (Google) or `NAME:latest` (Ollama) for what is asked as NAME. */
function isListed(name: string, list: readonly string[]): boolean {
  return list.some((id) => id === name || id.endsWith(`/${name}`) || id.startsWith(`${name}:`));
}

async function askedOf(
  provider: Provider & { url: string },
  key: string | undefined,
  names: readonly string[],
): Promise<Finding> {
  const { name, url, keyVariable } = provider;
  const probed = await probeProvider(url, key);
  switch (probed.kind) {
    case 'well': {
      // Lists can be partial, so that this is a warning; an empty one says nothing.
      const missing = names.filter((one) => probed.models.length > 0 && !isListed(one, probed.models));
      if (missing.length > 0) {
        const detail = `${name}: ${url} does not list ${missing.map((one) => `"${one}"`).join(', ')} among its models`;
        const help = 'check the name in `is "…"`: it may be misspelt, withdrawn, or not enabled for this key';
        return { check: 'providers', state: 'warning', detail, help };
      }
      return ok(
        'providers',
        `${name}: ${url} answers${key === undefined ? '' : `, and takes ${keyVariable}`}`,
      );
    }
    case 'refused': {
      const detail =
        keyVariable === undefined
          ? `${name}: ${url} wants a key (${probed.status}), and the policy names none`
          : `${name}: ${url} refuses the key in ${keyVariable} (${probed.status})`;
      const help =
        keyVariable === undefined
          ? 'add "key env NAME" to the provider'
          : `put a key of this provider that is still valid into ${keyVariable}`;
      return problem('providers', detail, help);
    }
    case 'elsewhere': {
      const detail = `${name}: there is no API at ${url} (/models: ${Math.floor(probed.status)}), but at ${probed.instead}`;
      return problem('providers', detail, `write: at "${probed.instead}"`);
    }
    case 'no-list':
      return ok(
        'providers',
        `${name}: ${url} can be reached; it does not list its models (${Math.floor(probed.status)})`,
      );
    case 'failed':
      return problem(
        'providers',
        `${name}: ${url} does not answer: ${probed.why}`,
        'look at the provider’s own state',
      );
  }
}
