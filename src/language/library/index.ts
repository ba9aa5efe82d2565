/** All intents of the standard library, as policies import them. Must not know how a policy is parsed or checked. */
import type { LibraryIntent } from './library-intent.ts';

/** In the order in which they are listed. */
export const LIBRARY: readonly LibraryIntent[] = [];
