// A hop that lacks what every request reaching it needs: tools, images, JSON, or a deployment in the region.
import type { CompiledPolicy } from '../../compile.ts';
import { routeNamed } from '../../planning/make-plan.ts';
import { regionOf } from '../../planning/requirements.ts';
import { type TroubledHop, troubledHops } from '../hop-places.ts';
import { assuming, joinWords } from '../route-places.ts';
import { defineRule } from '../rule.ts';

export const missingCapability = defineRule({
  id: 'missing-capability',
  severity: 'error',
  category: 'resilience',
  summary: 'A model lacks a capability that every request reaching it needs.',
  messages: {
    region: (data: { model: string; route: string; region: string }) => ({
      message: `"${data.model}" has no deployment in region ${data.region}, and ${data.route} stays within it`,
      because: 'it is declared but never used',
      help: `add a deployment in region ${data.region} to the model, or use another model`,
    }),
    found: (data: { model: string; route: string; can: string; needs: string; assuming: string }) => ({
      message: `"${data.model}" can serve no request of ${data.route}`,
      because: `${data.needs}, and the model can ${data.can}${data.assuming}`,
      help: "use a model with this capability, or add it to the model's `can`",
    }),
  },
  policy(compiled, report, context) {
    for (const found of troubledHops(compiled, context, 'missing-capability')) {
      const { hop, witness, at, route } = found;
      const cause = `${compiled.policy.name}\n${hop.model}`;
      const region = regionMissing(compiled, found);
      if (region !== undefined) {
        report('region', at, { model: hop.model, route, region }, { cause: `${cause}\n${region}` });
        continue;
      }
      const can = compiled.policy.models.get(hop.model)?.can ?? [];
      const needs = Object.entries(witness?.facts ?? {}).flatMap(([fact, value]) =>
        value === true && fact.startsWith('request has ') ? [fact.slice('request has '.length)] : [],
      );
      const lacks = needs.filter((need) => !(can as readonly string[]).includes(need));
      const data = {
        model: hop.model,
        route,
        can: joinWords(can),
        needs: lacks.length === 0 ? 'each of them needs something else' : `they need ${joinWords(lacks)}`,
        assuming: assuming(witness),
      };
      const needed = { cause: `${cause}\n${data.needs}` };
      report('found', at, data, witness ? { ...needed, example: witness.facts } : needed);
    }
  },
});

function regionMissing({ policy }: CompiledPolicy, { hop }: TroubledHop): string | undefined {
  const region = routeNamed(policy, hop.route)?.action.region;
  const deployments = policy.models.get(hop.model)?.deployments ?? [];
  const inside = deployments.some((one) => regionOf(policy, one) === region);
  return inside ? undefined : region;
}
