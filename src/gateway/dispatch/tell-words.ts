/**
 * Decides which of a provider's words may leave llmr, and who gets them. The only file that opens what a dialect has
 * sealed: records get only values that can be verified, a code and a parameter; prose goes to the caller, and only
 * for a request that the caller has to correct. Knows no wire format, so the rule holds for every dialect.
 */
import { FAILURES } from '../../language/semantics/failures.ts';
import type { Fault } from '../dialects/dialect.ts';
import { ProviderSaid } from '../dialects/provider-said.ts';
import type { TextCleaner } from '../secrets/text-cleaner.ts';
import { requestParameter } from './request-parameter.ts';

export interface TellWords {
  /** Safe for records, logs, traces and headers. `asked`: the request's body, which a code must not quote. */
  facts(fault: Fault, asked: Buffer): { readonly code?: string; readonly param?: string };
  /** For the caller alone, and only where the request is at fault; at most 300 characters. */
  prose(fault: Fault): string | undefined;
  /** For admins, where the operator has enabled it. May quote the prompt. */
  kept(fault: Fault): string | undefined;
}

/** Characters of prose that are read; everything passed on is at the beginning. */
const LOOKED_AT = 1_024;
const LONGEST = 300;
/** `unsupported_value`, `InvalidParameter.Model`, `1113`. */
const CODE = /^(?:[A-Za-z][\w.:-]{0,63}|\d{1,6})$/;

/** `keep`: as `keepProviderMessages` in llmr.json. */
export function createTellWords(cleaner: TextCleaner, keep: boolean): TellWords {
  const proseOf = (said: ProviderSaid): string | undefined => {
    const { prose } = ProviderSaid.open(said);
    const line = shortened(cleaner.clean(prose.slice(0, LOOKED_AT)));
    return line === '' ? undefined : line;
  };
  return {
    facts({ said }, asked) {
      if (said === undefined) return {};
      const { code, param } = ProviderSaid.open(said);
      const name = requestParameter(param);
      const isCode = CODE.test(code) && !cleaner.holds(code) && !asked.includes(code);
      return { ...(isCode ? { code } : {}), ...(name === undefined ? {} : { param: name }) };
    },
    prose: ({ class: failure, said }) =>
      said === undefined || FAILURES[failure].fault !== 'request' ? undefined : proseOf(said),
    kept: ({ said }) => (said === undefined || !keep ? undefined : proseOf(said)),
  };
}

/** Passes nothing on. */
export const NO_WORDS: TellWords = { facts: () => ({}), prose: () => undefined, kept: () => undefined };

function shortened(line: string): string {
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
