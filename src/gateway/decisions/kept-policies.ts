/**
 * Every policy that was active, compiled, by its content hash: a decision is explained by the policy that made it, also
 * after reloads and restarts. One file per policy and version of llmr in `policies/` of the data folder. Knows no
 * request.
 */
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ExplainingPolicy } from '../../language/explaining/recorded-document.ts';
import { LLMR_VERSION } from './llmr-version.ts';

export interface KeptPolicies {
  /** Called after a swap. A policy that cannot be written is reported, and explains while it is in memory. */
  keep(policies: readonly (ExplainingPolicy & { readonly hash: string })[]): void;
  /** `llmr`: the version that compiled it. */
  find(hash: string, llmr: string): Promise<ExplainingPolicy | undefined>;
  /** Resolves when everything is written. */
  close(): Promise<void>;
}

/** Files that are kept; of more, those that have not been active for the longest time are deleted. */
const MOST_FILES = 1_000;
/** Policies in memory, in addition to the active ones: the last that were active or asked for. */
const MOST_IN_MEMORY = 8;

/** `writes` false: another process writes them. */
export function openKeptPolicies(
  data: string,
  onTrouble: (message: string) => void,
  writes = true,
): KeptPolicies {
  const directory = keptIn(data);
  let active = new Map<string, ExplainingPolicy>();
  const latest = new Map<string, ExplainingPolicy>();
  let writing = Promise.resolve();

  function remember(name: string, policy: ExplainingPolicy): void {
    latest.delete(name);
    latest.set(name, policy);
    for (const oldest of latest.keys()) {
      if (latest.size <= MOST_IN_MEMORY) break;
      latest.delete(oldest);
    }
  }

  return {
    keep(policies) {
      for (const [name, policy] of active) remember(name, policy);
      active = new Map(
        policies.map(({ policy, graph, hash }) => [nameOf(hash, LLMR_VERSION), { policy, graph }]),
      );
      if (!writes) return;
      const now = [...active];
      writing = writing
        .then(async () => {
          await mkdir(directory, { recursive: true, mode: 0o700 });
          for (const [name, policy] of now) await write(join(directory, name), policy);
          await forgetOld(directory, new Set(now.map(([name]) => name)));
        })
        .catch((cause: unknown) => {
          onTrouble(`policies cannot be kept for explanations: ${String(cause)}`);
        });
    },
    async find(hash, llmr) {
      const name = nameOf(hash, llmr);
      const known = active.get(name) ?? latest.get(name);
      if (known !== undefined) return known;
      const read = await findKeptPolicy(data, hash, llmr);
      if (read !== undefined) remember(name, read);
      return read;
    },
    close: () => writing,
  };
}

/** Also for commands that read another process's folder. */
export async function findKeptPolicy(
  data: string,
  hash: string,
  llmr: string,
): Promise<ExplainingPolicy | undefined> {
  const name = nameOf(hash, llmr);
  if (!NAME.test(name)) return undefined;
  try {
    return deserialize(gunzipSync(await readFile(join(keptIn(data), name)))) as ExplainingPolicy;
  } catch {
    return undefined;
  }
}

const NAME = /^[\w.-]+\.policy$/;

function keptIn(data: string): string {
  return join(data, 'policies');
}

function nameOf(hash: string, llmr: string): string {
  return `${hash}-${llmr}.policy`;
}

/** An existing file is only marked as active now. */
async function write(path: string, { policy, graph }: ExplainingPolicy): Promise<void> {
  const now = new Date();
  const exists = await utimes(path, now, now).then(
    () => true,
    () => false,
  );
  if (exists) return;
  const bytes = gzipSync(serialize({ policy: forExplaining(policy), graph }));
  await writeFile(`${path}.new`, bytes, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/**
 * Without what no explanation needs: the weights that score prompts, which are large, and addresses of providers, which
 * may hold a password.
 */
function forExplaining(policy: ExplainingPolicy['policy']): ExplainingPolicy['policy'] {
  const providers = [...policy.providers].map(([name, { url: _, ...provider }]) => [name, provider] as const);
  const lean = { ...policy, providers: new Map(providers) };
  if (policy.quality?.prompts === undefined) return lean;
  const { prompts: _, ...quality } = policy.quality;
  return { ...lean, quality };
}

async function forgetOld(directory: string, active: ReadonlySet<string>): Promise<void> {
  const names = (await readdir(directory)).filter((name) => NAME.test(name) && !active.has(name));
  const surplus = names.length + active.size - MOST_FILES;
  if (surplus <= 0) return;
  const aged = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(directory, name))).mtimeMs })),
  );
  aged.sort((a, b) => a.at - b.at);
  for (const { name } of aged.slice(0, surplus)) await rm(join(directory, name), { force: true });
}
