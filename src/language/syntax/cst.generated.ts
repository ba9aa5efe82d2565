// The types of the concrete tree, generated from the parser: npm run grammar.
import type { CstNode, IToken } from "chevrotain";

export interface LiteralCstNode extends CstNode {
  name: "literal";
  children: LiteralCstChildren;
}

export type LiteralCstChildren = {
  Str?: IToken[];
  Quantity?: IToken[];
  Word?: IToken[];
};

export interface NamesCstNode extends CstNode {
  name: "names";
  children: NamesCstChildren;
}

export type NamesCstChildren = {
  Word: IToken[];
  Comma?: IToken[];
};

export interface KeyCstNode extends CstNode {
  name: "key";
  children: KeyCstChildren;
}

export type KeyCstChildren = {
  Word: IToken[];
  name?: IToken[];
  Salt?: IToken[];
  salt?: IToken[];
};

export interface PoolOrderCstNode extends CstNode {
  name: "poolOrder";
  children: PoolOrderCstChildren;
}

export type PoolOrderCstChildren = {
  Fastest?: IToken[];
  Of?: (IToken)[];
  Cheapest?: IToken[];
  Least?: IToken[];
  Busy?: IToken[];
  In?: IToken[];
  Turn?: IToken[];
};

export interface GoodEnoughCstNode extends CstNode {
  name: "goodEnough";
  children: GoodEnoughCstChildren;
}

export type GoodEnoughCstChildren = {
  Good: IToken[];
  Enough: IToken[];
  At: IToken[];
  Quantity: IToken[];
  By?: IToken[];
  Prompt?: IToken[];
};

export interface ExploreCstNode extends CstNode {
  name: "explore";
  children: ExploreCstChildren;
}

export type ExploreCstChildren = {
  Explore: IToken[];
  Quantity: IToken[];
};

export interface TargetCstNode extends CstNode {
  name: "target";
  children: TargetCstChildren;
}

export type TargetCstChildren = {
  poolOrder?: PoolOrderCstNode[];
  names?: NamesCstNode[];
  goodEnough?: GoodEnoughCstNode[];
  explore?: ExploreCstNode[];
  Word?: IToken[];
};

export interface WithTransformsCstNode extends CstNode {
  name: "withTransforms";
  children: WithTransformsCstChildren;
}

export type WithTransformsCstChildren = {
  With: IToken[];
  names: NamesCstNode[];
};

export interface RefuseCstNode extends CstNode {
  name: "refuse";
  children: RefuseCstChildren;
}

export type RefuseCstChildren = {
  Refuse: IToken[];
  Quantity: IToken[];
  Str: IToken[];
};

export interface LimitLineCstNode extends CstNode {
  name: "limitLine";
  children: LimitLineCstChildren;
}

export type LimitLineCstChildren = {
  Quantity: IToken[];
  At?: IToken[];
  Once?: IToken[];
  Tokens?: IToken[];
  Requests?: IToken[];
  Slash?: IToken[];
  window?: IToken[];
  Per: IToken[];
  per: IToken[];
};

export interface MeasureCstNode extends CstNode {
  name: "measure";
  children: MeasureCstChildren;
}

export type MeasureCstChildren = {
  P95?: IToken[];
  Latency?: IToken[];
  Error?: IToken[];
  Rate?: IToken[];
  Load?: IToken[];
};

export interface FactCstNode extends CstNode {
  name: "fact";
  children: FactCstChildren;
}

export type FactCstChildren = {
  Output?: IToken[];
  Tokens?: IToken[];
  Asked?: IToken[];
  For?: IToken[];
  Header?: IToken[];
  Str?: (IToken)[];
  Metadata?: IToken[];
  Budget?: IToken[];
  subject?: (IToken)[];
  Limit?: IToken[];
  Similarity?: IToken[];
  To?: IToken[];
  Rules?: IToken[];
  Predicate?: IToken[];
  name?: IToken[];
  measure?: MeasureCstNode[];
};

export interface QuantityOrNameCstNode extends CstNode {
  name: "quantityOrName";
  children: QuantityOrNameCstChildren;
}

export type QuantityOrNameCstChildren = {
  Quantity?: IToken[];
  Word?: IToken[];
};

export interface ComparisonCstNode extends CstNode {
  name: "comparison";
  children: ComparisonCstChildren;
}

