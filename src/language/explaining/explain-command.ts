/**
 * Shows an example request as facts, and as the `llmr explain` command for it. Facts without a flag of their own go
 * into `--facts`. Knows no policy and no terminal.
 */

export type ExampleFacts = Readonly<Record<string, string | number | boolean | null>>;

/** `tier free, tokens 900, intent refund, no header "x-beta"`. */
export function requestWords(facts: ExampleFacts): string {
  const parts = Object.entries(facts).map(([id, value]) => {
    if (value === null) return `${id} unknown`;
    if (value === true) return id;
    if (value === false) return `not ${id}`;
    return /[\s"]/.test(String(value)) || value === '' ? `${id} ${JSON.stringify(value)}` : `${id} ${value}`;
  });
  return parts.length === 0 ? 'any request' : parts.join(', ');
}

const FLAGS: Readonly<Record<string, string>> = {
  tokens: '--tokens',
  tier: '--tier',
  team: '--team',
  user: '--user',
  'asked for': '--model',
};

/**
 * `llmr explain --tier pro --tokens 40000`. The defaults of `explain` are left out: the caller is unknown, budgets
 * are unused, no features are requested. @param served a name the policy serves, where it would not be found without
 */
export function explainCommand(facts: ExampleFacts, served?: string): string {
  const words: string[] = ['llmr explain'];
  if (served !== undefined && facts['asked for'] === undefined) words.push('--model', quoted(served));
  const others: Record<string, string | number | boolean | null> = {};
  for (const [id, value] of Object.entries(facts)) {
    if (isGranted(id, value)) continue;
    const header = headerOf(id);
    const flag = FLAGS[id];
    if (flag !== undefined && value !== null) words.push(flag, quoted(String(value)));
    else if (header !== undefined) words.push('--header', quoted(`${header}=${value}`));
    else others[id] = value;
  }
  // A message would be counted and read; tokens and intents given with it override both.
  if (Object.keys(others).length > 0) words.push('--facts', quoted(JSON.stringify(others)));
  return words.join(' ');
}

function headerOf(id: string): string | undefined {
  return /^header "(.+)"$/.exec(id)?.[1];
}

function isGranted(id: string, value: ExampleFacts[string]): boolean {
  if (value === null) return headerOf(id) !== undefined || ['tier', 'team', 'user', 'key'].includes(id);
  return (
    (value === false && id.startsWith('request has ')) || (value === '0%' && /^budget .* used$/.test(id))
  );
}

function quoted(word: string): string {
  return /^[\w.:/=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
