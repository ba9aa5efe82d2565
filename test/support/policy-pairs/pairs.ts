/**
 * Pairs of policy sets: what is there, and the same after one to three edits. Each pair begins where the one before
 * ended, and now and then from a new draft. Of several edits the one is taken whose clauses have been changed least so
 * far, so that every clause of the grammar has its turn.
 */
import type { Compilation } from '../../../src/language/compile.ts';
import { compiled } from './compile-draft.ts';
import { type Draft, isBlock, textOf } from './draft.ts';
import { Draw } from './draw.ts';
import { drawDraft } from './draw-set.ts';
import { drawEdit, type Edit } from './edits.ts';
import { clausesIn, GRAMMAR_CLAUSES } from './grammar-clauses.ts';

export interface Pair {
  /** Draws the same pair again, given the same pairs before it. */
  readonly seed: number;
  readonly before: Draft;
  readonly after: Draft;
  readonly old: Compilation;
  readonly next: Compilation;
  /** In words. */
  readonly edits: readonly string[];
  /** Of the grammar. */
  readonly clauses: readonly string[];
}

const CHAIN = 12;
const CANDIDATES = 12;

export class Pairs {
  /** Of every clause of the grammar: how many pairs changed it. */
  readonly counts = new Map<string, number>(GRAMMAR_CLAUSES.map((clause) => [clause, 0]));
  /** Drafts that had to be thrown away because they did not compile. */
  refused = 0;
  readonly #seed: number;
  #number = 0;
  #last: { readonly draft: Draft; readonly compilation: Compilation } | undefined;

  constructor(seed: number) {
    this.#seed = seed;
  }

  next(): Pair {
    const seed = this.#seed + this.#number;
    const draw = new Draw(seed * 7919 + 13);
    if (this.#number % CHAIN === 0) this.#last = undefined;
    this.#number += 1;
    const start = this.#last ?? this.#fresh(draw);
    for (;;) {
      const edited = this.#edited(draw, start.draft);
      if (edited === undefined) continue;
      const compilation = compiled(edited.draft);
      if (typeof compilation === 'string') {
        this.refused += 1;
        continue;
      }
      for (const clause of edited.clauses) this.counts.set(clause, (this.counts.get(clause) ?? 0) + 1);
      this.#last = { draft: edited.draft, compilation };
      const { draft: before, compilation: old } = start;
      return {
        seed,
        before,
        after: edited.draft,
        old,
        next: compilation,
        edits: edited.edits,
        clauses: edited.clauses,
      };
    }
  }

  #fresh(draw: Draw): { readonly draft: Draft; readonly compilation: Compilation } {
    for (;;) {
      const draft = drawDraft(draw);
      const compilation = compiled(draft);
      if (typeof compilation !== 'string') return { draft, compilation };
      this.refused += 1;
    }
  }

  #edited(draw: Draw, start: Draft) {
    const wanted = 1 + draw.below(3);
    const edits: string[] = [];
    let draft = start;
    for (let edit = 0; edit < wanted; edit += 1) {
      const chosen = this.#rarest(draw, draft);
      if (chosen === undefined) continue;
      draft = chosen.draft;
      edits.push(chosen.what);
    }
    const clauses = clausesChanged(start, draft);
    return edits.length === 0 || clauses === undefined ? undefined : { draft, edits, clauses };
  }

  /** Of a few edits the one that changes the clause with the lowest count. */
  #rarest(draw: Draw, draft: Draft): Edit | undefined {
    // What changes no clause, such as the order of routes, has its turn too.
    const count = draw.chance(0.25) ? 1 : CANDIDATES;
    const edits = Array.from({ length: count }, () => drawEdit(draw, draft)).filter(
      (edit) => edit !== undefined,
    );
    const ranked = edits.flatMap((edit) => {
      const clauses = clausesChanged(draft, edit.draft);
      if (clauses === undefined) return [];
      return [{ edit, rarity: Math.min(...clauses.map((clause) => this.counts.get(clause) ?? 0)) }];
    });
    return ranked.sort((a, b) => a.rarity - b.rarity)[0]?.edit;
  }
}

/**
 * Clauses of the grammar that are written otherwise, more or less often, or in another order within a
 * declaration. Undefined where the grammar does not read what has been written.
 */
export function clausesChanged(before: Draft, after: Draft): string[] | undefined {
  const changed = new Set<string>();
  const [old, next] = [declarations(before), declarations(after)];
  for (const name of new Set([...old.keys(), ...next.keys()])) {
    const [was, is] = [old.get(name), next.get(name)];
    if (was === is) continue;
    const [one, other] = [clausesOf(was), clausesOf(is)];
    if (one === undefined || other === undefined) return undefined;
    for (const clause of new Set([...one.keys(), ...other.keys()]))
      if (one.get(clause)?.join('\n') !== other.get(clause)?.join('\n')) changed.add(clause);
  }
  return [...changed];
}

function clausesOf(text: string | undefined): ReturnType<typeof clausesIn> {
  return text === undefined ? new Map() : clausesIn(text);
}

const declared = new WeakMap<Draft, ReadonlyMap<string, string>>();

/** By file and head; a number separates what is declared twice. */
function declarations(draft: Draft): ReadonlyMap<string, string> {
  const known = declared.get(draft);
  if (known !== undefined) return known;
  const found = new Map<string, string>();
  declared.set(draft, found);
  const { files } = draft;
  for (const [file, pieces] of files)
    for (const piece of pieces) {
      const head = isBlock(piece) ? piece.head : piece.kind;
      for (let number = 0; ; number += 1) {
        const name = `${file} ${head} ${number}`;
        if (found.has(name)) continue;
        found.set(name, textOf(piece));
        break;
      }
    }
  return found;
}
