/**
 * Most events of a stream are passed on without being parsed. Whatever the events are and however they are cut, the
 * caller and the record get what they would get if each was parsed, and what another reader makes of the same bytes.
 */
import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asEvent,
  PROVIDER_SHAPES,
  type ProviderShape,
  streamOf,
} from '../../support/provider-streams/provider-shapes.ts';
import { type Relayed, relayStream } from './relayed-stream.ts';

const RUNS = 60;
const shapes = Object.entries(PROVIDER_SHAPES);
const USAGE = { read: 12, written: 100_000 };

const words = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^ ?[a-z]{1,9}[.,]?$/) },
  fc.constantFrom(
    '',
    ' ',
    '\n\n',
    '"error"',
    ' an "error": {"message":"none"}',
    '\\',
    '"finish_reason":"stop"',
  ),
  fc.constantFrom(
    'Größe',
    '東京',
    '😀',
    '\ud83d',
    '\u2028',
    '\u0000',
    'data: [DONE]\n\n',
    '\ufeff',
    '{',
    '["',
    'data:image/png;',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Events that are no event of text like the others. */
const odd = (shape: ProviderShape): fc.Arbitrary<string> => {
  const chunk = (choice: object, more: object = {}): string =>
    asEvent(shape, JSON.stringify({ choices: [choice], ...more }));
  return fc.oneof(
    {
      weight: 9,
      arbitrary: fc.constantFrom(
        ': a comment\n\n',
        'event: ping\ndata: {}\n\n',
        'id: 7\ndata: {"choices":[{"index":0,"delta":{"content":"with an id"}}]}\n\n',
        'data: {"choices":[{"index":0,\ndata: "delta":{"content":"on two lines"}}]}\n\n',
        'data:\n\n',
        '\n\n',
        chunk({
          index: 0,
          delta: { tool_calls: [{ index: 0, id: 'c', function: { name: 'f', arguments: '{"a":' } }] },
        }),
        chunk({ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: '1}' } }] } }),
        chunk({ index: 0, delta: { refusal: 'No' } }),
        chunk({ index: 1, delta: { content: 'another choice' } }),
        chunk({ index: 1, delta: {}, finish_reason: 'stop' }),
        chunk({ index: 0, delta: {}, finish_reason: 'stop' }),
        chunk({ index: 0, delta: { content: 'last' }, finish_reason: 'length' }),
        chunk({ index: 0, delta: { content: 'both', reasoning_content: 'both' } }),
        chunk({ index: 0, delta: { content: 'x', images: [] } }),
        chunk(
          { index: 0, delta: {}, logprobs: { content: [] } },
          { usage: { prompt_tokens: 3, completion_tokens: 90 } },
        ),
        asEvent(shape, '{"choices":[{"index":0,"delta":{"content":"a","content":"a"}}]}'),
        asEvent(shape, '{"choices":[{"index":0,"delta":{"content":"a","c\\u006fntent":"b"}}]}'),
        asEvent(shape, '{ "choices" : [ { "delta" : {} , "finish\\u005freason" : "st\\u006fp" } ] }'),
        asEvent(shape, '{"choices":[{"index":0,"delta":{"content":"cut'),
        asEvent(shape, '{"choices":[{"index":0,"delta":{"content":"n"},"score":NaN}]}'),
        asEvent(shape, '{"not":"a chunk"}'),
        asEvent(shape, '{'),
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom(...errorsOf(shape)) },
  );
};

function errorsOf(shape: ProviderShape): string[] {
  return [
    asEvent(shape, '{"error":{"message":"overloaded","code":503}}'),
    asEvent(
      shape,
      '{"id":"x","choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}],"error":{"code":502,"message":"gone"}}',
    ),
    asEvent(shape, '{"choices":[{"index":0,"delta":{"content":"x"},"error":{"code":502,"message":"gone"}}]}'),
    'event: error\ndata: {"message":"gone"}\n\n',
    'error: {"code":500,"message":"gone"}\n\n',
  ];
}