export type ComparisonCstChildren = {
  Over?: IToken[];
  quantityOrName?: (QuantityOrNameCstNode)[];
  Under?: IToken[];
  At?: IToken[];
  Least?: IToken[];
  Up?: IToken[];
  To?: IToken[];
  Between?: IToken[];
  Quantity?: (IToken)[];
  And?: IToken[];
  Is?: IToken[];
  Not?: IToken[];
  literal?: (LiteralCstNode)[];
  Or?: IToken[];
};

export interface TextsCstNode extends CstNode {
  name: "texts";
  children: TextsCstChildren;
}

export type TextsCstChildren = {
  Str: (IToken)[];
  Or?: IToken[];
};

export interface PatternsCstNode extends CstNode {
  name: "patterns";
  children: PatternsCstChildren;
}

export type PatternsCstChildren = {
  Pattern: (IToken)[];
  Or?: IToken[];
};

export interface TextTestCstNode extends CstNode {
  name: "textTest";
  children: TextTestCstChildren;
}

export type TextTestCstChildren = {
  Like?: IToken[];
  texts?: (TextsCstNode)[];
  Matches?: IToken[];
  patterns?: PatternsCstNode[];
  Contains?: IToken[];
  Reached?: IToken[];
  Match?: IToken[];
  Holds?: IToken[];
};

export interface TestCstNode extends CstNode {
  name: "test";
  children: TestCstChildren;
}

export type TestCstChildren = {
  comparison?: (ComparisonCstNode)[];
  Used?: IToken[];
  Left?: IToken[];
  textTest?: (TextTestCstNode)[];
  Not?: IToken[];
  Has?: IToken[];
  No?: IToken[];
  feature?: (IToken)[];
  Or?: IToken[];
  In?: IToken[];
  First?: IToken[];
  Quantity?: IToken[];
  texts?: TextsCstNode[];
};

export interface ConditionCstNode extends CstNode {
  name: "condition";
  children: ConditionCstChildren;
}

export type ConditionCstChildren = {
  fact: FactCstNode[];
  test: TestCstNode[];
  In?: IToken[];
  zone?: IToken[];
};

export interface AlternativeCstNode extends CstNode {
  name: "alternative";
  children: AlternativeCstChildren;
}

export type AlternativeCstChildren = {
  condition: (ConditionCstNode)[];
  And?: IToken[];
};

export interface AnyGroupCstNode extends CstNode {
  name: "anyGroup";
  children: AnyGroupCstChildren;
}

export type AnyGroupCstChildren = {
  Any: IToken[];
  LCurly: IToken[];
  alternative: AlternativeCstNode[];
  InnerRCurly: IToken[];
};

export interface ConditionOrGroupCstNode extends CstNode {
  name: "conditionOrGroup";
  children: ConditionOrGroupCstChildren;
}

export type ConditionOrGroupCstChildren = {
  anyGroup?: AnyGroupCstNode[];
  condition?: ConditionCstNode[];
};

export interface WhenCstNode extends CstNode {
  name: "when";
  children: WhenCstChildren;
}

export type WhenCstChildren = {
  When: IToken[];
  conditionOrGroup: (ConditionOrGroupCstNode)[];
  And?: IToken[];
};

export interface DefaultClauseCstNode extends CstNode {
  name: "defaultClause";
  children: DefaultClauseCstChildren;
}

export type DefaultClauseCstChildren = {
  Connect?: IToken[];
  First?: IToken[];
  Token?: IToken[];
  Idle?: IToken[];
  Ending?: IToken[];
  Whole?: IToken[];
  Attempt?: IToken[];
  Within: IToken[];
  Quantity: IToken[];
};

export interface MeaningClauseCstNode extends CstNode {
  name: "meaningClause";
  children: MeaningClauseCstChildren;
}

export type MeaningClauseCstChildren = {
  Second: IToken[];
  Look: IToken[];
  Usable: IToken[];
  Within: IToken[];
  Quantity: IToken[];
};

export interface PolicyClauseCstNode extends CstNode {
  name: "policyClause";
  children: PolicyClauseCstChildren;
}

export type PolicyClauseCstChildren = {
  Owner?: IToken[];
  Str?: (IToken)[];
  Serves?: IToken[];
  Comma?: IToken[];
  Salt?: IToken[];
  Rules?: IToken[];
  Exactly?: IToken[];
  One?: IToken[];
  Defaults?: IToken[];
  LCurly?: (IToken)[];
  defaultClause?: DefaultClauseCstNode[];
  InnerRCurly?: (IToken)[];
  Meaning?: IToken[];
  meaningClause?: MeaningClauseCstNode[];
};

