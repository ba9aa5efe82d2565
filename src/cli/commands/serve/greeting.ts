/** What `llmr serve` prints at start: its address, a command to try, and what to look for in the answer. */

export interface Greeted {
  readonly url: string;
  readonly simulate: boolean;
  readonly folder: string;
  /** Names of the active policies; none until a valid set has been loaded. */
  readonly policies: readonly string[];
  /** Model names that are served. */
  readonly names: readonly string[];
  /** Why the folder's content is not active. */
  readonly rejected?: string;
}

export function greeting({ url, simulate, folder, policies, names, rejected }: Greeted): string {
  const lines = [`llmr listens on ${url}`];
  if (policies.length === 0) {
    lines.push(
      '',
      `No policy is active: ${rejected ?? `${folder} contains none`}.`,
      `Correct the files in ${folder}: they are reloaded when one is saved.`,
      `Details: llmr-lint ${folder} and llmr test ${folder}`,
    );
    return `${lines.join('\n')}\n`;
  }
  const model = names.includes('support') ? 'support' : (names[0] ?? 'auto');
  lines.push(
    `active policies: ${policies.join(', ')} (from ${folder})`,
    ...(simulate ? ['all providers are simulated: no keys, no network, no cost'] : []),
    '',
    'Paste this:',
    '',
    `  curl -i ${url}/v1/chat/completions \\`,
    "    -H 'content-type: application/json' -H 'llmr-tier: pro' \\",
    `    -d '{"model":"${model}","messages":[{"role":"user","content":"Please give me my money back for order 77"}]}'`,
    '',
    'and look at the headers of the answer:',
    '  Llmr-Route     the route that matched              Llmr-Model   the model that answered',
    '  Llmr-Explain   why, in the policy’s own words      Link         the whole trace, as JSON',
    '',
    `Then edit a file in ${folder}, save it, and paste the curl again. Ctrl-C drains and stops.`,
  );
  return `${lines.join('\n')}\n`;
}
