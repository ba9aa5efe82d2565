// A transform sets the temperature, and every model that a route sends it to is sent none (`fixed temperature`).

import { modelsUnder } from '../../planning/targets-under.ts';
import type { Policy } from '../../semantics/model.ts';
import { routesOf } from '../policy-targets.ts';
import { useAt } from '../route-places.ts';
import { defineRule } from '../rule.ts';

export const ineffectiveTemperature = defineRule({
  id: 'ineffective-temperature',
  severity: 'warning',
  category: 'hygiene',
  summary: 'A transform sets the temperature of models that declare `fixed temperature`.',
  messages: {
    dropped: (data: { route: string; transform: string; target: string }) => ({
      message: `the temperature that "${data.transform}" sets is never sent: "${data.route}" uses "${data.target}"`,
      because: 'every model it can use, or its provider, declares `fixed temperature`',
      help: 'use a transform without `set temperature`, or a model that accepts one',
    }),
  },
  policy({ policy }, report, context) {
    for (const route of routesOf(policy)) {
      const { use } = route.action;
      if (use === undefined || !allFixed(policy, use.target)) continue;
      const transform = use.transforms.find((name) => setsTemperature(policy, name));
      if (transform === undefined) continue;
      const data = { route: route.name, transform, target: use.target };
      const cause = `${policy.name}\n${transform}\n${use.target}`;
      report('dropped', useAt(context, route), data, { cause });
    }
  },
});

function setsTemperature(policy: Policy, name: string): boolean {
  const steps = policy.transforms.get(name)?.steps ?? [];
  return steps.some((step) => step.kind === 'set' && step.parameter === 'temperature');
}

function allFixed(policy: Policy, target: string): boolean {
  const models = [...modelsUnder(policy, target)].flatMap((name) => policy.models.get(name) ?? []);
  return (
    models.length > 0 &&
    models.every(
      ({ wire, deployments }) =>
        wire?.fixedTemperature === true ||
        deployments.every(({ provider }) => policy.providers.get(provider)?.wire?.fixedTemperature === true),
    )
  );
}