export interface PolicyCstNode extends CstNode {
  name: "policy";
  children: PolicyCstChildren;
}

export type PolicyCstChildren = {
  Policy: IToken[];
  Word: IToken[];
  Edition: IToken[];
  Quantity: IToken[];
  LCurly?: IToken[];
  policyClause?: PolicyClauseCstNode[];
  RCurly?: IToken[];
};

export interface TestsForCstNode extends CstNode {
  name: "testsFor";
  children: TestsForCstChildren;
}

export type TestsForCstChildren = {
  Tests: IToken[];
  For: IToken[];
  Str: IToken[];
};

export interface ImportFromCstNode extends CstNode {
  name: "importFrom";
  children: ImportFromCstChildren;
}

export type ImportFromCstChildren = {
  Import: IToken[];
  Intent?: IToken[];
  names: NamesCstNode[];
  From: IToken[];
  Str: IToken[];
};

export interface WireFactCstNode extends CstNode {
  name: "wireFact";
  children: WireFactCstChildren;
}

export type WireFactCstChildren = {
  Not?: IToken[];
  Stream?: IToken[];
  Options?: IToken[];
  Max?: IToken[];
  As?: IToken[];
  Word?: IToken[];
  Fixed?: IToken[];
  Temperature?: IToken[];
};

export interface ProviderClauseCstNode extends CstNode {
  name: "providerClause";
  children: ProviderClauseCstChildren;
}

export type ProviderClauseCstChildren = {
  Speaks?: IToken[];
  Word?: (IToken)[];
  Str?: (IToken)[];
  At?: IToken[];
  Key?: IToken[];
  Env?: IToken[];
  Region?: IToken[];
  Api?: IToken[];
  Version?: IToken[];
  wireFact?: WireFactCstNode[];
  Pass?: IToken[];
  names?: NamesCstNode[];
};

export interface ProviderCstNode extends CstNode {
  name: "provider";
  children: ProviderCstChildren;
}

export type ProviderCstChildren = {
  Provider: IToken[];
  Word: IToken[];
  LCurly: IToken[];
  providerClause?: ProviderClauseCstNode[];
  RCurly: IToken[];
};

export interface DeploymentClauseCstNode extends CstNode {
  name: "deploymentClause";
  children: DeploymentClauseCstChildren;
}

export type DeploymentClauseCstChildren = {
  Region?: IToken[];
  Word?: (IToken)[];
  First?: IToken[];
  Token?: IToken[];
  Quantity?: (IToken)[];
  Fails?: IToken[];
  With?: IToken[];
};

export interface PricePartCstNode extends CstNode {
  name: "pricePart";
  children: PricePartCstChildren;
}

export type PricePartCstChildren = {
  Quantity: IToken[];
  In?: IToken[];
  Out?: IToken[];
  Cached?: IToken[];
  Cache?: IToken[];
  Write?: IToken[];
  Reasoning?: IToken[];
  An?: IToken[];
  Image?: IToken[];
};

export interface ModelClauseCstNode extends CstNode {
  name: "modelClause";
  children: ModelClauseCstChildren;
}

export type ModelClauseCstChildren = {
  Is?: IToken[];
  Str?: (IToken)[];
  On?: IToken[];
  Word?: IToken[];
  LCurly?: IToken[];
  deploymentClause?: DeploymentClauseCstNode[];
  InnerRCurly?: IToken[];
  Window?: IToken[];
  Quantity?: (IToken)[];
  Output?: (IToken)[];
  Price?: IToken[];
  From?: IToken[];
  Catalogue?: IToken[];
  pricePart?: PricePartCstNode[];
  Comma?: IToken[];
  Can?: IToken[];
  names?: NamesCstNode[];
  Retires?: IToken[];
  wireFact?: WireFactCstNode[];
};

export interface ModelCstNode extends CstNode {
  name: "model";
  children: ModelCstChildren;
}

export type ModelCstChildren = {
  Model: IToken[];
  Word: IToken[];
  LCurly: IToken[];
  modelClause?: ModelClauseCstNode[];
  RCurly: IToken[];
};

export interface TiersCstNode extends CstNode {
  name: "tiers";
  children: TiersCstChildren;
}

export type TiersCstChildren = {
  Tier: IToken[];
  names: NamesCstNode[];
};

export interface IntentClauseCstNode extends CstNode {
  name: "intentClause";
  children: IntentClauseCstChildren;
}

