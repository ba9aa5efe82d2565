// Packages that llmr can use and does not require: searched next to llmr, then from the folder it was started in.
// Must not know: what they are for.

import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The file to load, or undefined where the package is not installed. */
export function findPackage(name: string): string | undefined {
  for (const from of [import.meta.url, join(process.cwd(), 'here.js')]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}
