/**
 * Shortens long comparisons: the first few changes of each kind, the first few lines of each change, and how many
 * more there are. JSON has all of them. Knows no layout.
 */
import {
  CHANGE_KINDS,
  type ChangeGroup,
  type ChangeKind,
  type WhereLine,
} from '../../language/analysis/diff/change-groups.ts';

/** Most changes of one kind, and lines of one change, that are printed. */
export const MOST_SHOWN = 8;

export interface FoldedChanges {
  readonly shown: readonly ChangeGroup[];
  /** Prints how many more there are. */
  readonly rest?: string;
}

/** By kind, in their original order. */
export function foldChanges(groups: readonly ChangeGroup[]): readonly FoldedChanges[] {
  return CHANGE_KINDS.flatMap((kind): readonly FoldedChanges[] => {
    const all = groups.filter((group) => group.kind === kind);
    if (all.length === 0) return [];
    const more = all.length - MOST_SHOWN;
    if (more <= 0) return [{ shown: all }];
    const changes = more === 1 ? 'change' : 'changes';
    return [
      { shown: all.slice(0, MOST_SHOWN), rest: `${more} more ${changes} of ${KIND_WORDS[kind]}${SEE}` },
    ];
  });
}

/** The lines to print, and how many more there are. */
export function foldLines(lines: readonly WhereLine[]): {
  readonly shown: readonly WhereLine[];
  readonly rest?: string;
} {
  const more = lines.length - MOST_SHOWN;
  if (more <= 0) return { shown: lines };
  const sets = more === 1 ? 'set' : 'sets';
  return {
    shown: lines.slice(0, MOST_SHOWN),
    rest: `${more} more ${sets} of requests with this change${SEE}`,
  };
}

const SEE = ' (--json lists all)';

const KIND_WORDS: Readonly<Record<ChangeKind, string>> = {
  answers: 'the model that answers',
  refusals: 'what is refused',
  handling: 'what is done with a request',
  fallbacks: 'what is tried after the first model',
};
