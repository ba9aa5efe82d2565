/**
 * `provider` and `model`: who can answer, through whom, at what price. AST → typed, with units checked and
 * deployments named. Must not know routes or targets.
 */
import { onlyNearest } from '../diagnostics/suggest.ts';
import type * as Ast from '../syntax/ast.ts';
import { catalogueEntry, catalogueIds } from '../vocabulary/catalogue.ts';
import { formatDate } from '../vocabulary/format-quantity.ts';
import { checkQuantity, type Measure } from './check-quantity.ts';
import { checkAddress } from './check-text-value.ts';
import { type Context, eachOnce, fault, missingClause, oneOf, place, sayNotYet } from './context.ts';
import {
  type Capability,
  type Deployment,
  type Dialect,
  FAILURE_CLASSES,
  type Model,
  type Price,
  type Provider,
} from './model.ts';
import { label, languageError, listed, placeOf, replacement } from './report.ts';

const DIALECTS: readonly Dialect[] = ['openai', 'anthropic', 'azure', 'simulated', 'ai-sdk'];
const CAPABILITIES: readonly Capability[] = ['tools', 'images', 'json', 'prefill', 'reasoning', 'audio'];

/** Where a dialect's own maker answers, for a provider without an `at` line. */
const MAKERS: Readonly<Partial<Record<Dialect, string>>> = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com',
};

export function checkProvider(context: Context, node: Ast.Provider): Provider | undefined {
  const { name } = node;
  if (node.speaks === undefined) {
    missingClause(
      context,
      name,
      'provider',
      'what it speaks|speaks openai',
      'the service has to know in which dialect to ask',
    );
  }
  const speaks =
    node.speaks === undefined ? undefined : oneOf(context, node.speaks, 'dialect', 'dialects', DIALECTS);
  const url = node.at === undefined ? undefined : checkAddress(context, node.at);
  checkVariable(context, node);
  if (speaks === undefined) return undefined;
  if (node.speaks !== undefined) sayNotYet(context, `speaks ${speaks}`, node.speaks.span);
  if (speaks === 'azure' && node.at === undefined) {
    missingClause(
      context,
      name,
      'provider',
      'where it is|at "https://NAME.openai.azure.com"',
      'every Azure resource has an address of its own',
    );
  }
  if (speaks === 'ai-sdk' && node.package === undefined) {
    missingClause(
      context,
      name,
      'provider',
      'which package it is|speaks ai-sdk "@ai-sdk/mistral"',
      '`ai-sdk` stands for any provider package of the AI SDK',
    );
  }
  const address = url ?? MAKERS[speaks];
  return {
    name: name.text,
    at: place(context, name.span),
    speaks,
    ...(node.package === undefined ? {} : { package: node.package.text }),
    ...(address === undefined ? {} : { url: address }),
    ...(node.keyVariable === undefined ? {} : { keyVariable: node.keyVariable.text }),
    ...(node.region === undefined ? {} : { region: node.region.text }),
    ...(node.apiVersion === undefined ? {} : { apiVersion: node.apiVersion.text }),
  };
}

/** A key itself in the policy would be in git for ever. */
function checkVariable(context: Context, node: Ast.Provider): void {
  const variable = node.keyVariable;
  if (variable === undefined || /^[A-Za-z_][A-Za-z0-9_]*$/.test(variable.text)) return;
  fault(context, variable.span, 'L1308', 'this is not the name of an environment variable', {
    because: 'a policy names the variable that holds a key, never the key itself',
    help: 'for example `key env OPENAI_API_KEY`',
  });
}

const TOKENS = { unit: 'tokens', low: 1, integer: true } as const;

export function checkModel(context: Context, node: Ast.Model): Model {
  const { name } = node;
  if (node.deployments.length === 0) {
    missingClause(
      context,
      name,
      'model',
      'which model it is|is "gpt-4o" on openai',
      'the provider knows the model by a name of its own',
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
    .map((word) => oneOf(context, word, 'capability', 'capabilities', CAPABILITIES))
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
  };
}

function quantity(context: Context, written: Ast.Quantity | undefined, measure: Measure): number | undefined {
  return written === undefined ? undefined : checkQuantity(context, written, measure);
}

function checkDeployments(context: Context, model: Ast.Model): Deployment[] {
  const taken = new Map<string, number>();
  return model.deployments.map((node) => {
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
  if (provider?.speaks !== undefined && provider.speaks.text !== 'simulated') {
    const { at } = context.references.get(node.provider) ?? { at: placeOf(context.file, node.provider.span) };
    const span = node.firstToken?.span ?? node.fails?.share.span ?? node.span;
    context.report(
      languageError(
        context.file,
        span,
        'L1402',
        'only a simulated provider can be told how fast to be, or to fail',
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
  const failure = oneOf(context, fails.with, 'failure class', 'failure classes', FAILURE_CLASSES);
  return percent === undefined || failure === undefined ? undefined : { percent, with: failure };
}

// ---- prices -----------------------------------------------------------------------------------

function checkPrice(context: Context, node: Ast.Price): Price | undefined {
  if (node.kind === 'catalogue-price') return cataloguePrice(context, node);
  const parts = new Map<string, number>();
  for (const part of node.parts) {
    const value = checkQuantity(context, part.value, {
      unit: 'usd',
      what: 'a price',
      example: 'price $1 in, $5 out',
    });
    if (parts.has(part.per)) {
      fault(context, part.span, 'L1204', `the price \`${part.per}\` stands twice`, {
        because: 'a token has one price',
        help: 'delete one of the two',
      });
    } else {
      // A part with a wrong unit is there all the same: that it is missing is not said too.
      parts.set(part.per, value ?? 0);
    }
  }
  const input = parts.get('in');
  const output = parts.get('out');
  if (input === undefined || output === undefined) {
    fault(
      context,
      node.span,
      'L1401',
      `the price does not say what ${input === undefined ? 'input' : 'output'} costs`,
      {
        because: 'costs are worked out from both',
        help: 'write both, in dollars for a million tokens: `price $1 in, $5 out`',
      },
    );
    return undefined;
  }
  return {
    input,
    output,
    ...optional('cached', parts.get('cached')),
    ...optional('reasoning', parts.get('reasoning')),
    ...optional('image', parts.get('image')),
  };
}

function optional<K extends 'cached' | 'reasoning' | 'image'>(
  key: K,
  value: number | undefined,
): Partial<Record<K, number>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, number>);
}

function cataloguePrice(
  context: Context,
  node: Extract<Ast.Price, { kind: 'catalogue-price' }>,
): Price | undefined {
  const id = node.id.text;
  const entry = catalogueEntry(id);
  if (entry !== undefined) return entry;
  const near = onlyNearest(id, catalogueIds());
  context.report(
    languageError(
      context.file,
      node.id.span,
      'L1107',
      `the price catalogue has no \`${id}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
      {
        because: `it has ${listed(catalogueIds(), 20)}`,
        help: 'or write the price: `price $1 in, $5 out`',
        ...(near === undefined ? {} : { fix: replacement(context.file, node.id.span, JSON.stringify(near)) }),
      },
    ),
  );
  return undefined;
}
