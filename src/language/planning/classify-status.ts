/**
 * Classifies an upstream's failure by its HTTP status and by the codes and messages of its error body, which take
 * precedence. Test scripts that name a class or a status end here, too. Knows no dialect.
 */
import { FAILURE_CLASSES, type FailureClass } from '../semantics/failures.ts';
import { classOfCodes, classOfSentence, saysTooLargeForRate } from './failure-words.ts';
import { saysTooLong } from './too-long-words.ts';

/** What was found in an error body, before or in the middle of a stream. */
export interface UpstreamError {
  readonly status?: number;
  /** Codes and types, the most specific first; also of nested errors, as a gateway wraps a provider's. */
  readonly codes?: readonly string[];
  readonly messages?: readonly string[];
  /** The member of the request that the error is about. */
  readonly param?: string;
}

/** Too general: used only where there is no status, as in the middle of a stream. */
const BY_VAGUE_TYPE: Readonly<Record<string, FailureClass>> = {
  invalid_request_error: 'bad-request',
  badrequesterror: 'bad-request',
  invalid_argument: 'bad-request',
  unsupported_parameter: 'bad-request',
  unsupported_value: 'bad-request',
  unknown_parameter: 'bad-request',
  invalid_value: 'bad-request',
};

export function classifyStatus(error: UpstreamError): FailureClass {
  const { status, codes = [], messages = [], param } = error;
  if (isLongText(error)) return 'too-long';
  if (status === 404 && isAboutAnotherMember(param)) return 'bad-request';
  const named = classOfCodes(codes);
  if (named !== undefined) return named;
  if (status === 413 && messages.some(saysTooLargeForRate)) return 'rate-limit';
  if (mayBeTooLong(status) && messages.some(saysTooLong)) return 'too-long';
  if (mayNeedSentence(status)) {
    for (const each of messages) {
      const said = classOfSentence(each);
      if (said !== undefined) return said;
    }
  }
  return status === undefined ? vague(codes) : byStatus(status);
}

/**
 * These concern the account or the address, whatever they quote. 5xx does not: some servers use it for an overflow.
 */
function mayBeTooLong(status: number | undefined): boolean {
  return status === undefined || ![401, 402, 403, 404, 405, 407, 410, 429].includes(status);
}

/** The other 4xx are unambiguous. */
function mayNeedSentence(status: number | undefined): boolean {
  return status === undefined || [400, 403, 404, 409, 422].includes(status);
}

function vague(codes: readonly string[]): FailureClass {
  for (const code of codes) {
    const named = BY_VAGUE_TYPE[code.toLowerCase()];
    if (named !== undefined) return named;
  }
  return 'server-error';
}

/** OpenAI's code for any text over its limit; only the text of messages concerns the window. */
function isLongText({ codes = [], messages = [], param }: UpstreamError): boolean {
  if (!codes.some((code) => code.toLowerCase() === 'string_above_max_length')) return false;
  const about = param ?? /^Invalid '([^']+)'/.exec(messages[0] ?? '')?.[1] ?? 'messages';
  return /^(?:messages|input|prompt)\b/.test(about) && !/(?:url|name|id|arguments|data)$/.test(about);
}

/** A file, a tool or an earlier answer that the request names is missing, not the model. */
function isAboutAnotherMember(param: string | undefined): boolean {
  return param !== undefined && param !== '' && param !== 'model' && param !== 'null';
}

function byStatus(status: number): FailureClass {
  switch (status) {
    case 401:
    case 403:
    case 407:
      return 'auth';
    case 402:
    case 429:
      return 'rate-limit';
    case 404:
    case 405: // A path that exists and does not accept POST is the wrong one.
    case 410:
      return 'gone';
    case 408:
    case 504:
    case 522: // Cloudflare: no connection to the origin in time.
    case 524: // Cloudflare: the origin was reached and did not answer.
      return 'timeout';
    case 413:
      return 'too-long';
    case 425:
    case 498: // Groq: no capacity in the flex tier.
    case 503:
    case 529:
      return 'overload';
    case 409: // A deployment that is being changed.
    case 424: // Bedrock and Azure: what the model depends on has failed.
    case 499:
      return 'server-error';
    default:
      if (status >= 300 && status < 400) return 'gone';
      return status >= 400 && status < 500 ? 'bad-request' : 'server-error';
  }
}

/** `with CLASS-or-STATUS` of a test: a class by name, or an HTTP status of 400 and above. */
export function failureNamed(words: string | number): FailureClass | undefined {
  if (typeof words === 'number') {
    return Number.isInteger(words) && words >= 400 && words <= 599
      ? classifyStatus({ status: words })
      : undefined;
  }
  return FAILURE_CLASSES.find((name) => name === words);
}
