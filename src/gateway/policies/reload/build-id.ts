/** Which code of llmr this is: a hash that the build of the package writes. Must not know: what depends on it. */
import { readFileSync } from 'node:fs';

/** Undefined in a checkout. */
export function buildId(): string | undefined {
  try {
    return readFileSync(new URL('../../../build-id', import.meta.url), 'utf8').trim();
  } catch {
    return undefined;
  }
}
