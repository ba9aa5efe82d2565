// A route without a reason: later readers cannot know whether they can change it.
import { defineRule } from '../rule.ts';

export const missingBecause = defineRule({
  id: 'missing-because',
  severity: 'info',
  category: 'hygiene',
  summary: 'A route does not give a reason.',
  messages: {
    missing: (data: { route: string }) => ({
      message: `"${data.route}" gives no reason`,
      because: 'the reason appears in every explanation, and readers need it before they change the route',
      help: 'add `because "…"`',
    }),
  },
  file({ source, ast }, report) {
    for (const declaration of ast.declarations) {
      if (declaration.kind !== 'route' && declaration.kind !== 'otherwise') continue;
      if (declaration.action.because !== undefined) continue;
      const route = declaration.kind === 'route' ? declaration.name.text : 'otherwise';
      report('missing', { path: source.path, span: declaration.head }, { route });
    }
  },
});
