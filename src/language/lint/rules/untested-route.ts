// A policy has tests, and none of them ends in this route: no test notices a change to it. A policy
// without tests is not reported.
import type { CompiledPolicy } from '../../compile.ts';
import { resolvePath } from '../../semantics/resolve-path.ts';
import { bindTests } from '../../testing/bind/bind-tests.ts';
import { runScenario } from '../../testing/run/run-scenario.ts';
import type { LintContext } from '../lint-context.ts';
import { routesOf } from '../policy-targets.ts';
import { defineRule } from '../rule.ts';

export const untestedRoute = defineRule({
  id: 'untested-route',
  severity: 'warning',
  category: 'tests',
  summary: 'A policy has tests, but no test reaches this route.',
  messages: {
    untested: (data: { route: string; tests: string }) => ({
      message: `no test reaches ${data.route === 'otherwise' ? '`otherwise`' : `"${data.route}"`}`,
      because: `${data.tests} would pass whatever the route did`,
      help: 'add a test or a case for it',
    }),
  },
  policy(compiled, report, context) {
    const { policy } = compiled;
    const files = testFilesOf(compiled, context);
    const [first] = files;
    if (first === undefined) return;
    const { idleRoutes } = context.proofsOf(compiled);
    const reached = reachedBy(compiled, context);
    if (reached === undefined) return;
    for (const route of routesOf(policy)) {
      if (idleRoutes.has(route.name) || reached.has(route.name)) continue;
      report('untested', route.at, { route: route.name, tests: first.source.path });
    }
  },
});

function testFilesOf({ policy }: CompiledPolicy, { compilation }: LintContext) {
  return compilation.files.filter(({ source, ast }) => {
    const path = ast.testsFor === undefined ? undefined : resolvePath(source.path, ast.testsFor.text);
    return path === policy.at.path;
  });
}

/** Routes that a test expects by name, and those that its request ends in; undefined where a test cannot be run. */
function reachedBy(compiled: CompiledPolicy, context: LintContext): ReadonlySet<string> | undefined {
  const { policy, heads } = compiled;
  const { graph } = context.proofsOf(compiled).space;
  const reached = new Set<string>();
  for (const file of testFilesOf(compiled, context)) {
    if (file.ast.recovered) return undefined;
    for (const test of bindTests(file, policy, context.compilation.claims)) {
      if (test.faults.length > 0) return undefined;
      if (!('scenario' in test)) continue;
      if ('expected' in test) {
        for (const one of test.expected) if (one.kind === 'route') reached.add(one.route);
      }
      const { route } = runScenario({ policy, graph, heads }, test.scenario, roughTokens);
      if (route !== undefined) reached.add(route);
    }
  }
  return reached;
}

/** Close enough to distinguish routes; the tokenizer is loaded only where it is needed. */
function roughTokens(text: string): number {
  return Math.ceil(text.length / 4) + 7;
}
