/** All intents of the standard library, as policies import them. Must not know how a policy is parsed or checked. */
import { CLASSIFICATION } from './classification.ts';
import { CODE_GENERATION } from './code-generation.ts';
import { CREATIVE_WRITING } from './creative-writing.ts';
import { DEBUGGING } from './debugging.ts';
import { DOCUMENT_QUESTIONS } from './document-questions.ts';
import { EXTRACTION } from './extraction.ts';
import { FINANCE } from './finance.ts';
import { LEGAL } from './legal.ts';
import type { LibraryIntent } from './library-intent.ts';
import { MATHS } from './maths.ts';
import { MEDICAL } from './medical.ts';
import { SMALL_TALK } from './small-talk.ts';
import { SUMMARISATION } from './summarisation.ts';
import { TRANSLATION } from './translation.ts';

/** In the order in which they are listed. */
export const LIBRARY: readonly LibraryIntent[] = [
  CODE_GENERATION,
  DEBUGGING,
  TRANSLATION,
  SUMMARISATION,
  EXTRACTION,
  CLASSIFICATION,
  DOCUMENT_QUESTIONS,
  LEGAL,
  MEDICAL,
  SMALL_TALK,
  FINANCE,
  MATHS,
  CREATIVE_WRITING,
];
