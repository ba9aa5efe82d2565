/**
 * Reads and classifies an error of a server, in whatever shape and words it comes. Knows no HTTP beyond the status, and
 * no policy.
 */
import { classifyStatus } from '../../language/planning/classify-status.ts';
import { saysTooLargeForRate, saysUnfit } from '../../language/planning/failure-words.ts';
import { type CollectedError, collectError } from './collect-error.ts';
import type { Fault } from './dialect.ts';
import { isRecord } from './is-record.ts';
import { ProviderSaid } from './provider-said.ts';
import { refusedMember } from './refused-member.ts';
import { waitInWords } from './wait-in-words.ts';

/** A body with an error status: JSON of any shape, plain text, or a web page. */
export function readFault(status: number, body: Buffer): Fault {
  const text = body.toString('utf8');
  const json = parse(text);
  const page = json === undefined && /<(?:!doctype|html|head|body|h1)\b/i.test(text);
  const said = collectError(json ?? (page ? textOf(text) : text));
  const fault = faultOf(status, said);
  // A web page comes from something in front of the provider: a firewall may have blocked this one request.
  return page && status === 403 ? { ...fault, cools: false } : fault;
}

/** An error that came with status 200, in a body or in a stream. */
export function faultInBand(json: unknown): Fault | undefined {
  if (!isRecord(json)) return undefined;
  const { error } = json;
  if (!isRecord(error) && !Array.isArray(error) && (typeof error !== 'string' || error === ''))
    return undefined;
  // Codes may be in the object around it: `{"error": "…", "code": 400}`.
  const said = collectError(json);
  const status = said.codes.map(Number).find((code) => code >= 400 && code < 600);
  return faultOf(status, said);
}

/** Messages that only state that there was an error; a wrapped message is more specific. */
const EMPTY_WORDS =
  /^(?:provider returned error|error|bad request|internal server error|upstream error|\W*)$/i;

function faultOf(status: number | undefined, said: CollectedError): Fault {
  const { codes, messages, code, param } = said;
  const telling = messages.find((each) => !EMPTY_WORDS.test(each)) ?? messages[0];
  const named = classifyStatus({
    ...(status === undefined ? {} : { status }),
    codes,
    messages: telling === undefined ? [] : [telling, ...messages],
    ...(param === undefined ? {} : { param }),
  });
  const refused = named === 'bad-request' ? refusedMember(status, said) : undefined;
  const wait = said.waitMs ?? waitInWords(named, messages);
  const cools = !messages.some((each) => saysTooLargeForRate(each) || saysUnfit(each));
  return {
    class: named,
    message: status === undefined ? 'sent an error in its answer' : `answered with status ${status}`,
    ...(codes.length + messages.length === 0
      ? {}
      : { said: new ProviderSaid({ code: code ?? '', param: param ?? '', prose: telling ?? '' }) }),
    ...(refused === undefined ? {} : { refused }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...(cools ? {} : { cools }),
  };
}

/** The text of a web page, its title first. */
function textOf(page: string): string {
  return page
    .slice(0, 20_000)
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
