// An upstream id that its provider moves from version to version: what was tested today answers differently tomorrow.
import { defineRule } from '../rule.ts';

/** Names that say by themselves that they move, as the last part of an id. */
const MOVES = /(?:^|[-:/@._])(?:latest|auto|default|current|stable|nightly)$/i;

export const unpinnedAlias = defineRule({
  id: 'unpinned-alias',
  severity: 'warning',
  category: 'resilience',
  summary: 'A model is called by an alias that its provider moves to other versions.',
  messages: {
    found: (data: { model: string; id: string }) => ({
      message: `model "${data.model}" is called as "${data.id}", an alias that moves to other versions`,
      because: 'its answers, price and window change without a change in this file',
      help: "name a version; the provider's answers show which one the alias means today",
    }),
  },
  file({ source, ast }, report) {
    for (const declaration of ast.declarations) {
      if (declaration.kind !== 'model') continue;
      for (const { upstreamId } of declaration.deployments) {
        if (!MOVES.test(upstreamId.text)) continue;
        const data = { model: declaration.name.text, id: upstreamId.text };
        report('found', { path: source.path, span: upstreamId.span }, data);
      }
    }
  },
});
