/**
 * What a test expects, with every name looked up: the bound form. Comparing it with a run is `judge-run.ts`.
 */
import type { Reason } from '../../planning/plan.ts';

export type Expected =
  | { readonly kind: 'route'; readonly route: string }
  /** null: no model answers. */
  | { readonly kind: 'model'; readonly model: string | null }
  | { readonly kind: 'attempts'; readonly count: number }
  | { readonly kind: 'reason'; readonly reason: Reason }
  /** null: the answer carries no label. */
  | { readonly kind: 'label'; readonly label: string | null }
  /** US dollars: at most, or exactly, to four digits. */
  | { readonly kind: 'cost'; readonly usd: number; readonly upTo: boolean }
  /** `false`: answered, not refused. */
  | { readonly kind: 'refused'; readonly status: number | boolean; readonly message?: string }
  /** A clause of the policy in the spelling of `clause-words.ts`. */
  | { readonly kind: 'clause'; readonly words: string };
