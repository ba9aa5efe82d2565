// The referee's table, one family of it: bytes, headers, encodings and what stands in front of providers.
import { brotliCompressSync, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import {
  CUT,
  completion,
  DONE,
  GOOD,
  HELLO,
  json,
  type Misbehaviour,
  type Piece,
  type Played,
  page,
  ROLE,
  STOP,
  says,
  sse,
  WORLD,
} from './misbehaviour.ts';

const BODY = JSON.stringify(completion({ content: 'Hello world' }));
const STREAM = GOOD.join('');

const typed = (type: string, ...pieces: readonly Piece[]): Played => ({
  headers: { 'content-type': type },
  pieces,
});
const encoded = (type: string, encoding: string, body: Buffer): Played => ({
  headers: { 'content-type': type, 'content-encoding': encoding },
  pieces: [body],
});

const compressed = (name: string, encoding: string, encode: (text: string) => Buffer): Misbehaviour => ({
  name: `${name} that nobody asked for`,
  server: 'proxies in front of providers',
  source: 'https://github.com/envoyproxy/ai-gateway/issues/682',
  stream: { played: encoded('text/event-stream', encoding, encode(STREAM)), seen: 'whole' },
  whole: { played: encoded('application/json', encoding, encode(BODY)), seen: 'whole' },
});

/** A page of a proxy, whatever was asked for. */
const proxied = (
  title: string,
  status: number,
  source: string,
  seen: NonNullable<Misbehaviour['whole']>['seen'],
): Misbehaviour => ({
  name: `a web page, ${status}: ${title}`,
  server: title.includes('nginx') ? 'nginx' : 'Cloudflare',
  source,
  stream: { played: page(title, status), seen },
  whole: { played: page(title, status), seen },
});

const bytes = (name: string, server: string, source: string, ...pieces: readonly Piece[]): Misbehaviour => ({
  name,
  server,
  source,
  stream: { played: sse(...pieces), seen: 'whole' },
});

const SSE = 'https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream';

export const TRANSPORT: readonly Misbehaviour[] = [
  compressed('gzip', 'gzip', (text) => gzipSync(text)),
  compressed('raw deflate', 'deflate', (text) => deflateRawSync(text)),
  compressed('brotli', 'br', (text) => brotliCompressSync(text)),
  compressed('zstd', 'zstd', (text) => zstdCompressSync(text)),
  {
    name: 'gzip that is cut',
    server: 'proxies in front of providers',
    source: 'https://github.com/envoyproxy/ai-gateway/issues/2553',
    whole: {
      played: encoded('application/json', 'gzip', gzipSync(BODY).subarray(0, -12)),
      seen: 'malformed',
    },
  },
  proxied('502 Bad Gateway nginx', 502, 'https://github.com/afeld/jsonp/issues/64', 'server-error'),
  proxied('504 Gateway Time-out nginx', 504, 'https://github.com/afeld/jsonp/issues/64', 'timeout'),
  proxied(
    'api.openai.com | 520: Web server is returning an unknown error',
    520,
    'https://github.com/crmne/ruby_llm/issues/606',
    'server-error',
  ),
  proxied('524: A timeout occurred', 524, 'https://github.com/ollama/ollama/issues/3694', 'timeout'),
  proxied('Just a moment...', 200, 'https://github.com/vitali87/code-graph-rag/issues/142', 'malformed'),
  {
    name: 'plain text with an error status',
    server: 'Cloudflare Workers',
    source: 'https://github.com/fatwang2/search2ai/issues/12',
    whole: {
      played: { status: 522, headers: { 'content-type': 'text/plain' }, pieces: ['error code: 522'] },
      seen: 'timeout',
    },
    stream: {
      played: { status: 522, headers: { 'content-type': 'text/plain' }, pieces: ['error code: 522'] },
      seen: 'timeout',
    },
  },
  {
    name: 'events as application/json',
    server: 'vllm-ascend 0.12 proxy',
    source: 'https://github.com/vllm-project/vllm-ascend/pull/5033',
    stream: { played: typed('application/json', ...GOOD), seen: 'whole' },
  },
  {
    name: 'events as text/html, an answer as text/html',
    server: 'PHP proxies',
    source: 'https://github.com/shuv1337/oc-web/issues/143',
    stream: { played: typed('text/html; charset=UTF-8', ...GOOD), seen: 'whole' },
    whole: { played: typed('text/html; charset=UTF-8', BODY), seen: 'whole' },
  },
  {
    name: 'no content type at all',
    server: 'home-made servers',
    source: 'https://github.com/langgenius/dify/issues/4120',
    stream: { played: { pieces: GOOD }, seen: 'whole' },
    whole: { played: { pieces: [BODY] }, seen: 'whole' },
  },
  {
    name: 'empty lines before the answer',
    server: 'DeepSeek under load',
    source: 'https://github.com/AstrBotDevs/AstrBot/issues/261',
    stream: { played: sse('\n\n', 10, '\n', ...GOOD), seen: 'whole' },
    whole: {
      played: { headers: { 'content-type': 'application/json' }, pieces: ['\n', 10, '\n\n', BODY] },
      seen: 'whole',
    },
  },
  {
    name: 'a byte order mark',
    server: '.NET servers',
    source: SSE,
    stream: { played: sse('\ufeff', ...GOOD), seen: 'whole' },
    whole: { played: json(`\ufeff${BODY}`), seen: 'whole' },
  },
  bytes('CRLF', 'IIS and Azure functions', SSE, ...GOOD.map((event) => event.replaceAll('\n', '\r\n'))),
  bytes('CR alone', 'the specification', SSE, ...GOOD.map((event) => event.replaceAll('\n', '\r'))),
  bytes(
    'no space after the colon',
    'TGI, Zhipu, Qianfan',
    SSE,
    ...GOOD.map((event) => event.replaceAll('data: ', 'data:')),
  ),
  bytes(
    'ids, names and retry',
    'DashScope',
    SSE,
    'retry: 3000\n\n',
    ...GOOD.map((event, at) => `id: ${at}\nevent: message\n${event}`),
  ),
  bytes(
    'JSON over several data lines',
    'the specification',
    SSE,
    HELLO.replace('"choices"', '\ndata: "choices"'),
    WORLD,
    STOP,
    DONE,
  ),
  bytes(
    'no blank line after the last event',
    'llama-cpp-python',
    'https://github.com/agentjido/req_llm/issues/462',
    ROLE,
    HELLO,
    WORLD,
    STOP.trimEnd(),
  ),
  bytes(
    'empty data frames',
    'llama.cpp',
    'https://github.com/coddy-project/coddy-agent/pull/106',
    HELLO,
    'data:\n\n',
    WORLD,
    STOP,
    DONE,
  ),
  bytes(
    'garbage after [DONE]',
    'proxies that join streams',
    'https://github.com/vllm-project/vllm/pull/378',
    ...GOOD,
    '\n\0garbage\n\ndata: {"error":{"message":"late"}}\n\n',
  ),
  {
    name: 'characters split over chunks',
    server: 'every server behind a proxy',
    source: 'https://github.com/Mintplex-Labs/anything-llm/issues/416',
    text: 'Grüße 👋 世界',
    stream: {
      played: sse(...[...Buffer.from(says('Grüße 👋 世界'))].map((byte) => Buffer.from([byte])), STOP, DONE),
      seen: 'whole',
    },
  },
  {
    name: 'a reset in the middle of the answer',
    server: 'every server',
    source: 'https://github.com/earendil-works/pi/issues/5793',
    text: 'Hello world, and more',
    stream: { played: sse(ROLE, HELLO, CUT), seen: 'broken-stream' },
    whole: {
      played: { headers: { 'content-type': 'application/json' }, pieces: [BODY.slice(0, 80), CUT] },
      seen: 'connection',
    },
  },
  {
    name: 'a reset after the finish',
    server: 'every server',
    source: 'https://github.com/earendil-works/pi/issues/5793',
    stream: { played: sse(...GOOD.slice(0, -1), CUT), seen: 'whole' },
  },
  {
    name: 'a body longer than it is said to be',
    server: 'home-made servers',
    source: 'https://www.rfc-editor.org/rfc/rfc9112#section-6.3',
    text: 'Hello world, and more',
    whole: {
      played: {
        headers: { 'content-type': 'application/json', 'content-length': '60' },
        pieces: [BODY.slice(0, 60)],
      },
      seen: 'malformed',
    },
  },
  {
    name: 'JSON cut, with a clean end',
    server: 'DeepSeek gateways after 60 s',
    source: 'https://github.com/deepseek-ai/DeepSeek-R1/issues/91',
    whole: { played: json(BODY.slice(0, 90)), seen: 'malformed' },
  },
  {
    name: 'a success without content',
    server: 'gateways',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#name-204-no-content',
    whole: { played: { status: 204, pieces: [] }, seen: 'empty' },
    stream: { played: { status: 204, pieces: [] }, seen: 'empty' },
  },
];
