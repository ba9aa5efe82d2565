/**
 * The service's configuration. `llmr.json` overrides the defaults, `LLMR_*` variables override `llmr.json`, and the
 * command line overrides both. Errors name the key and what to write instead. Knows the table of keys, but not what
 * the keys are for.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { didYouMean } from '../../language/diagnostics/suggest.ts';
import {
  CONFIG_KEY_NAMES,
  CONFIG_KEYS,
  type ConfigKey,
  demandOf,
  type GatewayConfig,
  type KeySpec,
  variableOf,
} from './config-keys.ts';
import { wrongValues } from './wrong-values.ts';

export type { GatewayConfig } from './config-keys.ts';
export { createEnvironment, type Variable } from './environment.ts';

export interface ConfigSources {
  /**
   * Named with `--config`; it must exist. Without the option, `llmr.json` of the current folder is read if there is
   * one.
   */
  readonly file?: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** From the command line; overrides everything else. */
  readonly flags?: Partial<GatewayConfig>;
}

export type ReadConfig =
  | {
      readonly ok: true;
      readonly config: GatewayConfig;
      /** Warnings to log at start, such as an `LLMR_*` variable that is not a key. */
      readonly notes: readonly string[];
    }
  /** One sentence each, with the position, the key and what to do. */
  | { readonly ok: false; readonly faults: readonly string[] };

type Values = Record<string, unknown>;

const DEFAULT_FILE = 'llmr.json';

export function readConfig({ file, variables, flags = {} }: ConfigSources): ReadConfig {
  const fromFile = valuesOfFile(file);
  const fromVariables = valuesOfVariables(variables);
  const said = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const faults = [...fromFile.faults, ...fromVariables.faults, ...faultsOf(said, (key) => `--${key}`)];
  if (faults.length > 0) return { ok: false, faults };
  const defaults = Object.fromEntries(CONFIG_KEY_NAMES.map((key) => [key, CONFIG_KEYS[key].default]));
  const config = { ...defaults, ...fromFile.values, ...fromVariables.values, ...said } as GatewayConfig;
  return { ok: true, config, notes: fromVariables.notes };
}

function valuesOfFile(named: string | undefined): { values: Values; faults: string[] } {
  const path = named ?? DEFAULT_FILE;
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    return { values: {}, faults: named === undefined ? [] : [`${path}: there is no such file (--config)`] };
  }
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    return {
      values: {},
      faults: [`${path}: this is not JSON: ${error instanceof Error ? error.message : error}`],
    };
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return { values: {}, faults: [`${path}: must be one object of keys, { … }`] };
  }
  const faults = faultsOf(json as Values, (key) => `${path}: "${key}"`);
  const { $schema: _, ...values } = json as Values;
  return { values: faults.length > 0 ? {} : besideFile(values, path), faults };
}

/** Folders in a file are relative to that file, wherever the service is started. */
function besideFile(values: Values, path: string): Values {
  const moved = Object.entries(values).map(([key, value]) => {
    const spec: KeySpec = CONFIG_KEYS[key as ConfigKey];
    if (spec.kind === 'files') return [key, filesBeside(value as Record<string, string>, path)];
    const isPath = spec.kind === 'text' && spec.path === true && typeof value === 'string';
    return [key, isPath && !isAbsolute(value) ? join(dirname(path), value) : value];
  });
  return Object.fromEntries(moved);
}

function filesBeside(files: Readonly<Record<string, string>>, path: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, file]) => [name, isAbsolute(file) ? file : join(dirname(path), file)]),
  );
}

function valuesOfVariables(variables: ConfigSources['variables']): {
  values: Values;
  faults: string[];
  notes: string[];
} {
  const values: Values = {};
  const places = new Map<string, string>();
  for (const key of CONFIG_KEY_NAMES) {
    const text = variables[variableOf(key)];
    if (text === undefined || text === '') continue;
    values[key] = readVariable(CONFIG_KEYS[key], text);
    places.set(key, variableOf(key));
  }
  const own = new Set(CONFIG_KEY_NAMES.map(variableOf));
  const notes = Object.keys(variables)
    // A variable with such a suffix is a user's secret, not a misspelt key.
    .filter((name) => name.startsWith('LLMR_') && !own.has(name) && !name.endsWith('_KEY'))
    .map((name) => `${name} is not a configuration key${meant(name, [...own])}`);
  return { values, faults: faultsOf(values, (key) => places.get(key) ?? key), notes };
}

/** A string that cannot be read as the key's type stays a string, and is then reported. */
function readVariable(spec: KeySpec, text: string): unknown {
  switch (spec.kind) {
    case 'number':
      return /^-?\d+$/.test(text.trim()) ? Number(text) : text;
    case 'flag':
      return (
        new Map([
          ['true', true],
          ['1', true],
          ['false', false],
          ['0', false],
        ]).get(text.trim().toLowerCase()) ?? text
      );
    case 'list':
      return text
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== '');
    case 'lists':
    case 'files':
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    default:
      return text;
  }
}

function faultsOf(values: Values, placeOf: (key: string) => string): string[] {
  const faults = Object.entries(values).flatMap(([key, value]) => {
    if (key === '$schema') return typeof value === 'string' ? [] : [`${placeOf(key)} must be a string`];
    if (!Object.hasOwn(CONFIG_KEYS, key))
      return [`${placeOf(key)} is not a configuration key${meant(key, CONFIG_KEY_NAMES)}`];
    const spec = CONFIG_KEYS[key as ConfigKey];
    return wrongValues(spec, value).map(
      (wrong) => `${placeOf(key)} must be ${demandOf(spec)}, not ${JSON.stringify(wrong)}`,
    );
  });
  return [...new Set(faults)];
}

function meant(written: string, names: readonly string[]): string {
  const near = didYouMean(written, names);
  return near === undefined ? `; there are ${names.join(', ')}` : `; did you mean ${near}?`;
}
