/**
 * An example request for a person: told in facts, and as the `llmr explain` command that asks about it. Facts without
 * a flag of their own go into a facts file. Knows no policy and no terminal.
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
 * `llmr explain --tier pro --tokens 40000`. Who asks is unknown to `explain` unless it is said, so that an unknown
 * tier, team, user or header needs no word.
 * @param served a name the policy serves, where it would not be found without
 */
export function explainCommand(facts: ExampleFacts, served?: string): string {
  const words: string[] = ['llmr explain'];
  if (served !== undefined && facts['asked for'] === undefined) words.push('--model', quoted(served));
  const others: Record<string, string | number | boolean | null> = {};
  for (const [id, value] of Object.entries(facts)) {
    const header = /^header "(.+)"$/.exec(id)?.[1];
    if (value === null && (header !== undefined || ['tier', 'team', 'user', 'key'].includes(id))) continue;
    const flag = FLAGS[id];
    if (flag !== undefined && value !== null) words.push(flag, quoted(String(value)));
    else if (id === 'text' && value !== null) words.push('--message', quoted(String(value)));
    else if (header !== undefined) words.push('--header', quoted(`${header}=${value}`));
    else others[id] = value;
  }
  // A message brings its own count of tokens, and an intent given by hand outranks what it would be read as.
  if (Object.keys(others).length > 0) return `${withFile(facts, served)}`;
  return words.join(' ');
}

function withFile(facts: ExampleFacts, served: string | undefined): string {
  const model = served === undefined || facts['asked for'] !== undefined ? '' : ` --model ${quoted(served)}`;
  return `llmr explain${model} --facts FILE, with FILE: ${JSON.stringify(facts)}`;
}

function quoted(word: string): string {
  return /^[\w.:/=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
