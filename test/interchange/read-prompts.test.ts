import { describe, expect, it } from 'vitest';
import { readPrompts } from '../../src/interchange/prompts/read-prompts.ts';

const ASKED = 'Please shorten this';
const CHAT = [
  { role: 'system', content: 'You are helpful.' },
  { role: 'user', content: ASKED },
  { role: 'assistant', content: 'Certainly.' },
];

describe('prompts of one row', () => {
  it.each<[string, unknown]>([
    ['labelled rows', { text: ASKED, intent: 'summary' }],
    ['OpenAI, fine-tuning', { messages: CHAT }],
    ['OpenAI, evals', { input: CHAT.slice(0, 2), ideal: 'Yes' }],
    ['OpenAI, evals with an item', { item: { question: ASKED, answer: 'Yes' } }],
    ['OpenAI, a batch', { custom_id: '1', method: 'POST', body: { model: 'm', messages: CHAT } }],
    ['OpenAI, responses', { input: [{ role: 'user', content: [{ type: 'input_text', text: ASKED }] }] }],
    [
      'Anthropic, with an image',
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'image', source: {} },
              { type: 'text', text: ASKED },
            ],
          },
        ],
      },
    ],
    ['Gemini', { contents: [{ role: 'user', parts: [{ text: ASKED }] }] }],
    ['LiteLLM, a spend log', { request_id: 'x', model: 'm', messages: JSON.stringify(CHAT), response: '{}' }],
    ['LiteLLM, the request', { messages: {}, proxy_server_request: JSON.stringify({ messages: CHAT }) }],
    ['Langfuse', { id: 'x', name: 'generation', input: { messages: CHAT }, output: 'Yes' }],
    ['Langfuse, as text', { id: 'x', input: JSON.stringify(CHAT) }],
    ['Langfuse, text in text', { id: 'x', input: JSON.stringify(JSON.stringify(CHAT)) }],
    [
      'OpenTelemetry',
      {
        input: [
          { role: 'user', parts: [{ type: 'text', content: ASKED }] },
          { role: 'tool', parts: [] },
        ],
      },
    ],
    ['LangSmith', { inputs: { messages: [[{ type: 'human', content: ASKED }]] }, outputs: {} }],
    [
      'LangSmith, serialized',
      {
        inputs: {
          messages: [
            { id: ['langchain', 'schema', 'HumanMessage'], kwargs: { content: ASKED } },
            { id: ['langchain', 'schema', 'AIMessage'], kwargs: { content: 'Yes' } },
          ],
        },
      },
    ],
    ['LangSmith, a question', { inputs: { question: ASKED }, outputs: { answer: 'Yes' } }],
    ['Helicone', { request_id: 'x', request_body: { messages: CHAT }, response_body: {} }],
    ['promptfoo', { vars: { language: 'fr', paragraph: ASKED }, assert: [] }],
    ['promptfoo, a result', { prompt: { raw: JSON.stringify(CHAT), label: 'p' }, response: {} }],
    [
      'ShareGPT',
      {
        conversations: [
          { from: 'human', value: ASKED },
          { from: 'gpt', value: 'Yes' },
        ],
      },
    ],
    ['MT-bench', { question_id: 1, category: 'writing', turns: ['Earlier', ASKED] }],
    ['a string', ASKED],
  ])('%s', (_, row) => {
    const other = { text: 'another row' };
    const expected = { prompts: [ASKED, 'another row'], repeated: 0, skipped: 0 };
    expect(readPrompts(`${JSON.stringify(row)}\n${JSON.stringify(other)}\n`)).toEqual(expected);
    expect(readPrompts(JSON.stringify([row, other], null, 2))).toEqual(expected);
  });

  it('Alpaca keeps the pasted text', () => {
    const row = { instruction: 'Shorten this.', input: 'A long text.', output: 'Text.' };
    expect(readPrompts(JSON.stringify(row)).prompts).toEqual(['Shorten this.\n\nA long text.']);
  });

  it('what no user wrote is left out and counted', () => {
    const rows = [{ role: 'system', content: 'x' }, { messages: CHAT.slice(2) }, { id: 7 }, { text: ' ' }, 7];
    const read = readPrompts(`{"text":"one"}\n${rows.map((row) => JSON.stringify(row)).join('\n')}`);
    expect(read).toEqual({ prompts: ['one'], repeated: 0, skipped: 5, firstSkipped: 2 });
  });
});

