/** Every rule of lint, by id. `npm run new-rule NAME` adds a line to both lists. */
import type { Rule } from '../rule.ts';
import { attemptAmplification } from './attempt-amplification.ts';
import { bidirectionalText } from './bidirectional-text.ts';
import { chainExceedsDeadline } from './chain-exceeds-deadline.ts';
import { checkOnUnheldStream } from './check-on-unheld-stream.ts';
import { costlierFallbackUnderBudget } from './costlier-fallback-under-budget.ts';
import { deprecatedModel } from './deprecated-model.ts';
import { duplicateExample } from './duplicate-example.ts';
import { expiredUntil } from './expired-until.ts';
import { fewExamples } from './few-examples.ts';
import { impossibleCondition } from './impossible-condition.ts';
import { ineffectiveTemperature } from './ineffective-temperature.ts';
import { intentMissesOwnExample } from './intent-misses-own-example.ts';
import { invisibleText } from './invisible-text.ts';
import { mergeableRoutes } from './mergeable-routes.ts';
import { missingBecause } from './missing-because.ts';
import { missingCapability } from './missing-capability.ts';
import { nestedShares } from './nested-shares.ts';
import { neverGoodEnough } from './never-good-enough.ts';
import { neverTriggeringAbort } from './never-triggering-abort.ts';
import { noEffect } from './no-effect.ts';
import { oneLanguageIntents } from './one-language-intents.ts';
import { overlap } from './overlap.ts';
import { partialHop } from './partial-hop.ts';
import { plantedSentence } from './planted-sentence.ts';
import { rarelyFoundIntent } from './rarely-found-intent.ts';
import { redundantCondition } from './redundant-condition.ts';
import { similarIntents } from './similar-intents.ts';
import { singleProviderChain } from './single-provider-chain.ts';
import { slowPattern } from './slow-pattern.ts';
import { stalePrice } from './stale-price.ts';
import { suspiciousNumber } from './suspicious-number.ts';
import { suspiciousSetting } from './suspicious-setting.ts';
import { suspiciousText } from './suspicious-text.ts';
import { uncoveredRequest } from './uncovered-request.ts';
import { undecided } from './undecided.ts';
import { ungradedModel } from './ungraded-model.ts';
import { unknownFallsThrough } from './unknown-falls-through.ts';
import { unpinnedAlias } from './unpinned-alias.ts';
import { unpinnedIntent } from './unpinned-intent.ts';
import { unpricedModelUnderBudget } from './unpriced-model-under-budget.ts';
import { unreachableRoute } from './unreachable-route.ts';
import { unreachableThreshold } from './unreachable-threshold.ts';
import { unservableRequest } from './unservable-request.ts';
import { untestedRoute } from './untested-route.ts';
import { unusedAllowance } from './unused-allowance.ts';
import { unusedDeclaration } from './unused-declaration.ts';
import { vacuousProperty } from './vacuous-property.ts';
import { windowExceeded } from './window-exceeded.ts';

export const RULES: readonly Rule[] = [
  attemptAmplification,
  bidirectionalText,
  chainExceedsDeadline,
  checkOnUnheldStream,
  costlierFallbackUnderBudget,
  deprecatedModel,
  duplicateExample,
  expiredUntil,
  fewExamples,
  impossibleCondition,
  ineffectiveTemperature,
  intentMissesOwnExample,
  invisibleText,
  mergeableRoutes,
  missingBecause,
  missingCapability,
  nestedShares,
  neverGoodEnough,
  neverTriggeringAbort,
  noEffect,
  oneLanguageIntents,
  overlap,
  partialHop,
  plantedSentence,
  rarelyFoundIntent,
  redundantCondition,
  similarIntents,
  singleProviderChain,
  slowPattern,
  stalePrice,
  suspiciousNumber,
  suspiciousSetting,
  suspiciousText,
  uncoveredRequest,
  undecided,
  ungradedModel,
  unknownFallsThrough,
  unpinnedAlias,
  unpinnedIntent,
  unpricedModelUnderBudget,
  unreachableRoute,
  unreachableThreshold,
  unservableRequest,
  untestedRoute,
  unusedAllowance,
  unusedDeclaration,
  vacuousProperty,
  windowExceeded,
];
