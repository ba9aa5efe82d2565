/**
 * Compiles the text of a JSON schema to a validator as JavaScript source, which can be passed between threads.
 * Nothing is fetched, patterns are RE2, and the validator's steps are counted, so that neither a schema nor an answer
 * can block the service. Runs where policies are vetted, never where requests are served. Knows no policy.
 */
import { _, Ajv, type CodeKeywordDefinition, type KeywordCxt, type Options } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { re2Pattern } from './re2-pattern.ts';
import { countingCode } from './steps.ts';
import { hasRepeats, UNIQUE_ITEMS_MODULE } from './unique-items.ts';

export type CompiledSchema =
  | { readonly ok: true; readonly code: string }
  /** A message for the policy's author. */
  | { readonly ok: false; readonly problem: string };

/** In characters: a longer schema describes something other than an answer. */
export const LONGEST_SCHEMA = 262_144;
/**
 * In characters: the code of a schema grows with its references; this much loads at a swap without noticeable delay.
 */
const LONGEST_CODE = 2_097_152;

const OPTIONS: Options = {
  // Unknown keywords are annotations, as the standard defines.
  strict: false,
  // Without the package `ajv-formats` a format is an annotation as well.
  validateFormats: false,
  validateSchema: true,
  addUsedSchema: false,
  inlineRefs: false,
  logger: false,
  code: { source: true, esm: false, regExp: re2Pattern },
};
/** Drafts before 2019-09 use other keywords for some things. */
const OLDER = /draft-0[67]/;

/** In place of ajv's own, which compares each pair of items. */
const uniqueItemsKeyword: CodeKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  error: { message: 'must NOT have duplicate items' },
  code(cxt: KeywordCxt) {
    if (cxt.schema !== true) return;
    const func = cxt.gen.scopeValue('func', {
      ref: hasRepeats,
      code: _`require(${UNIQUE_ITEMS_MODULE})`,
    });
    cxt.fail(_`${func}(${cxt.data})`);
  },
};

/** Cached by text: a reload compiles only changed schemas. */
const compiled = new Map<string, CompiledSchema>();
const KEPT = 256;

/** @param text the JSON text of the schema that the policy's check names */
export function compileSchema(text: string): CompiledSchema {
  let found = compiled.get(text);
  if (found === undefined) {
    if (compiled.size >= KEPT) compiled.clear();
    found = compile(text);
    compiled.set(text, found);
  }
  return found;
}

function compile(text: string): CompiledSchema {
  if (text.length > LONGEST_SCHEMA) {
    return problem(`it has ${text.length} characters; a schema may have ${LONGEST_SCHEMA}`);
  }
  try {
    const schema: unknown = JSON.parse(text);
    if (
      typeof schema !== 'boolean' &&
      (typeof schema !== 'object' || schema === null || Array.isArray(schema))
    ) {
      return problem('a JSON schema must be an object');
    }
    if (typeof schema === 'object' && '$async' in schema) {
      return problem('it uses `$async`, and checks are synchronous');
    }
    const ajv = usesOlderDraft(schema) ? new Ajv(OPTIONS) : new Ajv2020(OPTIONS);
    ajv.removeKeyword('uniqueItems').addKeyword(uniqueItemsKeyword);
    const code = countingCode(standalone.default(ajv, ajv.compile(schema)));
    return code.length > LONGEST_CODE
      ? problem('its references make it grow beyond the limit')
      : { ok: true, code };
  } catch (error) {
    return problem(wordsFor(error));
  }
}

function usesOlderDraft(schema: object | boolean): boolean {
  const named = typeof schema === 'object' && '$schema' in schema ? schema.$schema : undefined;
  return typeof named === 'string' && OLDER.test(named);
}

function wordsFor(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply';
  const words = error instanceof Error ? error.message : String(error);
  if (words.startsWith("can't resolve reference")) return `${words}; schemas are not fetched`;
  if (words.startsWith('no schema with key or ref')) return `${words}: drafts 06, 07 and 2020-12 are known`;
  return words.slice(0, 300);
}

function problem(words: string): CompiledSchema {
  return { ok: false, problem: words };
}
