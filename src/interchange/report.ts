/**
 * What every import and export returns: the result, and each setting that is lost or changed on the way, the weightiest
 * first. Nothing is left out silently: what has no equivalent is an entry here, with what to write instead. Secrets are
 * removed here once more, whatever an importer has passed in.
 */
import { withoutSecrets } from './secrets.ts';

/** What a loss means for the person who reads it, the weightiest first. */
export const LOSS_WEIGHTS = ['fill in', 'answers', 'money', 'requests', 'nothing to do'] as const;
export type LossWeight = (typeof LOSS_WEIGHTS)[number];

const HEADINGS: Readonly<Record<LossWeight, string>> = {
  'fill in': 'to fill in before the policy can be loaded',
  answers: 'changes who answers, or who may ask',
  money: 'changes costs or their limits',
  requests: 'changes what is sent, or what happens when a call fails',
  'nothing to do': 'works differently, no action needed',
};

export interface Loss {
  /** `rpm 60`, as the other tool writes it. */
  readonly what: string;
  /** The way to it: `model_list[2].litellm_params`. */
  readonly where: string;
  readonly why: string;
  /** An imperative. */
  readonly instead: string;
  readonly weight: LossWeight;
}

export interface Imported {
  /** A policy in canonical style. */
  readonly text: string;
  /** Its name; the file is called after it. */
  readonly name: string;
  /** The weightiest first; within a weight in the order of the file. */
  readonly lost: readonly Loss[];
  /** False where this version can call none of the policy's models. */
  readonly runnable?: boolean;
}

export type ImportOutcome =
  | ({ readonly ok: true } & Imported)
  /** The file is not a configuration of this tool, or nothing of it could be imported: one sentence. */
  | { readonly ok: false; readonly message: string; readonly lost?: readonly Loss[] };

/** Gathers losses; the same in several places is one, with its places. */
export interface LossList {
  /** The weightiest first. */
  readonly all: readonly Loss[];
  /** `weight` is `requests` unless given. */
  lose(what: string, where: string, why: string, instead: string, weight?: LossWeight): void;
}

const SHOWN_PLACES = 4;

export function createLosses(): LossList {
  const all: (Loss & { where: string })[] = [];
  const ends = new Map<LossWeight, number>(LOSS_WEIGHTS.map((weight) => [weight, 0]));
  const seen = new Map<string, Places>();
  return {
    all,
    lose(what, where, why, instead, weight = 'requests') {
      const loss = {
        what: withoutSecrets(what),
        where: withoutSecrets(where),
        why: withoutSecrets(why),
        instead: withoutSecrets(instead),
        weight,
      };
      const identity = JSON.stringify([loss.what, loss.why, loss.instead]);
      const before = seen.get(identity);
      if (before !== undefined) {
        addPlace(before, loss.where);
        return;
      }
      seen.set(identity, { loss, shown: [loss.where], all: new Set([loss.where]) });
      all.splice(ends.get(weight) ?? all.length, 0, loss);
      for (const lighter of LOSS_WEIGHTS.slice(LOSS_WEIGHTS.indexOf(weight)))
        ends.set(lighter, (ends.get(lighter) ?? 0) + 1);
    },
  };
}

interface Places {
  readonly loss: { where: string };
  readonly shown: string[];
  readonly all: Set<string>;
}

/** The first few are shown, and how many more there are. */
function addPlace(places: Places, where: string): void {
  places.all.add(where);
  if (places.shown.length < SHOWN_PLACES && !places.shown.includes(where)) places.shown.push(where);
  const more = places.all.size - places.shown.length;
  places.loss.where = `${places.shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

/** For a terminal: a paragraph for each loss, under a heading for each weight. */
export function renderLosses(lost: readonly Loss[]): string {
  if (lost.length === 0) return 'nothing is lost\n';
  const count = lost.length === 1 ? '1 thing is' : `${lost.length} things are`;
  const parts = LOSS_WEIGHTS.flatMap((weight) => {
    const these = lost.filter((loss) => loss.weight === weight);
    if (these.length === 0) return [];
    return [
      `${HEADINGS[weight]}:`,
      ...these.map(
        ({ what, where, why, instead }) =>
          `- ${what} (${where})\n    because: ${why}\n    instead: ${instead}`,
      ),
    ];
  });
  return `${count} lost or changed\n${parts.join('\n')}\n`;
}
