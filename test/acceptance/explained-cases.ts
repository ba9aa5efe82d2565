/** Policies of the golden of explanations, one obstacle each. Tables only. */

export interface ExplainedCase {
  /** Also the name of the policy. */
  readonly name: string;
  /** After its header; `UPSTREAM` is the address of the fake provider. */
  readonly policy: string;
  readonly headers?: Record<string, string>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Requests that are sent first. */
  readonly before?: number;
}

const LAB = 'provider lab { speaks simulated }\n';
const OPENAI = 'provider web { speaks openai at "UPSTREAM" }\n';
const model = (name: string, on = 'lab', more = '') => `model ${name} { is "${name}" on ${on} ${more} }\n`;
const chain = (...names: string[]) =>
  `chain c {\n${names.map((name, index) => `${index === 0 ? 'try' : 'then'} ${name}`).join('\n')}\n}\n`;
const USE = 'otherwise { use c }\n';

export const CASES: readonly ExplainedCase[] = [
  {
    name: 'key-absent',
    policy: `${LAB}provider far { speaks openai at "UPSTREAM" key env NO_SUCH_KEY }\n${model('big', 'far')}${model('small')}${chain('big', 'small')}${USE}`,
  },
  {
    name: 'key-not-allowed',
    policy: `${LAB}provider far { speaks openai at "UPSTREAM" key env MY_TOKEN }\n${model('big', 'far')}${model('small')}${chain('big', 'small')}${USE}`,
  },
  {
    name: 'only-keys-absent',
    policy: `provider far { speaks openai at "UPSTREAM" key env NO_SUCH_KEY }\n${model('big', 'far')}${model('other', 'far')}${chain('big', 'other')}${USE}`,
  },
  {
    name: 'not-callable',
    policy: `${LAB}provider eu { speaks azure at "https://x.openai.azure.com" key env AZURE_API_KEY }\n${model('big', 'eu')}${model('small')}${chain('big', 'small')}${USE}`,
  },
  {
    name: 'other-dialect',
    policy: `${LAB}provider claude { speaks anthropic key env ANTHROPIC_API_KEY }\n${model('big', 'claude')}${model('small')}${chain('big', 'small')}${USE}`,
  },
  {
    name: 'only-not-callable',
    policy: `provider azure-eu { speaks azure at "https://x.openai.azure.com" key env NO_AZURE_KEY }\n${model('big', 'azure-eu')}otherwise { use big }\n`,
  },
  {
    name: 'breaker-open',
    policy: `${LAB}${OPENAI}${model('busy-1', 'web')}${model('small')}${chain('busy-1', 'small')}${USE}`,
    before: 6,
  },
  {
    name: 'all-open',
    policy: `${OPENAI}${model('busy-2', 'web')}${model('busy-3', 'web')}${chain('busy-2', 'busy-3')}${USE}`,
    before: 8,
  },
  {
    name: 'cooling-down',
    policy: `${LAB}${OPENAI}${model('limited-1', 'web')}${model('small')}${chain('limited-1', 'small')}${USE}`,
    before: 1,
  },
  {
    name: 'all-cooling-down',
    policy: `${OPENAI}${model('limited-2', 'web')}${model('limited-3', 'web')}${chain('limited-2', 'limited-3')}${USE}`,
    before: 1,
  },
  {
    name: 'capability',
    policy: `${LAB}${model('plain', 'lab', 'can json')}${model('able', 'lab', 'can tools')}${chain('plain', 'able')}${USE}`,
    body: { tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }] },
  },
  {
    name: 'capability-of-nobody',
    policy: `${LAB}${model('plain', 'lab', 'can json')}otherwise { use plain }\n`,
    body: { tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }] },
  },
  {
    name: 'window',
    policy: `${LAB}${model('short', 'lab', 'window 1k')}${model('long', 'lab', 'window 100k')}${chain('short', 'long')}${USE}`,
    body: { messages: [{ role: 'user', content: 'many words '.repeat(900) }] },
  },
  {
    name: 'region',
    policy: `provider us { speaks simulated region us }\nprovider eu { speaks simulated region eu key env NO_SUCH_KEY }\nmodel far {\n  is "far" on us\n  is "far" on eu { region us }\n  is "far" on us { region eu }\n}\notherwise {\n  use far\n  within region eu\n}\n`,
  },
  {
    name: 'one-of-two-deployments',
    policy: `${LAB}provider far { speaks openai at "UPSTREAM" key env NO_SUCH_KEY }\nmodel big {\n  is "big" on far\n  is "big" on lab\n}\notherwise { use big }\n`,
  },
  {
    name: 'after-the-answer',
    policy: `${LAB}provider far { speaks openai at "UPSTREAM" key env NO_SUCH_KEY }\n${model('first')}${model('spare', 'far')}${chain('first', 'spare')}${USE}`,
  },
  {
    name: 'failed-and-skipped',
    policy: `${OPENAI}provider far { speaks openai at "UPSTREAM" key env NO_SUCH_KEY }\n${model('busy-4', 'web')}${model('spare', 'far')}${chain('busy-4', 'spare')}${USE}`,
  },
  {
    name: 'failed-skipped-answered',
    policy: `${LAB}${OPENAI}provider far { speaks openai at "UPSTREAM" key env NO_SUCH_KEY }\n${model('busy-5', 'web')}${model('spare', 'far')}${model('small')}${chain('busy-5', 'spare', 'small')}${USE}`,
  },
  {
    name: 'split-without-user',
    policy: `${LAB}${model('a')}${model('b')}split halves by user {\n  50% a\n  50% b\n}\notherwise { use halves }\n`,
  },
  {
    name: 'split-with-user',
    policy: `${LAB}${model('a')}${model('b')}split halves by user {\n  50% a\n  50% b\n}\notherwise { use halves }\n`,
    headers: { 'llmr-user': 'ann' },
  },
  {
    name: 'split-by-header',
    policy: `${LAB}${model('a')}${model('b')}split halves by header "x-tenant" {\n  50% a\n  50% b\n}\notherwise { use halves }\n`,
  },
  {
    name: 'canary-without-user',
    policy: `${LAB}${model('a')}${model('b')}otherwise {\n  canary 50% by user use b\n  use a\n}\n`,
  },
  {
    name: 'canary-only-route',
    policy: `${LAB}${model('a')}${model('b')}route beta {\n  when tokens under 100k\n  canary 50% by team use b\n  use a\n}\notherwise { use a }\n`,
  },
  {
    name: 'rollout-without-team',
    policy: `${LAB}${model('a')}${model('b')}rollout next by team {\n  from a to b\n  steps 50%, 100% after 1d\n}\notherwise { use next }\n`,
  },
  {
    name: 'share-of-users',
    policy: `${LAB}${model('a')}${model('b')}route some {\n  when user in first 30%\n  use b\n}\notherwise { use a }\n`,
  },
  {
    name: 'limit-without-user',
    policy: `${LAB}${model('a')}limit each { 2 requests/day per user }\notherwise { use a }\n`,
    before: 1,
  },
  {
    name: 'limit-without-user-reached',
    policy: `${LAB}${model('a')}limit each { 2 requests/day per user }\notherwise { use a }\n`,
    before: 2,
  },
  {
    name: 'budget-without-team',
    policy: `${LAB}model a { is "a" on lab price $1 in, $2 out }\nbudget purse { limit $5/day per team }\notherwise { use a }\n`,
  },
  {
    name: 'budget-spent',
    policy: `${LAB}model dear { is "dear" on lab price $900 in, $900 out }\nbudget purse { limit $0.01/day per all }\notherwise { use dear }\n`,
  },
  {
    name: 'budget-spent-fallback',
    policy: `${LAB}model dear { is "dear" on lab price $900 in, $900 out }\nmodel free { is "free" on lab price $0 in, $0 out }\nbudget purse { limit $0.01/day per all }\n${chain('dear', 'free')}${USE}`,
  },
  {
    name: 'twenty-skipped',
    policy: `${LAB}provider far { speaks openai at "UPSTREAM" key env NO_SUCH_KEY }\n${Array.from({ length: 20 }, (_, index) => model(`model-with-a-rather-long-name-${index}`, 'far')).join('')}${model('last')}${chain(...Array.from({ length: 20 }, (_, index) => `model-with-a-rather-long-name-${index}`), 'last')}${USE}`,
  },
  {
    name: 'twenty-fail-to-serve',
    policy: `provider far { speaks openai at "UPSTREAM" key env NO_SUCH_KEY }\n${Array.from({ length: 20 }, (_, index) => model(`model-with-a-rather-long-name-${index}`, 'far')).join('')}${chain(...Array.from({ length: 20 }, (_, index) => `model-with-a-rather-long-name-${index}`))}${USE}`,
  },
  {
    name: 'names-of-other-scripts',
    policy: `${LAB}${model('a')}${model('b')}route team-x {\n  when team is "Zürich" or "東京"\n  use b label "größe"\n}\nsplit halves by header "x-y" {\n  50% a\n  50% b\n}\notherwise { refuse 403 "Nicht für Sie: bitte später — danke 🙏" }\n`,
  },
];
