// A route whose `until` has passed: it matches no request, and its author probably meant to delete it.
import { defineRule } from '../rule.ts';

export const expiredUntil = defineRule({
  id: 'expired-until',
  severity: 'error',
  category: 'reachability',
  summary: 'The `until` date of a route has passed.',
  messages: {
    expired: (data: { route: string; until: string; today: string }) => ({
      message: `"${data.route}" ended on ${data.until}`,
      because: `today is ${data.today}: this route no longer matches any request`,
      help: 'delete the route, or agree on a later date',
    }),
  },
  file({ source, ast }, report, { today }) {
    for (const declaration of ast.declarations) {
      if (declaration.kind !== 'route' && declaration.kind !== 'otherwise') continue;
      const until = declaration.action.until;
      if (until?.kind !== 'date' || until.value >= today) continue;
      const route = declaration.kind === 'route' ? declaration.name.text : 'otherwise';
      report('expired', { path: source.path, span: until.span }, { route, until: until.value, today });
    }
  },
});