export type IntentClauseCstChildren = {
  Means?: IToken[];
  Str?: (IToken)[];
  Like?: IToken[];
  Not?: IToken[];
  Examples?: IToken[];
  From?: IToken[];
  Match?: IToken[];
  At?: IToken[];
  Least?: IToken[];
  Quantity?: IToken[];
  Whole?: IToken[];
  Message?: IToken[];
};

export interface IntentCstNode extends CstNode {
  name: "intent";
  children: IntentCstChildren;
}

export type IntentCstChildren = {
  Intent: IToken[];
  name: IToken[];
  In?: IToken[];
  group?: IToken[];
  LCurly: IToken[];
  intentClause?: IntentClauseCstNode[];
  RCurly: IToken[];
};

export interface BudgetClauseCstNode extends CstNode {
  name: "budgetClause";
  children: BudgetClauseCstChildren;
}

export type BudgetClauseCstChildren = {
  Limit?: IToken[];
  limitLine?: LimitLineCstNode[];
  Warn?: IToken[];
  At?: IToken[];
  Quantity?: IToken[];
  Zone?: IToken[];
  Str?: IToken[];
  When?: IToken[];
  Unknown?: IToken[];
  Word?: IToken[];
  Durable?: IToken[];
  Every?: IToken[];
};

export interface BudgetCstNode extends CstNode {
  name: "budget";
  children: BudgetCstChildren;
}

export type BudgetCstChildren = {
  Budget: IToken[];
  Word: IToken[];
  LCurly: IToken[];
  budgetClause?: BudgetClauseCstNode[];
  RCurly: IToken[];
};

export interface LimitClauseCstNode extends CstNode {
  name: "limitClause";
  children: LimitClauseCstChildren;
}

export type LimitClauseCstChildren = {
  limitLine?: LimitLineCstNode[];
  Wait?: IToken[];
  Up?: IToken[];
  To?: IToken[];
  Quantity?: IToken[];
};

export interface LimitCstNode extends CstNode {
  name: "limit";
  children: LimitCstChildren;
}

export type LimitCstChildren = {
  Limit: IToken[];
  Word: IToken[];
  LCurly: IToken[];
  limitClause?: LimitClauseCstNode[];
  RCurly: IToken[];
};

export interface TransformClauseCstNode extends CstNode {
  name: "transformClause";
  children: TransformClauseCstChildren;
}

export type TransformClauseCstChildren = {
  System?: IToken[];
  Prepend?: IToken[];
  Append?: IToken[];
  Replace?: IToken[];
  Str?: IToken[];
  Set?: IToken[];
  Word?: (IToken)[];
  literal?: LiteralCstNode[];
  Cap?: IToken[];
  Output?: IToken[];
  Quantity?: (IToken)[];
  Trim?: IToken[];
  History?: IToken[];
  To?: IToken[];
  Drop?: IToken[];
};

export interface TransformCstNode extends CstNode {
  name: "transform";
  children: TransformCstChildren;
}

export type TransformCstChildren = {
  Transform: IToken[];
  Word: IToken[];
  LCurly: IToken[];
  transformClause?: TransformClauseCstNode[];
  RCurly: IToken[];
};

export interface CheckClauseCstNode extends CstNode {
  name: "checkClause";
  children: CheckClauseCstChildren;
}

export type CheckClauseCstChildren = {
  Json?: IToken[];
  Schema?: IToken[];
  Str?: (IToken)[];
  Contains?: (IToken)[];
  Matches?: (IToken)[];
  Pattern?: (IToken)[];
  Not?: IToken[];
  Length?: IToken[];
  Up?: IToken[];
  To?: IToken[];
  Quantity?: (IToken)[];
  On?: IToken[];
  Failure?: IToken[];
  Try?: IToken[];
  Next?: IToken[];
  Retry?: IToken[];
  Refuse?: IToken[];
};

export interface CheckCstNode extends CstNode {
  name: "check";
  children: CheckCstChildren;
}

export type CheckCstChildren = {
  Check: IToken[];
  Word: IToken[];
  LCurly: IToken[];
  checkClause?: CheckClauseCstNode[];
  RCurly: IToken[];
};

export interface QualityCstNode extends CstNode {
  name: "quality";
  children: QualityCstChildren;
}

export type QualityCstChildren = {
  Quality: IToken[];
  table: IToken[];
  By?: IToken[];
  Prompt?: IToken[];
  prompts?: IToken[];
};

export interface PredicateClauseCstNode extends CstNode {
  name: "predicateClause";
  children: PredicateClauseCstChildren;
}

