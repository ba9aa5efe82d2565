// Files count by what their bytes are, not by what they are called: text as its text, a PDF by its pages, an office
// document by its text. Anthropic, Gemini and OpenAI bill PDFs by the page; text files are read as text by all three.
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { viewChat } from '../../src/gateway/dialects/openai-chat/view-chat.ts';
import { countTokens } from '../../src/gateway/facts/count-tokens.ts';

const PROSE = 'The quick brown fox jumps over the lazy dog. '.repeat(1_200);
const PROSE_TOKENS = 12_000;
const base64 = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64');
const noise = (size: number): Buffer => {
  const bytes = Buffer.alloc(size);
  for (let at = 0, state = 7; at < size; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
};
const tokens = (part: object): number => {
  const view = viewChat({ model: 'm', messages: [{ role: 'user', content: [part] }] });
  return countTokens(view.texts, view.extraTokens, []).tokens;
};
const file = (data: string, filename = 'a'): object => ({
  type: 'file',
  file: { filename, file_data: data },
});
const pdf = (pages: number, bytes: number, more = ''): Buffer => {
  const objects = Array.from(
    { length: pages },
    (_, at) => `${at + 3} 0 obj\n<</Type /Page /Parent 2 0 R>>\nendobj\n`,
  );
  const head = `%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\n2 0 obj <</Type/Pages /Count ${pages}>>\n${more}`;
  return Buffer.concat([Buffer.from(head), Buffer.from(objects.join('')), noise(bytes)]);
};

test.each<[string, object]>([
  ['text/plain', file(`data:text/plain;base64,${base64(PROSE)}`)],
  ['with a charset', file(`data:text/plain;charset=utf-8;base64,${base64(PROSE)}`)],
  ['json', file(`data:application/json;base64,${base64(PROSE)}`)],
  ['source code without a type', file(`data:application/octet-stream;base64,${base64(PROSE)}`, 'a.py')],
  ['base64 alone', file(base64(PROSE))],
  ['called a PDF', file(`data:application/pdf;base64,${base64(PROSE)}`, 'a.pdf')],
  ['percent-encoded', file(`data:text/plain,${PROSE}`)],
  [
    'document (Anthropic)',
    { type: 'document', source: { type: 'base64', media_type: 'text/plain', data: base64(PROSE) } },
  ],
  ['text document (Anthropic)', { type: 'document', source: { type: 'text', data: PROSE } }],
  ['AI SDK', { type: 'file', mediaType: 'text/plain', data: base64(PROSE) }],
  ['LangChain', { type: 'file', source_type: 'base64', mime_type: 'text/plain', data: base64(PROSE) }],
  ['inlineData (Gemini)', { inlineData: { mimeType: 'text/plain', data: base64(PROSE) } }],
  [
    'image_url (LiteLLM)',
    { type: 'image_url', image_url: { url: `data:text/plain;base64,${base64(PROSE)}` } },
  ],
])('a text file counts as its text: %s', (_, part) => {
  const seen = tokens(part);
  expect(seen).toBeGreaterThan(PROSE_TOKENS * 0.9);
  expect(seen).toBeLessThan(PROSE_TOKENS * 1.25);
});

test('a text in another script counts as that script', () => {
  const text = '今日は天気がいいから散歩しましょう。'.repeat(700);
  expect(tokens(file(base64(text)))).toBeGreaterThan(text.length * 0.5);
});

test.each<[string, Buffer, number]>([
  ['one page of a letter', pdf(1, 48_000), 1],
  ['ten pages of text', pdf(10, 90_000), 10],
  ['a scan of twenty pages and 10 MB', pdf(20, 10_000_000), 20],
  ['a linearized file', pdf(0, 200_000, '3 0 obj <</Linearized 1 /L 200000 /N 42 /T 1>>\n'), 42],
  ['pages in compressed objects: by size', pdf(0, 240_000, '3 0 obj <</Type /ObjStm>>\n'), 11],
  ['10 MB without a page in sight: at most a hundred', pdf(0, 10_000_000), 100],
])('a PDF counts by its pages: %s', (_, bytes, pages) => {
  const seen = tokens(file(`data:application/pdf;base64,${base64(bytes)}`, 'a.pdf'));
  expect(seen).toBeGreaterThanOrEqual(pages * 2_400);
  expect(seen).toBeLessThan(pages * 2_400 + 100);
});

test('a PDF that is made to be slow is read in bounded steps', () => {
  const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.from('/Type/Page '.repeat(200_000))]);
  expect(tokens(file(base64(bytes)))).toBeLessThan(20_001 * 2_400);
});

test('an office document counts by its text, without its pictures', () => {
  const xml = `<w:document>${'<w:p><w:r><w:t>The quick brown fox jumps over the lazy dog.</w:t></w:r></w:p>'.repeat(1_000)}</w:document>`;
  const docx = zip([
    ['word/document.xml', Buffer.from(xml)],
    ['word/styles.xml', Buffer.from(xml)],
    ['word/media/image1.jpeg', noise(1_000_000)],
  ]);
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const seen = tokens(file(`data:${type};base64,${base64(docx)}`, 'a.docx'));
  expect(seen).toBeGreaterThan(xml.length / 16);
  expect(seen).toBeLessThan(xml.length / 16 + 100);
});

test('what is none of these counts by its bytes, and a cut-off zip too', () => {
  expect(tokens(file(base64(noise(330_000))))).toBeGreaterThan(10_000);
  expect(
    tokens(file(base64(Buffer.concat([Buffer.from('PK\u0003\u0004'), noise(330_000)])))),
  ).toBeGreaterThan(10_000);
  expect(tokens({ type: 'file', file: { file_id: 'file-abc' } })).toBeGreaterThan(1_000);
});

test('audio that is sent as an image needs a model that hears, a document none that sees', () => {
  const view = (url: string) =>
    viewChat({
      model: 'm',
      messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
    });
  expect(view('data:audio/mp3;base64,AAAA')).toMatchObject({ audio: true, imageCount: 0 });
  expect(view('data:application/pdf;base64,AAAA')).toMatchObject({ audio: false, imageCount: 0 });
  expect(view('data:application/octet-stream;base64,AAAA')).toMatchObject({ imageCount: 1 });
});

/** A zip with its central directory, as office programs write it. */
function zip(files: readonly (readonly [string, Buffer])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of files) {
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04_03_4b_50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02_01_4b_50, 0);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    directory.push(entry, Buffer.from(name));
    parts.push(local, Buffer.from(name), packed);
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06_05_4b_50, 0);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
