/** What becomes of each part of a json-rules-engine document on import: the table that the documentation shows. */

export interface RulePart {
  readonly becomes: 'kept' | 'changed' | 'lost';
  readonly says: string;
}

export const RULE_PARTS: Readonly<Record<string, RulePart>> = {
  'conditions.all, any, not': {
    becomes: 'kept',
    says: '`when`, with `any { }`; nested groups are multiplied out, up to 64 alternatives',
  },
  'conditions.condition': {
    becomes: 'kept',
    says: 'a shared condition, if the document holds it: `"conditions": {"NAME": …}` next to "rules"',
  },
  priority: {
    becomes: 'changed',
    says: 'the order of the routes. The engine reports all rules that fire, a policy takes the first; equal priorities keep the order of the file',
  },
  'equal, notEqual, in, notIn': {
    becomes: 'kept',
    says: '`is`, `is not`; `null` is unknown. A number or `true` for a text fact is compared as text',
  },
  'lessThan, greaterThan, …Inclusive': {
    becomes: 'kept',
    says: '`under`, `over`, `up to`, `at least`, for facts that are numbers',
  },
  'not:, swap:, someValue:, everyValue:': { becomes: 'kept', says: 'worked out' },
  'fitsGlob, matchesRe2, containsText': { becomes: 'kept', says: '`like`, `matches`, `contains`' },
  'facts of another name, path, params': {
    becomes: 'changed',
    says: "named on the command line: `--fact 'age=tokens'`, `--fact 'account $.plan=metadata \"plan\"'`",
  },
  'contains, doesNotContain, someFact:, everyFact:': {
    becomes: 'lost',
    says: 'they ask lists; name the whole test: `--fact \'tags contains "x"=predicate tagged holds\'`',
  },
  'your own operators and decorators': {
    becomes: 'lost',
    says: 'the document does not hold them; name the whole test: `--fact \'word startsWith "a"=predicate a-word holds\'`',
  },
  'value: {"fact": …}': {
    becomes: 'lost',
    says: 'a condition compares with a value; name the whole test, as above',
  },
  'event.type, params.model, params.target': {
    becomes: 'changed',
    says: '`use`; the provider’s address and its names of the models are left empty, to fill in',
  },
  'event.params.status, message': { becomes: 'kept', says: '`refuse`' },
  'event.params, others': {
    becomes: 'lost',
    says: 'a policy decides who answers and nothing else; read them in the program',
  },
  'name, onSuccess, onFailure': {
    becomes: 'lost',
    says: 'a rule is called after its event; callbacks are code, and facts that they add are unknown',
  },
};