export type PredicateClauseCstChildren = {
  Within?: IToken[];
  Quantity?: IToken[];
  When?: IToken[];
  Unknown?: IToken[];
  Word?: IToken[];
};

export interface PredicateCstNode extends CstNode {
  name: "predicate";
  children: PredicateCstChildren;
}

export type PredicateCstChildren = {
  Predicate: IToken[];
  Word: IToken[];
  LCurly: IToken[];
  predicateClause?: PredicateClauseCstNode[];
  RCurly: IToken[];
};

export interface StepOptionCstNode extends CstNode {
  name: "stepOption";
  children: StepOptionCstChildren;
}

export type StepOptionCstChildren = {
  Within?: (IToken)[];
  Quantity?: (IToken)[];
  First?: IToken[];
  Token?: IToken[];
  Idle?: IToken[];
  Ending?: IToken[];
  Retry?: IToken[];
  Hedge?: IToken[];
  After?: IToken[];
};

export interface ChainClauseCstNode extends CstNode {
  name: "chainClause";
  children: ChainClauseCstChildren;
}

export type ChainClauseCstChildren = {
  Try?: IToken[];
  Then?: IToken[];
  Word?: IToken[];
  stepOption?: StepOptionCstNode[];
  On?: IToken[];
  names?: NamesCstNode[];
};

export interface ChainCstNode extends CstNode {
  name: "chain";
  children: ChainCstChildren;
}

export type ChainCstChildren = {
  Chain: IToken[];
  Word: IToken[];
  LCurly: IToken[];
  chainClause?: ChainClauseCstNode[];
  RCurly: IToken[];
};

export interface PoolClauseCstNode extends CstNode {
  name: "poolClause";
  children: PoolClauseCstChildren;
}

export type PoolClauseCstChildren = {
  poolOrder: PoolOrderCstNode[];
  names: NamesCstNode[];
  goodEnough?: GoodEnoughCstNode[];
  explore?: ExploreCstNode[];
};

export interface PoolCstNode extends CstNode {
  name: "pool";
  children: PoolCstChildren;
}

export type PoolCstChildren = {
  Pool: IToken[];
  Word: IToken[];
  LCurly: IToken[];
  poolClause?: PoolClauseCstNode[];
  RCurly: IToken[];
};

export interface SplitArmCstNode extends CstNode {
  name: "splitArm";
  children: SplitArmCstChildren;
}

export type SplitArmCstChildren = {
  Quantity: IToken[];
  Word: IToken[];
};

export interface SplitCstNode extends CstNode {
  name: "split";
  children: SplitCstChildren;
}

export type SplitCstChildren = {
  Split: IToken[];
  Word: IToken[];
  By: IToken[];
  key: KeyCstNode[];
  LCurly: IToken[];
  splitArm?: SplitArmCstNode[];
  RCurly: IToken[];
};

export interface RolloutStepCstNode extends CstNode {
  name: "rolloutStep";
  children: RolloutStepCstChildren;
}

export type RolloutStepCstChildren = {
  share: IToken[];
  After?: IToken[];
  after?: IToken[];
};

export interface RolloutClauseCstNode extends CstNode {
  name: "rolloutClause";
  children: RolloutClauseCstChildren;
}

export type RolloutClauseCstChildren = {
  From?: IToken[];
  from?: IToken[];
  To?: IToken[];
  to?: IToken[];
  Steps?: IToken[];
  rolloutStep?: RolloutStepCstNode[];
  Comma?: IToken[];
  Abort?: IToken[];
  When?: IToken[];
  Error?: IToken[];
  Rate?: IToken[];
  P95?: IToken[];
  Latency?: IToken[];
  Over?: IToken[];
  over?: IToken[];
  For?: IToken[];
  for?: IToken[];
};

export interface RolloutCstNode extends CstNode {
  name: "rollout";
  children: RolloutCstChildren;
}

export type RolloutCstChildren = {
  Rollout: IToken[];
  Word: IToken[];
  By: IToken[];
  key: KeyCstNode[];
  LCurly: IToken[];
  rolloutClause?: RolloutClauseCstNode[];
  RCurly: IToken[];
};

export interface UseTargetCstNode extends CstNode {
  name: "useTarget";
  children: UseTargetCstChildren;
}

export type UseTargetCstChildren = {
  Use: IToken[];
  target: TargetCstNode[];
  withTransforms?: WithTransformsCstNode[];
  Or?: IToken[];
  refuse?: RefuseCstNode[];
};

export interface CanaryCstNode extends CstNode {
  name: "canary";
  children: CanaryCstChildren;
}

