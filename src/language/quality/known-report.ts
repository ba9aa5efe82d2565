// Recognises the results of evaluation tools that are not outcomes yet, by their names of keys, and knows the command
// that makes outcomes of them. Must not know: rows, files.

/** Enough for the keys of a first record whose texts are long. */
const HEAD = 200_000;

interface Report {
  readonly tool: string;
  /** All of them occur as keys. */
  readonly keys: readonly string[];
  /** For jq, with the file's name after it; NAME is for the user to fill in. */
  readonly filter: string;
}

const REPORTS: readonly Report[] = [
  {
    tool: 'a samples file of lm-evaluation-harness (one model per file)',
    keys: ['doc_id', 'filtered_resps'],
    filter:
      '{prompt: ([.arguments | .. | strings][0] // (.doc.question // .doc.prompt)), model: "NAME", score: (.exact_match // .acc)}',
  },
  {
    tool: 'an annotations file of AlpacaEval',
    keys: ['generator_2', 'preference'],
    filter:
      '.[] | select(.preference != null and .preference >= 1) | {prompt: .instruction, intent: .dataset, model: .generator_2, score: (.preference - 1)}',
  },
  {
    tool: 'the results of promptfoo',
    keys: ['evalId', 'results'],
    filter: '.results.results[] | {prompt: .prompt.raw, model: .provider.id, score, cost}',
  },
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
      '.eval.model as $m | .samples[] | {prompt: (.input | if type == "string" then . else .[-1].content end), model: $m, score: ([.scores[].value][0] | if . == "C" then 1 elif . == "I" then 0 else . end)}',
  },
  {
    tool: 'scores of Langfuse, which name neither prompt nor model; join them with their traces first',
    keys: ['traceId', 'value', 'dataType'],
    filter: '.[] | select(.input != null) | {prompt: .input, model, score: .value}',
  },
];

/** What to do with the file; undefined for a file that may hold outcomes. */
export function knownReport(text: string): string | undefined {
  if (!/^\ufeff?\s*[{[]/.test(text)) return undefined;
  const head = text.slice(0, HEAD);
  const has = (key: string) => head.includes(`"${key}"`);
  // Outcomes name the model's scores themselves; a prompt may quote anything.
  if (has('quality') && has('prompt')) return undefined;
  const found = REPORTS.find(({ keys }) => keys.every(has));
  if (found !== undefined)
    return `begins like ${found.tool}: convert it with \`jq -c '${found.filter}' FILE > outcomes.jsonl\``;
  if (!/^\ufeff?\s*\[/.test(text)) return undefined;
  return "begins a JSON array: write one object per line, for example with `jq -c '.[]' FILE > outcomes.jsonl`";
}
