/**
 * What every import and export hands back: the result, and each thing that is lost on the way. Nothing is left out
 * silently: what has no counterpart is an entry here, with what to do instead.
 */

export interface Loss {
  /** `rpm 60`, as the other tool writes it. */
  readonly what: string;
  /** The way to it: `model_list[2].litellm_params`. */
  readonly where: string;
  readonly why: string;
  /** An imperative. */
  readonly instead: string;
}

export interface Imported {
  /** A policy in canonical style. */
  readonly text: string;
  /** Its name; the file is called after it. */
  readonly name: string;
  readonly lost: readonly Loss[];
}

export type ImportOutcome =
  | ({ readonly ok: true } & Imported)
  /** The file is not what it is said to be: one sentence. */
  | { readonly ok: false; readonly message: string };

/** Gathers losses; the same said twice is one. */
export interface LossList {
  readonly all: readonly Loss[];
  lose(what: string, where: string, why: string, instead: string): void;
}

export function createLosses(): LossList {
  const all: Loss[] = [];
  return {
    all,
    lose(what, where, why, instead) {
      if (!all.some((loss) => loss.what === what && loss.where === where))
        all.push({ what, where, why, instead });
    },
  };
}

/** For a terminal: a paragraph a loss. */
export function renderLosses(lost: readonly Loss[]): string {
  if (lost.length === 0) return 'nothing is lost\n';
  const count = lost.length === 1 ? '1 thing is' : `${lost.length} things are`;
  const parts = lost.map(
    ({ what, where, why, instead }) => `- ${what} (${where})\n    because: ${why}\n    instead: ${instead}`,
  );
  return `${count} lost or changed:\n${parts.join('\n')}\n`;
}
