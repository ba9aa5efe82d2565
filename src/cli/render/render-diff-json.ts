/** A comparison of policy sets as JSON (language.md section 12, version 1). */
import type { Side } from '../../language/analysis/diff/changed-region.ts';
import type { SetDiff } from '../../language/replaying/diff-sets.ts';
import { noteWords } from './diff-words.ts';

export function renderDiffJson(diff: SetDiff): string {
  const { changed, proved, elsewhere, moves, policies, added, removed, replay } = diff;
  const regions = policies.flatMap(({ policy, regions }) =>
    regions.map(({ where, exact, before, after, differs, costUsd, witness }) => ({
      policy,
      where: Object.fromEntries(where),
      exact,
      before: sideOf(before),
      after: sideOf(after),
      ...(differs === undefined ? {} : { differs: differs.map(({ what }) => what), changes: differs }),
      ...(costUsd === undefined ? {} : { costUsd }),
      example: witness?.facts ?? null,
      ...(witness === undefined || witness.assumptions.length === 0
        ? {}
        : { assumptions: witness.assumptions }),
    })),
  );
  const notes = policies.flatMap(({ policy, notes }) =>
    notes.map((note) => ({ policy, note: noteWords(note), ...note })),
  );
  const document = {
    version: 1,
    changed,
    proved,
    elsewhere,
    moves: moves.map(({ names, before, after }) => ({ names, before: before ?? null, after: after ?? null })),
    regions,
    added,
    removed,
    notes,
    ...(replay === undefined ? {} : { replay }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function sideOf({ route, kind, target, model, refusal, goodEnough, at }: Side) {
  return {
    route: route ?? null,
    model: model ?? null,
    kind,
    ...(target === undefined ? {} : { target }),
    ...(refusal === undefined ? {} : { refused: refusal }),
    ...(goodEnough === undefined ? {} : { goodEnough }),
    ...(at === undefined ? {} : { at: { file: at.path, line: at.line } }),
  };
}