export type CanaryCstChildren = {
  Canary: IToken[];
  Quantity: IToken[];
  By: IToken[];
  key: KeyCstNode[];
  Use: IToken[];
  target: TargetCstNode[];
  withTransforms?: WithTransformsCstNode[];
};

export interface ActionClauseCstNode extends CstNode {
  name: "actionClause";
  children: ActionClauseCstChildren;
}

export type ActionClauseCstChildren = {
  Because?: IToken[];
  Str?: (IToken)[];
  useTarget?: UseTargetCstNode[];
  refuse?: RefuseCstNode[];
  canary?: CanaryCstNode[];
  Mirror?: IToken[];
  Quantity?: (IToken)[];
  To?: IToken[];
  Word?: (IToken)[];
  Expect?: IToken[];
  Label?: IToken[];
  Until?: (IToken)[];
  On?: IToken[];
  Broken?: IToken[];
  Stream?: IToken[];
  Continue?: IToken[];
  Restart?: IToken[];
  Error?: IToken[];
  Hold?: IToken[];
  Complete?: IToken[];
  Cache?: IToken[];
  Per?: IToken[];
  Within?: IToken[];
  Region?: IToken[];
};

export interface RouteClauseCstNode extends CstNode {
  name: "routeClause";
  children: RouteClauseCstChildren;
}

export type RouteClauseCstChildren = {
  when?: WhenCstNode[];
  actionClause?: ActionClauseCstNode[];
};

export interface RouteCstNode extends CstNode {
  name: "route";
  children: RouteCstChildren;
}

export type RouteCstChildren = {
  Route: IToken[];
  Word: IToken[];
  LCurly: IToken[];
  routeClause?: RouteClauseCstNode[];
  RCurly: IToken[];
};

export interface OtherwiseCstNode extends CstNode {
  name: "otherwise";
  children: OtherwiseCstChildren;
}

export type OtherwiseCstChildren = {
  Otherwise: IToken[];
  LCurly: IToken[];
  actionClause?: ActionClauseCstNode[];
  RCurly: IToken[];
};

export interface WaitInForceCstNode extends CstNode {
  name: "waitInForce";
  children: WaitInForceCstChildren;
}

export type WaitInForceCstChildren = {
  Within?: (IToken)[];
  Quantity?: (IToken)[];
  Connect?: IToken[];
  First?: IToken[];
  Token?: IToken[];
  Idle?: IToken[];
  Ending?: IToken[];
  Whole?: IToken[];
  Hedge?: IToken[];
  After?: IToken[];
  Wait?: IToken[];
  Up?: IToken[];
  To?: IToken[];
};

export interface TransformInForceCstNode extends CstNode {
  name: "transformInForce";
  children: TransformInForceCstChildren;
}

export type TransformInForceCstChildren = {
  System?: IToken[];
  Prepend?: IToken[];
  Append?: IToken[];
  Replace?: IToken[];
  Str?: IToken[];
  Set?: IToken[];
  Word?: (IToken)[];
  literal?: LiteralCstNode[];
  Cap?: IToken[];
  Output?: IToken[];
  Quantity?: (IToken)[];
  Trim?: IToken[];
  History?: IToken[];
  To?: IToken[];
  Drop?: IToken[];
};

export interface CheckInForceCstNode extends CstNode {
  name: "checkInForce";
  children: CheckInForceCstChildren;
}

export type CheckInForceCstChildren = {
  Json?: IToken[];
  Schema?: IToken[];
  Str?: (IToken)[];
  Not?: IToken[];
  Contains?: IToken[];
  Matches?: IToken[];
  Pattern?: IToken[];
  Length?: IToken[];
  Up?: IToken[];
  To?: IToken[];
  Quantity?: (IToken)[];
  On?: (IToken)[];
  Failure?: IToken[];
  Try?: IToken[];
  Next?: IToken[];
  Retry?: IToken[];
  Refuse?: IToken[];
  Broken?: IToken[];
  Stream?: IToken[];
  Continue?: IToken[];
  Restart?: IToken[];
  Error?: IToken[];
  Hold?: IToken[];
  Until?: IToken[];
  Complete?: IToken[];
};

export interface ClauseInForceCstNode extends CstNode {
  name: "clauseInForce";
  children: ClauseInForceCstChildren;
}

