/** Folders of policies that tests write to. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Folder {
  readonly path: string;
  at(name: string): string;
  write(name: string, text: string): void;
  remove(): void;
}

export function createFolder(files: Readonly<Record<string, string>> = {}): Folder {
  const root = mkdtempSync(join(tmpdir(), 'llmr-policies-'));
  const folder: Folder = {
    path: join(root, 'policies'),
    at: (name) => join(root, 'policies', name),
    write(name, text) {
      const path = folder.at(name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  mkdirSync(folder.path);
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  return folder;
}

/** A whole policy of one model; `note` makes it another one. */
export function policyText(note: string, model = 'small'): string {
  return `# ${note}
policy demo edition 1 {
  serves "demo"
}

provider lab {
  speaks simulated
}

model small {
  is "echo" on lab
  window 8k output 1k
}

model large {
  is "echo" on lab
  window 32k output 1k
}

route long {
  when tokens over 2k
  use large
}

otherwise {
  use ${model}
}
`;
}

export function manyRoutes(count: number): string {
  const routes = Array.from(
    { length: count },
    (_, index) => `route r${index} {\n  when header "x-${index % 30}" is "v${index}"\n  use small\n}\n`,
  );
  return policyText('many').replace('otherwise {', `${routes.slice(1).join('\n')}\notherwise {`);
}

export const TESTS = `tests for "./demo.route"

test "short goes small" {
  given tokens 100
  expect route otherwise
  expect model small
}
`;

export async function waitFor(holds: () => boolean, milliseconds = 5_000): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`not within ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
