/**
 * Makes a compiled schema callable. Its source comes only from `compile-schema.ts`, through the vetting process. Knows
 * no policy.
 */
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { RE2_MODULE, re2Pattern } from './re2-pattern.ts';
import { STEPS_MODULE, step, withinSteps } from './steps.ts';
import { hasRepeats, UNIQUE_ITEMS_MODULE } from './unique-items.ts';

/**
 * Where and how a value breaks its schema, in ajv's words; undefined where it does not. @throws TooManySteps,
 * RangeError
 */
export type Validator = (value: unknown) => { readonly path: string; readonly message: string } | undefined;

interface Compiled {
  (value: unknown): boolean;
  errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}

const requireAjv = createRequire(import.meta.url);

/** Loaded with the first validator that needs it: most policies have no schema. Counts characters one by one. */
let ucs2length: ((text: string) => number) | undefined;

function lengthInCharacters(text: string): number {
  ucs2length ??= (requireAjv('ajv/dist/runtime/ucs2length') as { default: (text: string) => number }).default;
  return ucs2length(text);
}

const OWN: Readonly<Record<string, unknown>> = {
  [RE2_MODULE]: re2Pattern,
  [STEPS_MODULE]: step,
  [UNIQUE_ITEMS_MODULE]: hasRepeats,
  'ajv/dist/runtime/ucs2length': {
    default(text: string) {
      step(text.length / CHARACTERS_A_STEP);
      return lengthInCharacters(text);
    },
  },
};
const CHARACTERS_A_STEP = 32;

/** The only modules that such source may require: ajv's small runtime, and RE2. */
function requireForValidators(name: string): unknown {
  const own = OWN[name];
  if (own !== undefined) return own;
  if (/^ajv\/dist\/runtime\/[\w-]+$/.test(name)) return requireAjv(name);
  throw new Error(`a compiled schema requires the module ${name}`);
}

/** Cached by source: a swap that does not change a schema keeps its validator. */
const loaded = new Map<string, Validator>();
const KEPT = 256;

export function loadValidator(code: string): Validator {
  let validator = loaded.get(code);
  if (validator === undefined) {
    if (loaded.size >= KEPT) loaded.clear();
    validator = load(code);
    loaded.set(code, validator);
  }
  return validator;
}

function load(code: string): Validator {
  const holder: { exports: unknown } = { exports: undefined };
  compileFunction(code, ['module', 'require'])(holder, requireForValidators);
  const validate = holder.exports as Compiled;
  return (value) => {
    if (withinSteps(() => validate(value))) return undefined;
    const first = validate.errors?.[0];
    return { path: first?.instancePath ?? '', message: first?.message ?? 'does not fit its schema' };
  };
}
