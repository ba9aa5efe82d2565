/** Runs rows of the table in a packed project, one after the other. Must not know which rows. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INPUTS } from './inputs.ts';
import type { Ended, PackedProject } from './packed-project.ts';
import type { RunRow } from './table.ts';

export interface Outcome {
  readonly row: RunRow;
  readonly command: string;
  readonly ended: Ended;
  readonly says: string;
}

/** As the table has it: served rows run while the row that serves before them does. */
export async function runRows(project: PackedProject, rows: readonly RunRow[]): Promise<readonly Outcome[]> {
  const folders = { own: project.folder('own'), examples: examples(project) };
  const outcomes: Outcome[] = [];
  for (const row of rows.filter((each) => each.served !== true)) {
    const cwd = folders[row.in];
    const inner = row.serves === true ? servedAfter(rows, row) : [];
    outcomes.push(
      ...(row.serves === true ? await serve(project, row, inner, cwd) : [await run(project, row, cwd)]),
    );
  }
  return outcomes;
}

function servedAfter(rows: readonly RunRow[], row: RunRow): readonly RunRow[] {
  const after = rows.slice(rows.indexOf(row) + 1);
  const end = after.findIndex((each) => each.served !== true);
  return end === -1 ? after : after.slice(0, end);
}

async function run(
  project: PackedProject,
  row: RunRow,
  cwd: string,
  filled: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const fill = (text: string): string =>
    text.replaceAll(/\b(PORT|DECISION)\b/g, (name) => filled[name] ?? name);
  const command = fill(row.as ?? row.command);
  const ended = await project.run(command, cwd, { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' });
  return { row, command, ended, says: fill(row.says) };
}

async function serve(
  project: PackedProject,
  row: RunRow,
  inner: readonly RunRow[],
  cwd: string,
): Promise<readonly Outcome[]> {
  // A shell that replaces itself: the signal reaches the service.
  const command = `exec ${(row.as ?? row.command).replace(/^npx /, '')}`;
  const { child, ended } = project.start(command, cwd);
  const outcomes: Outcome[] = [];
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk;
        const [, found] = /listens on (http:\S+)/.exec(said) ?? [];
        if (found !== undefined) resolve(found);
      });
      void ended.then((all) => reject(new Error(`${command} ended: ${all.said}`)));
    });
    const decision = inner.length === 0 ? '' : await askOnce(url);
    for (const each of inner)
      outcomes.push(await run(project, each, cwd, { PORT: new URL(url).port, DECISION: decision }));
  } finally {
    child.kill('SIGTERM');
  }
  return [...outcomes, { row, command, ended: await ended, says: row.says }];
}

/** The id of a decision. */
async function askOnce(url: string): Promise<string> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'long',
      messages: [{ role: 'user', content: 'How many crates are left?' }],
    }),
  });
  await answer.text();
  return answer.headers.get('llmr-decision-id') ?? `none: ${answer.status}`;
}

/** A repository whose branch `main` has the example policies, and which is its own `origin`. */
function examples(project: PackedProject): string {
  const cwd = project.folder('examples', 'policies');
  for (const [name, text] of Object.entries(INPUTS)) writeFileSync(join(cwd, name), text);
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd,
      stdio: 'pipe',
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', 'policies');
  git('commit', '--quiet', '--message', 'Policies');
  git('remote', 'add', 'origin', cwd);
  return cwd;
}
