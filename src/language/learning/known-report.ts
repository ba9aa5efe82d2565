// Recognises the results of evaluation tools that are not outcomes yet, by their names of keys, and knows the command
// that makes outcomes of them. Must not know: rows, files.

/** Enough for the keys of a first record whose texts are long. */
const HEAD = 200_000;

interface Report {
  readonly tool: string;
  /** All of them occur as keys. */
  readonly keys: readonly string[];
  /** For jq, with the file's name after it; NAME is for the user to fill in. Or what else to do. */
  readonly filter: string | { readonly instead: string };
  /** Of jq, where the filter needs others than `-c`. */
  readonly options?: string;
}

/** A summary with a list, a file of version 3 and later around it, or a result per line; errors of a provider are left out. */
const PROMPTFOO =
  '(if (.results | type) == "object" then .results.results[] elif .results then .results[] else . end) | select(.failureReason != 2) | {prompt: (.prompt.raw // (.vars | tostring)), model: (.provider | if type == "object" then .id else . end), score, cost}';

const REPORTS: readonly Report[] = [
  {
    tool: 'a samples file of lm-evaluation-harness (one model per file; of several filters of an answer the first is taken)',
    keys: ['doc_id', 'filtered_resps'],
    options: '-cn',
    filter:
      'input as $f | $f, inputs | select(.filter == $f.filter) | {prompt: ([.doc | objects | .question, .problem, .prompt, .query | strings][0] // [.arguments | .. | strings][0]), model: "NAME", score: ([.[.metrics[0]? // "acc"], .exact_match, .["exact_match,none"], .acc | numbers, booleans][0])} | select(.score != null)',
  },
  {
    tool: 'an annotations file of AlpacaEval',
    keys: ['generator_2', 'preference'],
    filter:
      '.[] | select(.preference != null and .preference >= 1) | {prompt: .instruction, intent: .dataset, model: .generator_2, score: (.preference - 1)}',
  },
  { tool: 'the results of promptfoo', keys: ['evalId', 'results'], filter: PROMPTFOO },
  { tool: 'the results of promptfoo', keys: ['promptIdx', 'success'], filter: PROMPTFOO },
  { tool: 'the results of promptfoo', keys: ['latencyMs', 'success', 'vars'], filter: PROMPTFOO },
  {
    tool: 'a test run of DeepEval (one model per file)',
    keys: ['testCases', 'metricsData'],
    filter: '.testCases[] | {prompt: .input, model: "NAME", score: ([.metricsData[].score] | add / length)}',
  },
  {
    tool: 'judgements of MT-bench',
    keys: ['question_id', 'judge', 'score', 'turn'],
    filter:
      'select(.score >= 0) | {prompt: (.user_prompt | capture("(### User:|.Question.)\\n(?<p>.*?)\\n\\n(###|.The Start)"; "p").p), model, score}',
  },
  {
    tool: 'a log of Inspect',
    keys: ['eval', 'samples', 'scores'],
    filter:
      '.eval.model as $m | .samples[]? | select((.scores // {}) != {}) | {prompt: (.input | if type == "string" then . else .[-1].content end | if type == "string" then . else [.[].text? // empty] | join("\\n") end), model: $m, score: ([.scores[].value][0] | if type == "object" then [.[]][0] else . end | {"C": 1, "I": 0, "P": 0.5, "N": 0}[tostring] // .)}',
  },
  {
    tool: 'a log of OpenAI evals',
    keys: ['spec', 'completion_fns', 'eval_name'],
    options: '-cs',
    filter:
      '.[0].spec.completion_fns[0] as $m | (map(select(.type == "sampling") | {(.sample_id): .data.prompt}) | add) as $p | .[] | select(.type == "match" or .type == "metrics") | {prompt: ($p[.sample_id] | if type == "array" then .[-1].content else . end), model: $m, score: (.data | if has("correct") then .correct else .score end)}',
  },
  {
    tool: 'per_instance_stats.json of HELM (one model per file; prompts are in other files)',
    keys: ['instance_id', 'stats', 'train_trial_index'],
    filter:
      '.[] | {model: "NAME", score: ([.stats[] | select(.name.name | test("exact_match$|^f1|rouge_l|final_num")) | .mean][0])} | select(.score != null)',
  },
  {
    tool: 'battles of an arena, where a score is the share of battles that a model wins',
    keys: ['model_a', 'model_b', 'winner'],
    filter:
      '(if type == "array" then .[] else . end) | {prompt: (.conversation_a[0].content? // .prompt), quality: {(.model_a): (if .winner == "model_a" then 1 elif .winner == "model_b" then 0 else 0.5 end), (.model_b): (if .winner == "model_b" then 1 elif .winner == "model_a" then 0 else 0.5 end)}}',
  },
  {
    tool: 'predictions for SWE-bench',
    keys: ['instance_id', 'model_patch'],
    filter: {
      instead: 'they have no results yet: evaluate them, and pass the report that the harness writes',
    },
  },
  {
    tool: 'a report of SWE-bench (one model per file)',
    keys: ['resolved_ids', 'completed_ids'],
    filter:
      '.resolved_ids as $r | (.submitted_ids // .completed_ids)[] | {id: ., model: "NAME", score: (if IN($r[]) then 1 else 0 end)}',
  },
  {
    tool: 'scores of Langfuse, which name neither prompt nor model; join them with their traces first',
    keys: ['traceId', 'value', 'dataType'],
    filter:
      '(if type == "object" and .data then .data[] elif type == "array" then .[] else . end) | select(.input != null) | {prompt: (.input | if type == "string" then . else tostring end), model, score: .value}',
  },
];

/** What to do with the file; undefined for a file that may hold outcomes. */
export function knownReport(text: string): string | undefined {
  if (text.startsWith('PK\u0003\u0004'))
    return 'begins a zip file: unpack it; a log of Inspect (.eval) becomes JSON with `inspect log dump FILE > log.json`';
  if (!/^\ufeff?\s*[{[]/.test(text)) return undefined;
  const head = text.slice(0, HEAD);
  const has = (key: string) => head.includes(`"${key}"`);
  // Outcomes name the model's scores themselves; a prompt may quote anything.
  if (has('quality') && has('prompt')) return undefined;
  const found = REPORTS.find(({ keys }) => keys.every(has));
  if (found !== undefined) return `begins like ${found.tool}: ${commandOf(found)}`;
  if (!/^\ufeff?\s*\[/.test(text)) return undefined;
  return "begins a JSON array: write one object per line, for example with `jq -c '.[]' FILE > outcomes.jsonl`";
}

function commandOf({ filter, options = '-c' }: Report): string {
  return typeof filter === 'string'
    ? `convert it with \`jq ${options} '${filter}' FILE > outcomes.jsonl\``
    : filter.instead;
}
