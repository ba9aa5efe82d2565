// A model whose provider takes it away: already gone, or gone before the next planning round.
import { defineRule } from '../rule.ts';

/** Days of notice: enough to try the successor behind a rollout. */
const NOTICE = 60;

export const deprecatedModel = defineRule({
  id: 'deprecated-model',
  severity: 'warning',
  category: 'resilience',
  summary: `A model is retired, or will be within ${NOTICE} days.`,
  messages: {
    retired: (data: { model: string; retires: string }) => ({
      message: `model "${data.model}" was retired on ${data.retires}`,
      because: 'its provider no longer serves it, so every attempt only takes time',
      help: 'move its routes to a successor',
    }),
    soon: (data: { model: string; retires: string; days: number }) => ({
      message: `model "${data.model}" retires ${inDays(data.days)}`,
      because: `after ${data.retires} its provider no longer serves it`,
      help: 'declare the successor and move to it with a rollout',
    }),
  },
  file({ source, ast }, report, { today }) {
    for (const declaration of ast.declarations) {
      if (declaration.kind !== 'model' || declaration.retires?.kind !== 'date') continue;
      const retires = declaration.retires.value;
      const model = declaration.name.text;
      const days = daysBetween(today, retires);
      const at = { path: source.path, span: declaration.retires.span };
      if (days < 0) report('retired', at, { model, retires });
      else if (days <= NOTICE) report('soon', at, { model, retires, days });
    }
  },
});

function inDays(days: number): string {
  return days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