type TextEvent = (text: string, at: number) => string;

/** Events that are alike except for their text, where something else than the text counts, or where it counts otherwise. */
const ODD_DATA: readonly TextEvent[] = [
  (text) => `{"choices":[{"index":0,"delta":{"content":${text},"content":"always"}}]}`,
  (text) => `{"choices":[{"index":0,"delta":{"content":"always","content":${text}}}]}`,
  (text) => `{"choices":[{"index":0,"delta":{"content":${text},"c\\u006fntent":"always"}}]}`,
  (text) => `{"choices":[{"index":0,"delta":{"content":${text}},"delta":{"content":"always"}}]}`,
  (text) =>
    `{"choices":[{"index":0,"delta":{"content":${text}}}],"choices":[{"delta":{"content":"always"}}]}`,
  (text) => `{"choices":[{"index":0,"delta":{"content":${text}},"finish_reason":"stop"}]}`,
  (text) => `{"choices":[{"index":0,"delta":{"content":${text}}},{"index":1,"delta":{"content":"too"}}]}`,
  (text) => `{"choices":[{"index":1,"delta":{"content":${text}}}]}`,
  (text) => `{"choices":[{"index":0,"message":{"content":${text}}}]}`,
  (text) => `{"choices":[{"index":0,"delta":{"content":${text},"images":[]}}]}`,
  (text) => `{"choices":[{"index":0,"delta":{"content":${text},"refusal":"no"}}]}`,
  (text) => `{"choices":[{"index":0,"delta":{"content":${text},"reasoning":"because"}}]}`,
  (text) =>
    `{"choices":[{"index":0,"delta":{"content":"","reasoning":${text},"reasoning_content":"because"}}]}`,
  (text) =>
    `{"choices":[{"index":0,"delta":{"content":${text},"tool_calls":[{"index":0,"function":{"arguments":"{"}}]}}]}`,
  (text) =>
    `{"choices":[{"index":0,"delta":{"content":${text}}}],"usage":{"prompt_tokens":9,"completion_tokens":9}}`,
  (text, at) =>
    `{"choices":[{"index":0,"delta":{"content":${text}}}],"usage":{"prompt_tokens":9,"completion_tokens":${at}}}`,
  (text, at) =>
    `{"created":${['0', '01', '1.5', '-2', '1e9', '7', '""', 'null'][at % 8]},"choices":[{"index":0,"delta":{"content":${text}}}]}`,
  (text, at) =>
    `{"created":${at + 1},"error":${at % 9 === 8 ? '"late"' : 'null'},"choices":[{"index":0,"delta":{"content":${text}}}]}`,
  (text) => `{"id":${text},"choices":[{"index":0,"delta":{"content":"always"}}]}`,
  (text, at) =>
    `{"choices":[{"index":0,"delta":{"content":${text}},"finish_reason":${at % 9 === 8 ? '"stop"' : 'null'}}]}`,
  (text) => ` { "choices" : [ { "delta" : { "content" : ${text} } } ] } `,
  // A control character that is not escaped, and an escape that JSON does not have.
  (text) => `{"choices":[{"index":0,"delta":{"content":${text.replace('\\u0000', '\u0000')}}}]}`,
  (text) => `{"choices":[{"index":0,"delta":{"content":${text.replace('\\n', '\\x')}}}]}`,
];
const ODD_TEXTS = ODD_DATA.map(
  (data): TextEvent =>
    (text, at) =>
      `data: ${data(JSON.stringify(text), at)}\n\n`,
);

