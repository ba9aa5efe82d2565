/** `provider`: the service that offers models, its dialect and key. AST → typed. Must not know models. */
import type * as Ast from '../syntax/ast.ts';
import { checkAddress } from './check-text-value.ts';
import { checkPass, checkWire } from './check-wire.ts';
import { type Context, fault, missingClause, oneOf, place, sayNotYet } from './context.ts';
import type { Dialect, Provider } from './model.ts';
import { isReservedVariable } from './reserved-variable.ts';

/** Whether it is a dialect, and one of real providers. */
export function isRealDialect(word: string): boolean {
  return word !== 'simulated' && DIALECTS.some((dialect) => dialect === word);
}

const DIALECTS: readonly Dialect[] = ['openai', 'anthropic', 'azure', 'simulated', 'ai-sdk'];

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
      'llmr must know which dialect the provider uses',
    );
  }
  const speaks = node.speaks === undefined ? undefined : oneOf(context, node.speaks, 'a dialect', DIALECTS);
  const url = node.at === undefined ? undefined : checkAddress(context, node.at);
  checkVariable(context, node);
  const wire = checkWire(context, node);
  const pass = checkPass(context, node);
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
  // A wrong address must not be replaced by a default one.
  const address = node.at === undefined ? MAKERS[speaks] : url;
  return {
    name: name.text,
    at: place(context, name.span),
    speaks,
    ...(node.package === undefined ? {} : { package: node.package.text }),
    ...(address === undefined ? {} : { url: address }),
    ...(node.keyVariable === undefined ? {} : { keyVariable: node.keyVariable.text }),
    ...(node.region === undefined ? {} : { region: node.region.text }),
    ...(node.apiVersion === undefined ? {} : { apiVersion: node.apiVersion.text }),
    ...wire,
    ...pass,
  };
}

/** A key in the policy itself would stay in git forever. */
function checkVariable(context: Context, node: Ast.Provider): void {
  const variable = node.keyVariable;
  if (variable !== undefined && isReservedVariable(variable.text)) {
    fault(context, variable.span, 'L1313', `policies may not read \`${variable.text}\``, {
      because: 'variables of AWS and of llmr itself are never sent to a provider, whatever llmr.json allows',
      help: 'use a separate variable for the key of this provider, such as OPENAI_API_KEY',
    });
    return;
  }
  if (variable === undefined || /^[A-Za-z_][A-Za-z0-9_]*$/.test(variable.text)) return;
  fault(context, variable.span, 'L1308', 'this is not the name of an environment variable', {
    because: 'a policy names the variable that holds a key, never the key itself',
    help: 'for example `key env OPENAI_API_KEY`',
  });
}
