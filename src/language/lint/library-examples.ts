/**
 * Examples that are the standard library's: no policy can change them, so a finding about one is reported at the intent
 * that has it. Knows no rule.
 */
import { isLibraryAddress } from '../library/library-address.ts';
import type { Example, Intent, Place } from '../semantics/model.ts';

export function isOfLibrary({ at }: Example): boolean {
  return isLibraryAddress(at.path);
}

/** Nothing in it is written in the policy. */
export function isWhollyOfLibrary({ like, not }: Intent): boolean {
  return [...like, ...not].every(isOfLibrary);
}

/** Where a policy can do something about an example. */
export function exampleAt({ at }: Pick<Intent, 'at'>, example: Example): Place {
  return isOfLibrary(example) ? at : example.at;
}