/** Events of a few shapes, with one byte of some of them changed, between others. */
const events = fc
  .tuple(fc.constantFrom(...shapes), fc.array(fc.constantFrom(...ODD_TEXTS), { maxLength: 2 }))
  .chain(([[, shape], oddTexts]) => {
    const texts: TextEvent[] = [(text, at) => asEvent(shape, shape.text(text, at)), ...oddTexts];
    const change = fc.oneof(
      { weight: 20, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.tuple(fc.nat(), fc.integer({ min: 1, max: 127 })) },
    );
    const text = fc
      .tuple(fc.constantFrom(...texts), words, fc.nat(30), change)
      .map(([event, content, at, byte]) => changed(event(content, at), byte));
    const end = streamOf(shape, [], USAGE)
      .slice(shape.opening?.length ?? 0)
      .join('');
    return fc.record({
      events: fc.array(
        fc.oneof(
          { weight: 12, arbitrary: text },
          odd(shape).map((event) => Buffer.from(event)),
        ),
        { minLength: 1, maxLength: 24, size: 'max' },
      ),
      end: fc.oneof({ weight: 3, arbitrary: fc.constant(end) }, fc.constant('')),
    });
  });

function changed(event: string, change: readonly [number, number] | null): Buffer {
  const bytes = Buffer.from(event);
  if (change !== null) bytes[change[0] % bytes.length] = change[1];
  return bytes;
}

function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  return sorted
    .slice(1)
    .map((to, at) => Buffer.from(bytes.subarray(sorted[at], to)))
    .filter(({ length }) => length > 0);
}

function comparable({ bytes, ending, record, reader }: Relayed): object {
  const { content, finished, finishedAll, sure, accounted, open, usage, characters, spoken, fault } =
    reader ?? {};
  const { text, onlyText, callsTools, filtered, limited } = reader ?? {};
  const read = { content, finished, finishedAll, sure, accounted, open, usage, characters, spoken, fault };
  return {
    bytes: bytes.toString('latin1'),
    ending,
    record,
    ...read,
    text,
    onlyText,
    callsTools,
    filtered,
    limited,
  };
}

/** What a reader that knows nothing of llmr makes of a stream. */
function plainReading(bytes: Buffer) {
  const reading = {
    text: '',
    finish: '',
    usage: undefined as object | undefined,
    failed: false,
    done: false,
  };
  const parser = createParser({
    onEvent({ data, event }) {
      if (data === '[DONE]') reading.done = true;
      if (reading.done || data === '') return;
      const json = JSON.parse(data);
      reading.failed ||=
        event === 'error' || json.error !== undefined || json.choices?.[0]?.error !== undefined;
      const counted = json.usage ?? json.x_groq?.usage;
      if (counted)
        reading.usage = { inputTokens: counted.prompt_tokens, outputTokens: counted.completion_tokens };
      else if (json.timings) {
        const { cache_n: kept, prompt_n: read, predicted_n: written } = json.timings;
        reading.usage = { inputTokens: kept + read, outputTokens: written };
      }
      const { delta, finish_reason: finish } = json.choices?.[0] ?? {};
      reading.text += delta?.content || delta?.reasoning_content || '';
      reading.finish = finish || reading.finish;
    },
  });
  parser.feed(bytes.toString('utf8'));
  return reading;
}

