import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dataEvent,
  readSseFields,
  SseSplitter,
  type Verdict,
} from '../../../src/gateway/dialects/sse-events.ts';

function split(chunks: readonly Buffer[], judge: (event: Buffer) => Verdict = () => 'pass') {
  const events: Buffer[] = [];
  const passed: Buffer[] = [];
  const splitter = new SseSplitter(
    (event) => {
      events.push(Buffer.from(event));
      return judge(event);
    },
    (piece) => passed.push(typeof piece === 'function' ? piece() : piece),
  );
  for (const chunk of chunks) splitter.push(chunk);
  return { events, passed, held: splitter.held };
}

/** Cuts `bytes` at the given places. */
function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  return sorted.slice(1).map((to, index) => bytes.subarray(sorted[index], to));
}

const line = fc.oneof(
  fc.string().map((text) => `data: ${text.replace(/[\r\n]/g, '')}`),
  fc.string().map((text) => `data:${text.replace(/[\r\n]/g, '')}`),
  fc.constantFrom(': comment', 'event: ping', 'data', 'id: 7', 'other: x', 'data: {"a":"ü€😀"}'),
);
const newline = fc.constantFrom('\n', '\r\n', '\r');
const stream = fc
  .array(fc.tuple(fc.array(line, { minLength: 1, maxLength: 3 }), newline), { maxLength: 6 })
  // One kind of line end a stream: mixed ones are read alike by nobody.
  .chain((events) => newline.map((end) => events.map(([lines]) => lines.join(end) + end + end).join('')));

describe('SseSplitter', () => {
  test('passes a chunk of whole events on as the very same bytes', () => {
    const chunk = Buffer.from('data: 1\n\ndata: 2\n\n');
    const { passed, events, held } = split([chunk]);
    expect(passed).toHaveLength(1);
    expect(passed[0]).toBe(chunk);
    expect(events.map(String)).toEqual(['data: 1\n\n', 'data: 2\n\n']);
    expect(held).toBe(0);
  });

  test('keeps the bytes of an unfinished event back', () => {
    const { passed, held } = split([Buffer.from('data: 1\n\ndata: '), Buffer.from('2\n')]);
    expect(passed.map(String)).toEqual(['data: 1\n\n']);
    expect(held).toBe(8);
  });

  test('drops and replaces single events', () => {
    const { passed } = split([Buffer.from('data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\n')], (event) => {
      const text = event.toString();
      return text.includes('2') ? 'drop' : text.includes('3') ? () => Buffer.from('data: three\n\n') : 'pass';
    });
    expect(Buffer.concat(passed).toString()).toBe('data: 1\n\ndata: three\n\ndata: 4\n\n');
  });

  test('however a stream is cut, it passes the same bytes and reads what eventsource-parser reads', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 8 }), (text, places) => {
        const bytes = Buffer.from(text);
        const { events, passed } = split(cutAt(bytes, places));
        const expected: string[] = [];
        const parser = createParser({
          onEvent: (event) => expected.push(`${event.event ?? ''}|${event.data}`),
        });
        // A CR at the very end may be half of a CRLF; a further line tells.
        parser.feed(`${text}:\n`);
        const read = events.map(readSseFields).filter(({ data }) => data !== undefined);
        expect(read.map(({ data, name }) => `${name}|${data}`)).toEqual(expected);
        const out = Buffer.concat(passed).toString();
        expect(text.startsWith(out)).toBe(true);
        expect(text.slice(out.length).trim()).toBe('');
      }),
      { numRuns: 500 },
    );
  });
});

test('an event that is only its data reads the same', () => {
  expect(readSseFields(dataEvent('one\ntwo'))).toEqual({ data: 'one\ntwo', name: '' });
});

describe('readSseFields', () => {
  test.each([
    ['data: {"a":1}\n\n', '{"a":1}', ''],
    ['data:{"a":1}\r\n\r\n', '{"a":1}', ''],
    ['data: one\ndata: two\n\n', 'one\ntwo', ''],
    ['event: error\ndata: {}\n\n', '{}', 'error', true],
    [': ping\n\n', undefined, '', true],
    ['database: 1\ndata: 2\n\n', '2', '', true],
    ['data: one\n: two\ndata: three\n\n', 'one\nthree', '', true],
    ['data\n\n', '', ''],
    ['\uFEFFdata: x\n\n', 'x', ''],
  ])('%j', (event, data, name, mixed?: boolean) => {
    const { foreign: _, ...fields } = readSseFields(Buffer.from(event));
    expect(fields).toEqual({ data, name, ...(mixed ? { mixed } : {}) });
  });
});

describe('JSON outside of the fields', () => {
  test.each([
    ['a line of it', '{"error":{"message":"x"}}\n\n', '{"error":{"message":"x"}}'],
    ['a field `error`', 'error: {"code":400}\n\n', '{"error":{"code":400}}'],
    ['a line of it before data', '{"error":"x"}\ndata: [DONE]\n\n', '{"error":"x"}'],
    ['none', 'event: ping\ndata: {"error":"x"}\n\n', undefined],
    ['a comment', ': {"error":"x"}\n\n', undefined],
  ])('%s is told', (_, text, stray) => {
    expect(readSseFields(Buffer.from(text)).stray).toBe(stray);
  });

  test('the splitter says whether it holds data', () => {
    const splitter = new SseSplitter(
      () => 'pass',
      () => undefined,
    );
    const push = (text: string): boolean => {
      splitter.push(Buffer.from(text));
      return splitter.holdsData;
    };
    expect(push(': a comm')).toBe(false);
    expect(push('ent\n\ndata: {"a"')).toBe(true);
    expect(push(':1')).toBe(true);
    expect(push('}\n\n')).toBe(false);
  });

  test.each([
    ['event: a\ndata: 1\n\n', undefined],
    ['data: 1\n\n', undefined],
    ['event: a\nid: 7\ndata: 1\n\n', true],
    [': ping\nevent: a\ndata: 1\n\n', true],
  ])('%j has more than a name and data: %s', (event, foreign) => {
    expect(readSseFields(Buffer.from(event)).foreign).toBe(foreign);
  });
});
