/**
 * What the running service answered, and whether that breaks a claim. Looks at nothing but answers: statuses, codes,
 * headers, and the plan that the service tells of the same request.
 */
import type { Claim } from './claim-policies.ts';
import type { HttpRequest } from './claim-requests.ts';

export interface Told {
  /** Of the answer itself. */
  readonly status: number;
  readonly code?: string;
  /** The model that answered. */
  readonly answered: string | null;
  /** Undefined: no route takes it. */
  readonly route?: string;
  /** All models that the plan can come to, first or after a failure. */
  readonly models: readonly string[];
  /** Why each candidate was taken out. */
  readonly removed: readonly string[];
}

export async function answerOf(url: string, { body, headers }: HttpRequest): Promise<Told> {
  const post = (path: string): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const planned = await post('/v1/route');
  const document = (await planned.json()) as Partial<DecisionShape>;
  const answer = await post('/v1/chat/completions');
  const text = await answer.text();
  const code = answer.ok ? undefined : (JSON.parse(text) as { error?: { code?: string } }).error?.code;
  const route = answer.headers.get('llmr-route');
  return {
    status: answer.status,
    ...(code === undefined ? {} : { code }),
    answered: answer.headers.get('llmr-model'),
    ...(route === null ? {} : { route }),
    models: (document.plan ?? []).map(({ model }) => model),
    removed: (document.removed ?? []).map(({ kind }) => kind),
  };
}

export interface DecisionShape {
  readonly route: string;
  readonly plan: readonly { readonly model: string }[];
  readonly removed: readonly { readonly kind: string }[];
  readonly refused?: { readonly status: number };
}

/** Whether a request for which the claim's `when` holds shows that the claim is wrong. */
export function breaks(claim: Claim, told: Told): boolean {
  const never = claim.kind === 'never';
  const isRefused = told.status >= 400;
  switch (claim.what) {
    case 'model in': {
      const asked = [...told.models, ...(isRefused || told.answered === null ? [] : [told.answered])];
      return asked.some((model) => claim.names.includes(model) === never);
    }
    case 'route in':
      return (told.route !== undefined && claim.names.includes(told.route)) === never;
    case 'refused':
      return isRefused === never;
    case 'tokens fit model':
      // 413 is what routes of these policies say themselves.
      return never
        ? !isRefused
        : told.status === 400 &&
            (told.code === 'context_length_exceeded' || told.removed.every((kind) => kind === 'region'));
  }
}
