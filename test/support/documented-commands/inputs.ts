/** Files that commands of the pages read, as a reader would have them. Must not know the commands. */
export const INPUTS: Readonly<Record<string, string>> = {
  'config.yaml': `model_list:
  - model_name: fast
    litellm_params:
      model: openai/gpt-4o-mini
      api_key: os.environ/OPENAI_API_KEY
`,
  'rules.json': `[
  {
    "conditions": {
      "all": [
        { "fact": "age", "operator": "greaterThan", "value": 21 },
        { "fact": "account", "path": "$.plan", "operator": "equal", "value": "pro" }
      ]
    },
    "event": { "type": "gpt-4o" }
  },
  {
    "conditions": { "all": [{ "fact": "word", "operator": "startsWith", "value": "a" }] },
    "event": { "type": "gpt-4o-mini" }
  }
]
`,
  'traffic.jsonl': `{"messages": [{"role": "user", "content": "pay me back for the broken parcel"}]}
{"messages": [{"role": "user", "content": "how far is it to the moon?"}]}
`,
  'labels.jsonl': `{"text": "pay me back for the broken parcel", "intent": "refund"}
{"text": "how far is it to the moon?", "intent": null}
`,
  'NEW.jsonl': `{"prompt": "What is 3 and 4?", "intent": "sums", "quality": {"small": 1, "large": 1}}
`,
  'evaluation.csv': `prompt,intent,small,large
"How many crates are left?",sums,0,1
"What is 2 and 2?",sums,1,1
`,
};
