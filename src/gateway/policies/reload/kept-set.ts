/**
 * The set that passed last, on disk, so that a restart with the same files serves it without compiling it again. An
 * entry is used only where everything that decided about it is the same: llmr, options, and the content of every file.
 * One that cannot be read as written counts as absent. Dates are not part of it: what was served yesterday may restart.
 * Must not know: how policies are compiled, who serves them.
 */
import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { isBuiltIn } from '../../../meaning/encoder-fault.ts';
import { isUseLiteInstalled } from '../../../meaning/use-lite.ts';
import { fingerprint } from './look-at-policies.ts';
import type { Verdict, VetOptions, VettedPolicy } from './vet-policies.ts';
import { withoutTables, withTables } from './word-tables.ts';

/** Without the source of validators, which would be code that is executed: it is compiled again. */
type KeptPolicy = Omit<VettedPolicy, 'schemas'>;
type Good = Extract<Verdict, { readonly kind: 'good' }>;

interface KeptSet {
  readonly key: string;
  readonly verdict: Omit<Good, 'policies'> & { readonly policies: readonly KeptPolicy[] };
}

const MAGIC = Buffer.from('llmr-set-1\n');
const DIGEST = 32;

/** Undefined where nothing kept applies. @param build identifies the code of llmr */
export async function readKeptSet(
  path: string,
  build: string,
  options: VetOptions,
): Promise<Good | undefined> {
  const key = keyOf(build, options);
  if (key === undefined) return undefined;
  const kept = decode(await readFile(path).catch(() => undefined));
  if (kept === undefined || kept.key !== key) return undefined;
  const { verdict } = kept;
  const now = await fingerprint(options.directory, verdict.paths).catch(() => undefined);
  if (now === undefined || now !== verdict.hash) return undefined;
  const schemas = await schemasOf(verdict.policies);
  if (schemas === undefined) return undefined;
  return {
    ...verdict,
    policies: verdict.policies.map((each) => withTables({ ...each, schemas })),
  };
}

/** Resolves with false where it was not kept: the next start then compiles, nothing else. */
export async function writeKeptSet(
  path: string,
  build: string,
  options: VetOptions,
  verdict: Good,
): Promise<boolean> {
  const key = keyOf(build, options);
  if (key === undefined) return false;
  const policies = verdict.policies.map(({ schemas: _, ...each }) => withoutTables(each));
  const content = serialize({ key, verdict: { ...verdict, policies } } satisfies KeptSet);
  const aside = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(aside, Buffer.concat([MAGIC, digestOf(content), content]), { mode: 0o600 });
    await chmod(aside, 0o600);
    await rename(aside, path);
    return true;
  } catch {
    await rm(aside, { force: true }).catch(() => undefined);
    return false;
  }
}

function decode(bytes: Buffer | undefined): KeptSet | undefined {
  if (bytes === undefined || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const content = bytes.subarray(MAGIC.length + DIGEST);
  if (!digestOf(content).equals(bytes.subarray(MAGIC.length, MAGIC.length + DIGEST))) return undefined;
  try {
    return deserialize(content) as KeptSet;
  } catch {
    return undefined;
  }
}

function digestOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}

/** Undefined where what decides cannot be named cheaply: the content of an encoder's folder, the model at an address. */
function keyOf(build: string, options: VetOptions): string | undefined {
  const { directory, predicates = [], keyHosts, encoder = 'words-1' } = options;
  if (!isBuiltIn(encoder)) return undefined;
  const told = [directory, [...predicates].sort(), keyHosts ?? null, encoder, isUseLiteInstalled()];
  return JSON.stringify([build, process.versions.v8, ...told]);
}

async function schemasOf(policies: readonly KeptPolicy[]): Promise<ReadonlyMap<string, string> | undefined> {
  const some = policies.some(({ policy }) =>
    [...policy.checks.values()].some(({ rules }) => rules.some(({ kind }) => kind === 'json-schema')),
  );
  if (!some) return new Map();
  // The compiler of schemas is loaded only where a policy has one.
  const { vetSchemas } = await import('../../checks/vet-schemas.ts');
  const { schemas, faults } = vetSchemas(policies.map(({ policy }) => policy));
  return faults.length > 0 ? undefined : schemas;
}
