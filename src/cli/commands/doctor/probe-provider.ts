/**
 * Checks a provider's address and key by requesting its list of models. Sends the key to that address only and
 * follows no redirect. For `llmr doctor`. Never rejects.
 */

export type Probed =
  /** `models`: the ids in its list. */
  | { readonly kind: 'well'; readonly models: readonly string[] }
  /** The key, or having none, was refused. */
  | { readonly kind: 'refused'; readonly status: number }
  /** There is no API at the address, but there is one at `instead`. */
  | { readonly kind: 'elsewhere'; readonly status: number; readonly instead: string }
  /** It answers, but does not list its models: not every provider does. */
  | { readonly kind: 'no-list'; readonly status: number }
  | { readonly kind: 'failed'; readonly why: string };

const PATIENCE = 3_000;

/** `at`, `apiVersion`: as in the policy. `key`: undefined where the policy names none, or it is not set. */
export async function probeProvider(
  at: string,
  key: string | undefined,
  speaks: 'openai' | 'anthropic' = 'openai',
  apiVersion = '2023-06-01',
): Promise<Probed> {
  const isAnthropic = speaks === 'anthropic';
  // Its address may be written without the version.
  const url = isAnthropic && !/\/v\d+\/*$/.test(at) ? `${at.replace(/\/+$/, '')}/v1` : at;
  const answer = await ask(url, isAnthropic ? anthropicHeaders(key, apiVersion) : bearerHeaders(key));
  if (typeof answer === 'string') return { kind: 'failed', why: answer };
  if (typeof answer !== 'number') return { kind: 'well', models: answer.models };
  const status = answer;
  if (status === 401 || status === 403) return { kind: 'refused', status };
  if (status !== 404 && status !== 405 && status !== NO_LIST) {
    return status >= 500 ? { kind: 'failed', why: `it answers ${status}` } : { kind: 'no-list', status };
  }
  for (const instead of isAnthropic ? [] : nearbyOf(at)) {
    const there = await ask(instead, bearerHeaders(key));
    // A refusal also comes from an API: its address is right.
    if (typeof there === 'object' || there === 401) return { kind: 'elsewhere', status, instead };
  }
  return { kind: 'no-list', status };
}

/** A web page, or JSON that is not a list: the address of a web interface, not of an API. */
const NO_LIST = 200.5;

/**
 * With `/v1` where it is missing, without it where present; `/v1/chat/completions` is not an address of an API
 * either.
 */
function nearbyOf(at: string): readonly string[] {
  const bare = at.replace(/\/+$/, '').replace(/\/(?:chat\/)?completions$|\/models$/, '');
  const without = bare.replace(/(?:\/v1)+$/, '');
  const nearby = [`${without}/v1`, without, `${without}/api/v1`, `${without}/openai/v1`];
  return nearby.filter((one) => one !== at.replace(/\/+$/, ''));
}

/** The list, another status, `NO_LIST`, or why there was no answer. */
async function ask(
  at: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly models: readonly string[] } | number | string> {
  try {
    const answer = await fetch(`${at.replace(/\/+$/, '')}/models`, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status !== 200) {
      await answer.body?.cancel();
      return answer.status;
    }
    const json: unknown = await answer.json().catch(() => undefined);
    const list = Array.isArray(json) ? json : (json as { data?: unknown } | null | undefined)?.data;
    return Array.isArray(list) ? { models: list.flatMap(idsOf) } : NO_LIST;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? cause.message : String(cause);
  }
}

function bearerHeaders(key: string | undefined): Record<string, string> {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}

function anthropicHeaders(key: string | undefined, version: string): Record<string, string> {
  return { 'anthropic-version': version, ...(key === undefined ? {} : { 'x-api-key': key }) };
}

function idsOf(entry: unknown): readonly string[] {
  const id = (entry as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? [id] : [];
}
