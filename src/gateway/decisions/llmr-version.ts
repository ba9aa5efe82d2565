/** The version of llmr, as its package states it. */
import { readFileSync } from 'node:fs';

const PACKAGE = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');

export const LLMR_VERSION = (JSON.parse(PACKAGE) as { readonly version: string }).version;
