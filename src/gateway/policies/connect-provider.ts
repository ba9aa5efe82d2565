/**
 * Connects a provider of a policy to the upstream that implements its dialect, one line per dialect. The only place
 * where the value of an environment variable is read for a policy, and only if its name is allowed.
 */
import type { Deployment, Provider } from '../../language/semantics/model.ts';
import { insteadOfCalling } from '../../language/semantics/not-yet.ts';
import type { Variable } from '../config/config.ts';
import { anthropicMessages } from '../dialects/anthropic-messages/anthropic-messages.ts';
import { writeHeaders } from '../dialects/anthropic-messages/write-request.ts';
import { openAiChat } from '../dialects/openai-chat/openai-chat.ts';
import type { UpstreamRoute } from '../dispatch/dispatch-settings.ts';
import { countTokens } from '../facts/count-tokens.ts';
import type { Clock } from '../upstream/clock.ts';
import { httpUpstream } from '../upstream/http-upstream.ts';
import type { OriginPools } from '../upstream/origin-pools.ts';
import { SIMULATED_MESSAGES, type SimulatedForm, simulatedUpstream } from '../upstream/simulated.ts';

export interface ConnectOptions {
  readonly clock: Clock;
  readonly pools: OriginPools;
  /** Every provider is simulated. */
  readonly simulate: boolean;
  /** The environment variables that a policy may read. */
  readonly environment: (name: string) => Variable;
}

/** Why there is no upstream: a missing key, in words, or a dialect that this version does not support. */
export type Absent =
  | { readonly kind: 'no-key'; readonly because: string }
  | { readonly kind: 'not-callable' };

export function connectProvider(
  provider: Provider,
  deployment: Deployment,
  options: ConnectOptions,
): UpstreamRoute | Absent {
  const { clock, pools } = options;
  const route = { dialect: openAiChat, upstreamId: deployment.upstreamId, path: openAiChat.path };
  if (options.simulate || provider.speaks === 'simulated') {
    return simulatedRoute(deployment, clock);
  }
  if (insteadOfCalling(provider.speaks) !== undefined || provider.url === undefined)
    return { kind: 'not-callable' };
  const variable = provider.keyVariable === undefined ? undefined : options.environment(provider.keyVariable);
  if (variable !== undefined && variable.kind !== 'value')
    return { kind: 'no-key', because: variable.because };
  const key = variable?.value;
  switch (provider.speaks) {
    case 'openai':
      return {
        ...route,
        upstream: httpUpstream({ at: provider.url, ...(key === undefined ? {} : { key }) }, pools, clock),
      };
    case 'anthropic':
      return {
        dialect: anthropicMessages,
        upstreamId: deployment.upstreamId,
        // Its own clients are given an address without the version, those of compatible servers one with it.
        path: /\/v\d+\/?$/.test(new URL(provider.url).pathname) ? '/messages' : '/v1/messages',
        upstream: httpUpstream(
          {
            at: provider.url,
            keyHeader: 'x-api-key',
            headersOf: (headers) => writeHeaders(headers, provider.apiVersion, provider.pass),
            ...(key === undefined ? {} : { key }),
          },
          pools,
          clock,
        ),
      };
    case 'azure':
    case 'ai-sdk':
      return { kind: 'not-callable' };
  }
}

/** In every dialect. */
function simulatedRoute({ upstreamId, simulation }: Deployment, clock: Clock): UpstreamRoute {
  const upstream = (form?: SimulatedForm) =>
    simulatedUpstream({
      clock,
      countTokens: (text) => countTokens([text], 0, []).tokens,
      ...(form === undefined ? {} : { form }),
      ...(simulation === undefined ? {} : { simulation }),
    });
  const messages = { dialect: anthropicMessages, path: anthropicMessages.path };
  const shared = { upstreamId, simulated: true } as const;
  return {
    ...shared,
    dialect: openAiChat,
    path: openAiChat.path,
    upstream: upstream(),
    others: [{ ...shared, ...messages, upstream: upstream(SIMULATED_MESSAGES) }],
  };
}
