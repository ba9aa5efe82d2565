// A route that does not say why: in a year nobody dares to change it.
import { defineRule } from '../rule.ts';

export const missingBecause = defineRule({
  id: 'missing-because',
  severity: 'info',
  category: 'hygiene',
  summary: 'A route does not give a reason.',
  messages: {
    missing: (data: { route: string }) => ({
      message: `"${data.route}" does not say why`,
      because:
        'the reason is shown in every explanation, and is what the next reader needs before changing it',
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
