/**
 * The shape of a Portkey config: its members by one spelling, its strategy, its targets, and what a target takes over
 * from those above it. Knows no policy.
 */

import { asObject, type Json, numberOf } from '../plain-values.ts';

/** What a target takes over where it does not say it itself. */
export interface Inherited {
  readonly retry: Json;
  /** Milliseconds. */
  readonly timeout: number | undefined;
  readonly host: string | undefined;
  /** Without `model`. */
  readonly params: Json;
  readonly model: unknown;
}

export const NOTHING_INHERITED: Inherited = {
  retry: {},
  timeout: undefined,
  host: undefined,
  params: {},
  model: undefined,
};

export function inheritedBy(node: Json, above: Inherited): Inherited {
  const timeout = numberOf(node['request_timeout']);
  const host = node['custom_host'];
  const { model, ...params } = asObject(node['override_params']);
  return {
    retry: node['retry'] === undefined ? above.retry : asObject(node['retry']),
    timeout: timeout !== undefined && timeout > 0 ? timeout : above.timeout,
    host: typeof host === 'string' && host !== '' ? host : above.host,
    params: { ...above.params, ...params },
    model: model ?? above.model,
  };
}

export type Mode = 'single' | 'fallback' | 'loadbalance' | 'conditional';

/** Undefined where there are no targets; a mode that there is none of is returned as `unknown`. */
export function modeOf(node: Json): Mode | 'unknown' | undefined {
  if (targetsOf(node).length === 0) return undefined;
  const strategy = node['strategy'] ?? node['mode'];
  const mode = typeof strategy === 'string' ? strategy : asObject(strategy)['mode'];
  if (mode === undefined) return 'single';
  const plain = String(mode).toLowerCase().replace(/[-_ ]/g, '');
  return (
    (['single', 'fallback', 'loadbalance', 'conditional'] as const).find((one) => one === plain) ?? 'unknown'
  );
}

export function strategyOf(node: Json): Json {
  return asObject(node['strategy']);
}

export function targetsOf(node: Json): readonly Json[] {
  const targets = node['targets'] ?? node['options'];
  return Array.isArray(targets) ? targets.map(asObject) : [];
}

/** Portkey’s libraries write `overrideParams`, its documents `override_params`. Parameters keep their names. */
export function inSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSnakeCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const plain = name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      return [plain, KEPT_AS_WRITTEN.includes(plain) ? inner : inSnakeCase(inner)];
    }),
  );
}
const KEPT_AS_WRITTEN = ['override_params', 'default_params', 'metadata', 'query'];
