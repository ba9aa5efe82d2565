/** Every rule of lint, by id. `npm run new-rule NAME` adds a line to both lists. */
import type { Rule } from '../rule.ts';
import { bidirectionalText } from './bidirectional-text.ts';
import { chainExceedsDeadline } from './chain-exceeds-deadline.ts';
import { deprecatedModel } from './deprecated-model.ts';
import { duplicateExample } from './duplicate-example.ts';
import { expiredUntil } from './expired-until.ts';
import { fewExamples } from './few-examples.ts';
import { missingBecause } from './missing-because.ts';
import { singleProviderChain } from './single-provider-chain.ts';
import { unpricedModelUnderBudget } from './unpriced-model-under-budget.ts';
import { unusedAllowance } from './unused-allowance.ts';
import { unusedDeclaration } from './unused-declaration.ts';

export const RULES: readonly Rule[] = [
  bidirectionalText,
  chainExceedsDeadline,
  deprecatedModel,
  duplicateExample,
  expiredUntil,
  fewExamples,
  missingBecause,
  singleProviderChain,
  unpricedModelUnderBudget,
  unusedAllowance,
  unusedDeclaration,
];
