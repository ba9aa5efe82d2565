/** What `llmr serve` prints for a person who has just started it: where it is, what to paste, what to look for. */

export interface Greeted {
  readonly url: string;
  readonly simulate: boolean;
  readonly folder: string;
  /** Names of the policies in force; none while nothing good has been loaded. */
  readonly policies: readonly string[];
  /** Model names that are served. */
  readonly names: readonly string[];
  /** Why the folder's content is not in force. */
  readonly rejected?: string;
}

export function greeting({ url, simulate, folder, policies, names, rejected }: Greeted): string {
  const lines = [`llmr listens on ${url}`];
  if (policies.length === 0) {
    lines.push(
      '',
      `No policy is in force: ${rejected ?? `${folder} holds none`}.`,
      `Correct the files in ${folder}: they are read again when one is saved. Details: llmr-lint ${folder}`,
    );
    return `${lines.join('\n')}\n`;
  }
  const model = names.includes('support') ? 'support' : (names[0] ?? 'auto');
  lines.push(
    `policies in force: ${policies.join(', ')} (from ${folder})`,
    ...(simulate ? ['every provider is simulated: no keys, no network, nothing is spent'] : []),
    '',
    'Paste this:',
    '',
    `  curl -i ${url}/v1/chat/completions \\`,
    "    -H 'content-type: application/json' -H 'llmr-tier: pro' \\",
    `    -d '{"model":"${model}","messages":[{"role":"user","content":"Please give me my money back for order 77"}]}'`,
    '',
    'and look at the headers of the answer:',
    '  Llmr-Route     the route that took the request     Llmr-Model   who answered',
    '  Llmr-Explain   why, in the policy’s own words      Link         the whole trace, as JSON',
    '',
    `Then edit a file in ${folder}, save it, and paste the curl again. Ctrl-C drains and stops.`,
  );
  return `${lines.join('\n')}\n`;
}
