/** A comparison of policy sets as JSON (language.md section 12, version 1). */
import type { Side } from '../language/analysis/diff.ts';
import type { SetDiff } from '../language/replaying/diff-sets.ts';

export function renderDiffJson(diff: SetDiff): string {
  const { changed, proved, policies, added, removed, replay } = diff;
  const regions = policies.flatMap(({ policy, regions }) =>
    regions.map(({ where, before, after, differs, costUsd, witness }) => ({
      policy,
      where: Object.fromEntries(where),
      before: sideOf(before),
      after: sideOf(after),
      ...(differs === undefined ? {} : { differs }),
      ...(costUsd === undefined ? {} : { costUsd }),
      example: witness?.facts ?? null,
      ...(witness === undefined || witness.assumptions.length === 0
        ? {}
        : { assumptions: witness.assumptions }),
    })),
  );
  const notes = policies.flatMap(({ policy, notes }) => notes.map((note) => ({ policy, note })));
  const document = {
    version: 1,
    changed,
    proved,
    regions,
    added,
    removed,
    notes,
    ...(replay === undefined ? {} : { replay }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function sideOf({ route, kind, target, model, goodEnough, at }: Side) {
  return {
    route: route ?? null,
    model: model ?? null,
    kind,
    ...(target === undefined ? {} : { target }),
    ...(goodEnough === undefined ? {} : { goodEnough }),
    ...(at === undefined ? {} : { at: { file: at.path, line: at.line } }),
  };
}
