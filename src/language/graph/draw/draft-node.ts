/** Nodes while a graph is expanded: edges still have their atoms, so that merged ones can be worded again. Data only. */
import type { Atom } from '../fact-atoms.ts';

/** While nodes are made: edges still have their atoms, so that merged ones can be worded again. */
export type DraftNode =
  | { readonly kind: 'test'; readonly fact: number; readonly edges: readonly DraftEdge[] }
  | { readonly kind: 'outcome'; readonly rule: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'more' };

export interface DraftEdge {
  readonly atoms: readonly Atom[];
  readonly to: number;
}
