/** Clients as people install them, each with what it shows of a decision. (The openai client is everywhere else.) */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { ChatOpenAI } from '@langchain/openai';
import { APICallError, generateText, streamText } from 'ai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, runGateway } from '../support/running-gateway.ts';

const EXAMPLE = new URL('../support/example/first', import.meta.url).pathname;
let llmr: RunningGateway;
beforeAll(async () => {
  llmr = await runGateway(EXAMPLE, { simulate: true });
});
afterAll(() => llmr.close());

describe('the AI SDK', () => {
  const provider = () =>
    createOpenAICompatible({
      name: 'llmr',
      baseURL: `${llmr.url}/v1`,
      headers: { 'llmr-tier': 'pro' },
      includeUsage: true,
    });

  test('reads an answer and its decision headers', async () => {
    const result = await generateText({
      model: provider()('support'),
      prompt: 'Please give me my money back for order 77',
    });
    expect(result.text).toContain('claude-sonnet');
    expect(result.response.headers?.['llmr-route']).toBe('refunds');
  });

  test('reads a stream to its end', async () => {
    const result = streamText({ model: provider()('support'), prompt: 'tell me a joke' });
    let text = '';
    for await (const part of result.textStream) text += part;
    expect(text).toContain('gpt-4o-mini');
    expect((await result.usage).outputTokens).toBeGreaterThan(0);
    expect((await result.response).headers?.['llmr-route']).toBe('otherwise');
  });

  test('is told what is wrong, and where', async () => {
    const error = await generateText({ model: provider()('nobody'), prompt: 'hi', maxRetries: 0 }).catch(
      (cause: unknown) => cause,
    );
    expect(APICallError.isInstance(error)).toBe(true);
    const failure = error as APICallError;
    expect(failure.statusCode).toBe(404);
    expect(failure.message).toMatch(/No policy serves the model "nobody"/);
    expect(failure.responseHeaders?.['llmr-decision-id']).toBeDefined();
  });
});

test('LangChain, which hides headers, shows the decision in the raw answer', async () => {
  const model = new ChatOpenAI({
    model: 'support',
    apiKey: 'sk-whatever',
    configuration: { baseURL: `${llmr.url}/v1` },
    modelKwargs: { llmr: { decision: true } },
    __includeRawResponse: true,
    maxRetries: 0,
  });
  const answer = await model.invoke('tell me a joke');
  expect(answer.text).toContain('gpt-4o-mini');
  const raw = answer.additional_kwargs['__raw_response'] as { llmr?: { route?: string } };
  expect(raw.llmr?.route).toBe('otherwise');
});

test.each([403, 409, 429, 503])(
  'the openai client takes a policy’s refusal with %i for an answer',
  async (status) => {
    const refusing = await runGateway({
      'p.route': `policy p edition 1 { serves "support" }\notherwise { refuse ${status} "Not today." }\n`,
    });
    try {
      const openai = new OpenAI({ baseURL: `${refusing.url}/v1`, apiKey: 'sk-whatever' });
      const error = await openai.chat.completions
        .create({ model: 'support', messages: [{ role: 'user', content: 'hi' }] })
        .catch((cause: unknown) => cause);
      expect(error).toMatchObject({ status, message: expect.stringContaining('Not today.') });
      const metrics = await (await fetch(`${refusing.url}/metrics`)).text();
      expect(metrics).toMatch(new RegExp(`llmr_requests_total\\{.*status="${status}".*\\} 1\n`));
    } finally {
      await refusing.close();
    }
  },
);
