/**
 * `rules "legacy.json" match`: the documents of a policy, read and checked when it compiles. A document is a list of
 * rules or `{"rules": […]}`; it matches when one of them fires, so only conditions matter. Faults are reported with
 * their position in the document. Evaluates nothing: the engine does, where facts can be fetched.
 */
import { jsonProblem } from '../text/json-problem.ts';
import type { FactSpec } from '../vocabulary/value-set.ts';
import { checkRuleCondition, type DocumentContext } from './check-rule-condition.ts';
import type { Context } from './context.ts';
import type { RuleCondition, RuleDocument } from './model.ts';
import { languageError } from './report.ts';
import { resolvePath } from './resolve-path.ts';

const MOST_RULES = 2_000;

/** Documents by name; a missing or faulty one has been reported and is left out. */
export function checkRuleDocuments(
  context: Context,
  facts: ReadonlyMap<string, FactSpec>,
): Map<string, RuleDocument> {
  const documents = new Map<string, RuleDocument>();
  for (const spec of facts.values()) {
    if (spec.fact !== 'rules') continue;
    const document = checkDocument(context, spec.subject ?? '');
    if (document !== undefined) documents.set(document.name, document);
  }
  return documents;
}

function checkDocument(context: Context, name: string): RuleDocument | undefined {
  const path = resolvePath(context.file.source.path, name);
  const source = context.data.get(path);
  if (source === undefined) return undefined;
  let faulty = false;
  const reading: DocumentContext = {
    context,
    facts: new Map(),
    tokenCuts: new Set(),
    fault(code, message, because, help, word) {
      faulty = true;
      const quoted = JSON.stringify(word ?? '');
      const at = word === undefined ? -1 : source.text.indexOf(quoted);
      const span = at < 0 ? { start: 0, end: 1 } : { start: at, end: at + quoted.length };
      const said = languageError(context.file, span, code, message, { because, help });
      context.report({ ...said, at: { path: source.path, span } });
    },
  };
  const rules = rulesOf(reading, source.text);
  const conditions = (rules ?? [])
    .map((rule, index) => conditionsOf(reading, rule, `rules[${index}]`))
    .filter((condition) => condition !== undefined);
  if (rules === undefined || faulty) return undefined;
  const { facts, tokenCuts } = reading;
  return { name, file: path, conditions, facts, tokenCuts: [...tokenCuts] };
}

function rulesOf(reading: DocumentContext, text: string): readonly unknown[] | undefined {
  const help = 'a document is a list of rules, `[{"conditions": …, "event": …}]`, or `{"rules": […]}`';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    reading.fault('L1310', 'this is not JSON', jsonProblem(error), help);
    return undefined;
  }
  const rules = Array.isArray(json) ? json : (json as { rules?: unknown } | null)?.rules;
  if (!Array.isArray(rules)) {
    reading.fault(
      'L1310',
      'this document has no rules',
      'a route tests whether one of its rules fires',
      help,
    );
    return undefined;
  }
  if (rules.length === 0 || rules.length > MOST_RULES) {
    const many = rules.length > 0;
    reading.fault(
      'L1310',
      many ? `this document has ${rules.length} rules` : 'this document has an empty list of rules',
      many ? `at most ${MOST_RULES} can be evaluated per request` : 'it would never match',
      many
        ? 'split it, or convert it to routes: `llmr import --from json-rules`'
        : 'add a rule, or leave the condition out',
    );
    return undefined;
  }
  return rules;
}

function conditionsOf(reading: DocumentContext, rule: unknown, where: string): RuleCondition | undefined {
  if (typeof rule === 'object' && rule !== null && 'conditions' in rule) {
    return checkRuleCondition(reading, rule.conditions, `${where}.conditions`);
  }
  reading.fault(
    'L1310',
    `${where} has no \`conditions\``,
    'a rule needs conditions',
    'add them, or remove the rule',
  );
  return undefined;
}
