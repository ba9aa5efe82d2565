/**
 * The two proxies that llmr is compared with, each in a process of its own: `bare` is node:http and undici's
 * `Pool.dispatch` with raw bytes, the least that a proxy in Node can do; `koa` also has Koa, a router, and splices the
 * model's name into the body. Usage: `node simple-proxy.ts KIND UPSTREAM`. Prints its address.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import Koa from 'koa';
import { Pool } from 'undici';

const [kind = '', upstream = ''] = process.argv.slice(2);
const pool = new Pool(upstream, { connections: 64, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
const server = createServer(kind === 'koa' ? koa() : (req, res) => relay(req, res, (body) => body));
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', 4_096, () =>
  console.log(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
process.on('SIGTERM', () => process.exit());

function koa(): ReturnType<Koa['callback']> {
  const app = new Koa();
  const router = new Router();
  router.post('/v1/chat/completions', (ctx) => {
    ctx.respond = false;
    relay(ctx.req, ctx.res, splice);
  });
  app.use(router.routes());
  app.use(router.allowedMethods());
  return app.callback();
}

function splice(body: Buffer): Buffer {
  const from = body.indexOf('"model":"') + '"model":"'.length;
  const to = body.indexOf('"', from);
  return Buffer.concat([body.subarray(0, from), Buffer.from('bench-large'), body.subarray(to)]);
}

function relay(req: IncomingMessage, res: ServerResponse, edit: (body: Buffer) => Buffer): void {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => {
    const [first = Buffer.alloc(0)] = chunks;
    const body = edit(chunks.length > 1 ? Buffer.concat(chunks) : first);
    const headers = { 'content-type': 'application/json' };
    pool.dispatch(
      { method: 'POST', path: req.url ?? '/', headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart(_, status, { 'content-type': type, 'content-length': length }) {
          res.writeHead(status, {
            'content-type': String(type),
            ...(length === undefined ? {} : { 'content-length': String(length) }),
          });
        },
        onResponseData: (_, chunk) => void res.write(chunk),
        onResponseEnd: () => void res.end(),
        onResponseError: () => void res.destroy(),
      },
    );
  });
}
