/** `llmr models`: lists the models of a policy set, their deployments, prices, and whether their keys are set. */
import type { Command } from 'commander';
import { createEnvironment, readConfig } from '../../gateway/config/config.ts';
import type { Model, Policy, WireFacts } from '../../language/semantics/model.ts';
import { insteadOfCalling } from '../../language/semantics/not-yet.ts';
import { formatCount, formatMoney } from '../../language/vocabulary/format-quantity.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { compileSet, readSet } from '../input/policy-set.ts';
import { columns } from '../render/columns.ts';
import type { Run } from '../run.ts';
import { comingLater, type Terminal, usageError } from '../terminal.ts';

interface Options {
  readonly policies?: string;
  readonly config?: string;
  readonly json?: true;
}

export function describe(command: Command, run: Run): void {
  command
    // `refresh` is not available yet: the word is recognized, and the help does not offer it.
    .argument('[ACTION]')
    .usage('[options]')
    .option(
      '--policies <DIR>',
      'Directory of the policies (default: the current directory, or policies/ if it has none)',
    )
    .option('--config <FILE>', 'Configuration file (default: llmr.json, if it exists)')
    .option('--json', 'Print JSON')
    .action(run(models));
}

function models(terminal: Terminal, action: string | undefined, options: Options): ExitCode {
  if (action === 'refresh') {
    return comingLater(terminal, 'llmr models refresh', 'write prices into the policy: price $1 in, $5 out');
  }
  if (action !== undefined) return usageError(terminal, `unknown action "${action}"`);
  const config = readConfig({
    ...(options.config === undefined ? {} : { file: options.config }),
    variables: terminal.env,
  });
  if (!config.ok) return usageError(terminal, config.faults.join('\n       '));
  const read = readSet(options.policies === undefined ? [] : [options.policies], terminal);
  if (read.kind === 'usage') return read.code;
  const environment = createEnvironment(config.config.environment, terminal.env);
  const all = compileSet(read.sources).policies.flatMap(({ policy }) =>
    [...policy.models.values()].map((model) => described(policy, model, environment)),
  );
  if (options.json === true) terminal.out(`${JSON.stringify({ version: 1, models: all }, null, 2)}\n`);
  else if (all.length === 0) terminal.out('no models\n');
  else terminal.out(columns(all.flatMap(cellsOf)));
  return EXIT.clean;
}

function described(policy: Policy, model: Model, environment: ReturnType<typeof createEnvironment>) {
  const { name, window, output, price, can, retires } = model;
  return {
    policy: policy.name,
    model: name,
    window: window ?? null,
    output: output ?? null,
    price: price ?? null,
    can,
    retires: retires ?? null,
    deployments: model.deployments.map(({ id, provider, upstreamId }) => {
      const { keyVariable: variable, speaks = '', wire, pass } = policy.providers.get(provider) ?? {};
      const found = variable === undefined ? undefined : environment(variable);
      const key = found === undefined ? 'not needed' : found.kind === 'value' ? 'present' : found.because;
      const callable = insteadOfCalling(speaks) === undefined;
      const sent = { ...wire, ...model.wire };
      return {
        id,
        provider,
        upstreamId,
        key,
        callable,
        ...(Object.keys(sent).length === 0 ? {} : { wire: sent }),
        ...(pass === undefined ? {} : { pass }),
      };
    }),
  };
}

function cellsOf(model: ReturnType<typeof described>): string[][] {
  const { price, window, retires } = model;
  const cost =
    price === null ? 'no price' : `${formatMoney(price.input)} in, ${formatMoney(price.output)} out`;
  const size = window === null ? '' : `window ${formatCount(window)}`;
  return model.deployments.map(({ provider, upstreamId, key, callable, wire, pass }, index) => [
    index === 0 ? `${model.policy}/${model.model}` : '',
    `${upstreamId} on ${provider}`,
    callable ? keyWords(key) : 'not callable yet',
    index === 0 ? cost : '',
    index === 0 ? size : '',
    index === 0 && retires !== null ? `retires ${retires}` : '',
    sentWords(wire, pass),
  ]);
}

/** In the syntax of a policy. */
function sentWords(wire: WireFacts = {}, pass: readonly string[] = []): string {
  return [
    ...(wire.streamOptions === false ? ['not stream options'] : []),
    ...(wire.outputLimitAs === undefined ? [] : [`max as ${wire.outputLimitAs}`]),
    ...(wire.fixedTemperature === true ? ['fixed temperature'] : []),
    ...(pass.length === 0 ? [] : [`pass ${pass.join(' ')}`]),
  ].join(', ');
}

function keyWords(key: string): string {
  return key === 'not needed' ? 'no key needed' : key === 'present' ? 'key present' : key;
}