export type ClauseInForceCstChildren = {
  Within?: IToken[];
  Region?: IToken[];
  Word?: (IToken)[];
  waitInForce?: WaitInForceCstNode[];
  transformInForce?: TransformInForceCstNode[];
  checkInForce?: CheckInForceCstNode[];
  Limit?: IToken[];
  limitLine?: LimitLineCstNode[];
  Warn?: IToken[];
  At?: (IToken)[];
  Quantity?: (IToken)[];
  Zone?: IToken[];
  Str?: (IToken)[];
  Mirror?: IToken[];
  To?: IToken[];
  Cache?: IToken[];
  Per?: IToken[];
  Steps?: IToken[];
  After?: IToken[];
  Abort?: IToken[];
  When?: IToken[];
  measure?: MeasureCstNode[];
  Over?: IToken[];
  For?: IToken[];
  Is?: IToken[];
  On?: IToken[];
  Key?: IToken[];
  Env?: IToken[];
  Speaks?: IToken[];
  Api?: IToken[];
  Version?: IToken[];
};

export interface ExpectationCstNode extends CstNode {
  name: "expectation";
  children: ExpectationCstChildren;
}

export type ExpectationCstChildren = {
  Route?: IToken[];
  Word?: (IToken)[];
  Model?: IToken[];
  Attempts?: IToken[];
  Quantity?: (IToken)[];
  Reason?: IToken[];
  literal?: (LiteralCstNode)[];
  Label?: IToken[];
  Cost?: IToken[];
  Up?: IToken[];
  To?: IToken[];
  Refused?: IToken[];
  Str?: IToken[];
  clauseInForce?: ClauseInForceCstNode[];
};

export interface ExpectCstNode extends CstNode {
  name: "expect";
  children: ExpectCstChildren;
}

export type ExpectCstChildren = {
  Expect: IToken[];
  expectation: ExpectationCstNode[];
  Comma?: IToken[];
};

export interface FailsWithCstNode extends CstNode {
  name: "failsWith";
  children: FailsWithCstChildren;
}

export type FailsWithCstChildren = {
  Fails: IToken[];
  Once?: IToken[];
  Twice?: IToken[];
  Quantity?: IToken[];
  Times?: IToken[];
  With: IToken[];
  literal: LiteralCstNode[];
};

export interface AboutNameCstNode extends CstNode {
  name: "aboutName";
  children: AboutNameCstChildren;
}

export type AboutNameCstChildren = {
  failsWith?: FailsWithCstNode[];
  Is?: IToken[];
  Not?: IToken[];
  Down?: IToken[];
  Explored?: IToken[];
  measure?: MeasureCstNode[];
  Quantity?: (IToken)[];
  In?: IToken[];
  First?: IToken[];
  Predicted?: IToken[];
  literal?: LiteralCstNode[];
};

export interface GivenFactCstNode extends CstNode {
  name: "givenFact";
  children: GivenFactCstChildren;
}

export type GivenFactCstChildren = {
  Message?: IToken[];
  Str?: (IToken)[];
  Header?: IToken[];
  literal?: (LiteralCstNode)[];
  Metadata?: IToken[];
  Request?: IToken[];
  Has?: IToken[];
  No?: IToken[];
  feature?: IToken[];
  Budget?: IToken[];
  subject?: (IToken)[];
  Limit?: IToken[];
  Not?: (IToken)[];
  Reached?: IToken[];
  Rollout?: IToken[];
  At?: IToken[];
  Quantity?: (IToken)[];
  Similarity?: IToken[];
  To?: IToken[];
  Predicate?: IToken[];
  Holds?: IToken[];
  Rules?: IToken[];
  Match?: IToken[];
  Output?: IToken[];
  Tokens?: IToken[];
  Asked?: IToken[];
  For?: IToken[];
  name?: IToken[];
  aboutName?: AboutNameCstNode[];
};

export interface GivenCstNode extends CstNode {
  name: "given";
  children: GivenCstChildren;
}

export type GivenCstChildren = {
  Given: IToken[];
  givenFact: GivenFactCstNode[];
  Comma?: IToken[];
};

export interface ColumnCstNode extends CstNode {
  name: "column";
  children: ColumnCstChildren;
}

export type ColumnCstChildren = {
  Header?: IToken[];
  Str?: (IToken)[];
  Metadata?: IToken[];
  Budget?: IToken[];
  subject?: (IToken)[];
  Limit?: IToken[];
  Rollout?: IToken[];
  Similarity?: IToken[];
  To?: (IToken)[];
  Predicate?: IToken[];
  Rules?: IToken[];
  Output?: IToken[];
  Tokens?: IToken[];
  Asked?: IToken[];
  For?: IToken[];
  Cost?: IToken[];
  Up?: IToken[];
  name?: IToken[];
  Fails?: IToken[];
  Is?: IToken[];
  Down?: IToken[];
  Explored?: IToken[];
  Predicted?: IToken[];
  measure?: MeasureCstNode[];
  In?: IToken[];
  First?: IToken[];
};