describe('files of prompts', () => {
  it('loses only the damaged lines', () => {
    expect(readPrompts('{"text":"one"}\n{"text":"tw\n\n{"text":"one"}\n{"text":"three"}\r\n{"te')).toEqual({
      prompts: ['one', 'three'],
      repeated: 1,
      skipped: 2,
      firstSkipped: 2,
    });
  });

  it('finds the list in a document', () => {
    const nested = { version: 3, results: { stats: {}, results: [{ vars: { q: 'one' } }, { text: 'two' }] } };
    expect(readPrompts(JSON.stringify(nested)).prompts).toEqual(['one', 'two']);
    expect(readPrompts(JSON.stringify(CHAT)).prompts).toEqual([ASKED]);
    const trace = { trace: { id: 'x', input: '"one"' }, observations: [{ input: 'a step' }] };
    expect(readPrompts(JSON.stringify(trace)).prompts).toEqual(['one']);
  });

  it('reads CSV with a column for it, and plain lines', () => {
    expect(readPrompts('id,input,output\n1,"Please, ""shorten""\nthis",x\n2,two,y\n').prompts).toEqual([
      'Please, "shorten"\nthis',
      'two',
    ]);
    expect(readPrompts('\uFEFFHello, you\n\n  Good morning  \nHello, you').prompts).toEqual([
      'Hello, you',
      'Good morning',
    ]);
  });

  it('does not take plain lines for JSON, nor what is left of a cut document for a prompt', () => {
    expect(readPrompts('Where is my order?\n"Quoted"\n{curly\n[WARN] a log line').prompts).toEqual([
      'Where is my order?',
      '"Quoted"',
      '{curly',
      '[WARN] a log line',
    ]);
    expect(readPrompts('[{"text":"one"},{"text":"tw')).toMatchObject({ prompts: [], skipped: 1 });
  });

  it('reads documents over several lines each, and other separators', () => {
    expect(readPrompts('{\n  "text": "one"\n}\n{\n  "text": "two"\n}\n').prompts).toEqual(['one', 'two']);
    expect(readPrompts('id;prompt\n1;one, or two\n').prompts).toEqual(['one, or two']);
    expect(readPrompts('id\tprompt\n1\tone\n').prompts).toEqual(['one']);
  });

  it('counts the line of a CSV file behind which nothing can be read', () => {
    expect(readPrompts('id,prompt\n1,one\n2,a "b" c\n3,three\n')).toMatchObject({
      prompts: ['one'],
      skipped: 1,
    });
  });
});

describe('rows of other tools', () => {
  const user = (content: unknown) => ({ role: 'user', content });
  const langChain = (kind: string, content: string) => ({
    lc: 1,
    type: 'constructor',
    id: ['langchain', 'schema', 'messages', kind],
    kwargs: { content },
  });
  it.each([
    [
      'LangSmith',
      { inputs: { messages: [[langChain('SystemMessage', 's'), langChain('HumanMessage', 'one')]] } },
    ],
    ['a batch of Anthropic', { custom_id: 'a', params: { messages: [user('one')] } }],
    ['a result of a tool', { messages: [user('one'), user([{ type: 'tool_result', content: '42' }])] }],
    [
      'ShareGPT',
      {
        id: 'a',
        items: [
          { from: 'human', value: 'one' },
          { from: 'gpt', value: 'x' },
        ],
      },
    ],
    ['attributes', { attributes: { 'gen_ai.prompt.0.role': 'user', 'gen_ai.prompt.0.content': 'one' } }],
    [
      'attributes of OpenInference',
      {
        attributes: {
          'llm.input_messages.0.message.role': 'user',
          'llm.input_messages.0.message.content': 'one',
          'llm.input_messages.1.message.role': 'tool',
          'llm.input_messages.1.message.content': '42',
        },
      },
    ],
    ['Bedrock', { input: { inputBodyJson: { messages: [user([{ text: 'one' }])] } } }],
    [
      'ChatGPT',
      {
        mapping: {
          a: { message: { author: { role: 'user' }, content: { parts: ['one'] } } },
          b: { message: { author: { role: 'assistant' }, content: { parts: ['x'] } } },
        },
      },
    ],
    ['another spelling', { userMessage: 'one' }],
  ])('%s', (_, row) => {
    expect(readPrompts(JSON.stringify(row)).prompts).toEqual(['one']);
  });

  it('what LiteLLM writes in place of messages is not a prompt', () => {
    expect(readPrompts('{"messages":"redacted-by-litellm"}')).toMatchObject({ prompts: [], skipped: 1 });
  });
});