describe('a stream whose events are not all parsed', () => {
  test('is passed on and recorded as if each was parsed, whatever its events are and however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.constantFrom({}, { n: 2 }, { response_format: { type: 'json_object' } }),
        fc.boolean(),
        fc.boolean(),
        async ({ events: sent, end }, places, request, cut, checked) => {
          const chunks = cutAt(Buffer.concat([...sent, Buffer.from(end)]), places);
          const [cheap, whole] = await Promise.all([
            relayStream(chunks, { request, cut, checked }),
            relayStream(chunks, { request, cut, checked, parseAll: true }),
          ]);
          expect(comparable(cheap)).toEqual(comparable(whole));
          expect(cheap.parsed).toBeLessThanOrEqual(whole.parsed);
        },
      ),
      { numRuns: 4 * RUNS },
    );
  });

  test.each(shapes)('%s: another reader finds the same text, finish and usage in it', async (_, shape) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(words, { minLength: 1, maxLength: 20 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        async (texts, places) => {
          fc.pre(/\S/.test(texts.join('')));
          const upstream = Buffer.from(streamOf(shape, texts, USAGE).join(''));
          const { bytes, ending, record } = await relayStream(cutAt(upstream, places));
          const expected = plainReading(upstream);
          expect(plainReading(bytes)).toEqual({ ...expected, done: true });
          expect(ending).toBe('complete');
          expect(record?.usage).toMatchObject({ ...expected.usage, reported: shape.reports });
        },
      ),
      { numRuns: RUNS / 6 },
    );
  });

  test.each(shapes)(
    '%s: one that fails or is cut before its finish never ends as if it was whole',
    async (_, shape) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(words, { minLength: 2, maxLength: 12 }),
          fc.option(fc.constantFrom(...errorsOf(shape))),
          fc.array(fc.nat(), { maxLength: 6 }),
          fc.nat(),
          async (texts, error, places, at) => {
            const stream = streamOf(shape, ['begun', ...texts], USAGE);
            // Where the error comes with the first content, nothing is sent, and another model may answer.
            const first = stream.splice(0, (shape.opening?.length ?? 0) + 1).join('');
            const rest = stream.splice(0, at % texts.length);
            if (error !== null) rest.push(error, ...stream);
            const chunks = [Buffer.from(first), ...cutAt(Buffer.from(rest.join('')), places)];
            const { bytes, ending, record } = await relayStream(chunks, { cut: error === null });
            expect(ending).toBe('broken');
            expect(plainReading(bytes)).toMatchObject({ failed: true, done: false, finish: '' });
            expect(record).toMatchObject({ outcome: 'failed', class: 'broken-stream' });
          },
        ),
        { numRuns: RUNS / 6 },
      );
    },
  );

  const like = shapes.filter(([, { alike }]) => alike);
  test.each(like)(
    '%s: of 60 events with text, a few are parsed; each chunk is one write',
    async (_, shape) => {
      const texts = Array.from({ length: 60 }, (_, at) => ` word${at % 7}`);
      const chunks = streamOf(shape, texts, USAGE).map((event) => Buffer.from(event));
      const { bytes, parsed, writes } = await relayStream(chunks);
      expect(plainReading(bytes).text).toBe(texts.join(''));
      expect(parsed).toBeLessThanOrEqual(6);
      expect(writes).toBeLessThanOrEqual(chunks.length + 1);
    },
  );

  test('several events in one chunk are one write', async () => {
    const shape = PROVIDER_SHAPES['OpenAI'] as ProviderShape;
    const stream = streamOf(shape, Array(40).fill(' more'), USAGE);
    const [first, second] = [stream.slice(0, 3), stream.slice(3, -3)];
    const chunks = [first, second, stream.slice(-3)].map((events) => Buffer.from(events.join('')));
    const { bytes, writes, parsed } = await relayStream(chunks);
    expect(bytes.toString()).toBe(Buffer.concat(chunks).toString());
    expect(parsed).toBeLessThanOrEqual(6);
    // What was kept until the caller could be answered, the second chunk, and the usage event between the last two.
    expect(writes).toBeLessThanOrEqual(5);
  });

  test('a usage event of several lines is passed on with all of them', async () => {
    const usage = 'data: {"choices":[],\ndata: "usage":{"prompt_tokens":9,"completion_tokens":2}}\n\n';
    const said = 'data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n';
    const finish = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n';
    const { bytes } = await relayStream([Buffer.from(`${said}${finish}${usage}data: [DONE]\n\n`)]);
    expect(bytes.toString()).toContain(usage);
  });

  test('a longer stream sets no more timers', async () => {
    const shape = PROVIDER_SHAPES['OpenAI'] as ProviderShape;
    const timersOf = async (length: number): Promise<number> => {
      const events = streamOf(shape, Array(length).fill(' more'), USAGE);
      return (await relayStream(events.map((event) => Buffer.from(event)))).timers;
    };
    const few = await timersOf(4);
    expect(few).toBeGreaterThan(0);
    expect(await timersOf(80)).toBe(few);
  });
});
