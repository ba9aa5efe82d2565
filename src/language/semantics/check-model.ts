/**
 * `model`: its upstream id, capabilities and price. AST → typed, with units checked and deployments named. Must not
 * know routes or targets.
 */
import type * as Ast from '../syntax/ast.ts';
import { formatDate } from '../vocabulary/format-quantity.ts';
import { checkPrice } from './check-price.ts';
import { isRealDialect } from './check-provider.ts';
import { checkQuantity, type Measure } from './check-quantity.ts';
import { checkWire } from './check-wire.ts';
import { type Context, eachOnce, fault, missingClause, oneOf, place } from './context.ts';
import { FAILURE_CLASSES } from './failures.ts';
import type { Capability, Deployment, Model } from './model.ts';
import { label, languageError, placeOf } from './report.ts';

const CAPABILITIES: readonly Capability[] = ['tools', 'images', 'json', 'prefill', 'reasoning', 'audio'];
const TOKENS = { unit: 'tokens', low: 1, integer: true } as const;

export function checkModel(context: Context, node: Ast.Model): Model {
  const { name } = node;
  if (node.deployments.length === 0) {
    missingClause(
      context,
      name,
      'model',
      'which model it is|is "gpt-4o" on openai',
      'the provider has its own name for the model',
    );
  }
  const window = quantity(context, node.window, { ...TOKENS, what: '`window`', example: 'window 128k' });
  const output = quantity(context, node.output, { ...TOKENS, what: '`output`', example: 'output 16k' });
  const retires = quantity(context, node.retires, {
    unit: 'date',
    what: '`retires`',
    example: 'retires 2027-01-31',
  });
  const price = node.price === undefined ? undefined : checkPrice(context, node.price);
  const can = eachOnce(context, node.can ?? [], 'capability')
    .map((word) => oneOf(context, word, 'a capability', CAPABILITIES))
    .filter((capability) => capability !== undefined);
  return {
    name: name.text,
    at: place(context, name.span),
    deployments: checkDeployments(context, node),
    ...(window === undefined ? {} : { window }),
    ...(output === undefined ? {} : { output }),
    ...(price === undefined ? {} : { price }),
    can,
    ...(retires === undefined ? {} : { retires: formatDate(retires) }),
    ...checkWire(context, node),
  };
}

function quantity(context: Context, written: Ast.Quantity | undefined, measure: Measure): number | undefined {
  return written === undefined ? undefined : checkQuantity(context, written, measure);
}

function checkDeployments(context: Context, model: Ast.Model): Deployment[] {
  const taken = new Map<string, number>();
  return model.deployments.map((node) => {
    if (node.upstreamId.text.trim() === '')
      fault(context, node.upstreamId.span, 'L1308', 'the name of a model at its provider must not be empty', {
        because: 'requests to the provider use this name',
        help: `for example \`is "gpt-4o" on ${node.provider.text}\``,
      });
    const base =
      model.deployments.length === 1 ? model.name.text : `${model.name.text}@${node.provider.text}`;
    const count = (taken.get(base) ?? 0) + 1;
    taken.set(base, count);
    const region = node.region?.text ?? providerOf(context, node)?.region?.text;
    return {
      id: count === 1 ? base : `${base}#${count}`,
      upstreamId: node.upstreamId.text,
      provider: node.provider.text,
      ...(region === undefined ? {} : { region }),
      ...simulationOf(context, node),
    };
  });
}

function providerOf(context: Context, node: Ast.Deployment): Ast.Provider | undefined {
  const entry = context.references.get(node.provider);
  return entry?.node.kind === 'provider' ? entry.node : undefined;
}

function simulationOf(context: Context, node: Ast.Deployment): Pick<Deployment, 'simulation'> {
  if (node.firstToken === undefined && node.fails === undefined) return {};
  const provider = providerOf(context, node);
  if (provider?.speaks !== undefined && isRealDialect(provider.speaks.text)) {
    const { at } = context.references.get(node.provider) ?? { at: placeOf(context.file, node.provider.span) };
    const span = node.firstToken?.span ?? node.fails?.share.span ?? node.span;
    context.report(
      languageError(
        context.file,
        span,
        'L1402',
        'speed and failures can be set only for a simulated provider',
        {
          because: `\`${node.provider.text}\` speaks ${provider.speaks.text}: its answers are real`,
          help: 'leave this out, or name a provider that `speaks simulated`',
          labels: [label(at, 'the provider')],
        },
      ),
    );
    return {};
  }
  const firstTokenMs = quantity(context, node.firstToken, {
    unit: 'ms',
    what: '`first token`',
    example: 'first token 200ms',
  });
  const fails = node.fails === undefined ? undefined : checkFails(context, node.fails);
  return {
    simulation: {
      ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
      ...(fails === undefined ? {} : { fails }),
    },
  };
}

function checkFails(context: Context, fails: NonNullable<Ast.Deployment['fails']>) {
  const percent = quantity(context, fails.share, {
    unit: 'percent',
    what: '`fails`',
    example: 'fails 5% with overload',
    high: 100,
  });
  const failure = oneOf(context, fails.with, 'a failure class', FAILURE_CLASSES);
  return percent === undefined || failure === undefined ? undefined : { percent, with: failure };
}