export interface TestClauseCstNode extends CstNode {
  name: "testClause";
  children: TestClauseCstChildren;
}

export type TestClauseCstChildren = {
  given?: GivenCstNode[];
  expect?: ExpectCstNode[];
};

export interface TestCaseCstNode extends CstNode {
  name: "testCase";
  children: TestCaseCstChildren;
}

export type TestCaseCstChildren = {
  Test: IToken[];
  Str: IToken[];
  LCurly: IToken[];
  testClause?: TestClauseCstNode[];
  RCurly: IToken[];
};

export interface CasesClauseCstNode extends CstNode {
  name: "casesClause";
  children: CasesClauseCstChildren;
}

export type CasesClauseCstChildren = {
  given?: GivenCstNode[];
  Columns?: IToken[];
  column?: ColumnCstNode[];
  Comma?: (IToken)[];
  Case?: IToken[];
  literal?: LiteralCstNode[];
};

export interface CasesCstNode extends CstNode {
  name: "cases";
  children: CasesCstChildren;
}

export type CasesCstChildren = {
  Cases: IToken[];
  Str: IToken[];
  LCurly: IToken[];
  casesClause?: CasesClauseCstNode[];
  RCurly: IToken[];
};

export interface PropertyClauseCstNode extends CstNode {
  name: "propertyClause";
  children: PropertyClauseCstChildren;
}

export type PropertyClauseCstChildren = {
  when?: WhenCstNode[];
  Model?: (IToken)[];
  Route?: IToken[];
  In?: IToken[];
  names?: NamesCstNode[];
  Refused?: IToken[];
  Tokens?: IToken[];
  Fit?: IToken[];
};

export interface PropertyCstNode extends CstNode {
  name: "property";
  children: PropertyCstChildren;
}

export type PropertyCstChildren = {
  Never?: IToken[];
  Always?: IToken[];
  Str: IToken[];
  LCurly: IToken[];
  propertyClause?: PropertyClauseCstNode[];
  RCurly: IToken[];
};

export interface AcceptShareCstNode extends CstNode {
  name: "acceptShare";
  children: AcceptShareCstChildren;
}

export type AcceptShareCstChildren = {
  Word: IToken[];
  From: IToken[];
  from: IToken[];
  To: IToken[];
  to: IToken[];
};

export interface AcceptClauseCstNode extends CstNode {
  name: "acceptClause";
  children: AcceptClauseCstChildren;
}

export type AcceptClauseCstChildren = {
  given?: GivenCstNode[];
  Over?: IToken[];
  Quantity?: IToken[];
  Word?: IToken[];
  Expect?: IToken[];
  acceptShare?: AcceptShareCstNode[];
  Comma?: IToken[];
};

export interface AcceptanceCstNode extends CstNode {
  name: "acceptance";
  children: AcceptanceCstChildren;
}

export type AcceptanceCstChildren = {
  Accept: IToken[];
  Str: IToken[];
  LCurly: IToken[];
  acceptClause?: AcceptClauseCstNode[];
  RCurly: IToken[];
};

export interface DeclarationCstNode extends CstNode {
  name: "declaration";
  children: DeclarationCstChildren;
}

export type DeclarationCstChildren = {
  policy?: PolicyCstNode[];
  testsFor?: TestsForCstNode[];
  importFrom?: ImportFromCstNode[];
  provider?: ProviderCstNode[];
  model?: ModelCstNode[];
  tiers?: TiersCstNode[];
  intent?: IntentCstNode[];
  budget?: BudgetCstNode[];
  limit?: LimitCstNode[];
  chain?: ChainCstNode[];
  pool?: PoolCstNode[];
  split?: SplitCstNode[];
  rollout?: RolloutCstNode[];
  transform?: TransformCstNode[];
  check?: CheckCstNode[];
  quality?: QualityCstNode[];
  predicate?: PredicateCstNode[];
  route?: RouteCstNode[];
  otherwise?: OtherwiseCstNode[];
  testCase?: TestCaseCstNode[];
  cases?: CasesCstNode[];
  property?: PropertyCstNode[];
  acceptance?: AcceptanceCstNode[];
};
