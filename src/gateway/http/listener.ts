/**
 * The listener of the server. A request for an answer goes straight to the request page, through the same checks in the
 * same order as the application makes them; everything else is the application's. Holds no logic of its own.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Caller } from '../callers/authenticate.ts';
import type { CallerDialect } from '../dialects/dialect.ts';
import { CALLER_DIALECTS, servedAt } from '../dialects/dialects.ts';
import { handleRequest } from '../handle-request.ts';
import type { Exchange } from '../request/exchange.ts';
import { describeThrown } from '../secrets/describe-thrown.ts';
import type { Service } from '../service.ts';
import { createApp } from './app.ts';
import { answerThrown } from './error-answers.ts';
import { limitFields } from './harden-server.ts';
import { callerOf, guardHeaders } from './identify.ts';

export function createListener(service: Service): RequestListener {
  const app = createApp(service).callback();
  const dialects = new Map(
    CALLER_DIALECTS.flatMap((dialect) => {
      const { usualQuery } = dialect;
      const path = servedAt(dialect);
      return [path, ...(usualQuery === undefined ? [] : [path + usualQuery])].map(
        (each) => [each, dialect] as const,
      );
    }),
  );
  return (req, res) => {
    // Another spelling of the path, or another query, is left to the application.
    const dialect = req.method === 'POST' ? dialects.get(req.url ?? '') : undefined;
    if (dialect === undefined) void app(req, res);
    else void answer(new ServerExchange(req, res, dialect), service);
  };
}

async function answer(exchange: ServerExchange, service: Service): Promise<void> {
  try {
    limitFields(exchange.req);
    guardHeaders(exchange.req, exchange.res, service);
    exchange.identify(callerOf(exchange.req, service));
    await handleRequest(exchange, service);
  } catch (cause) {
    fail(exchange, cause, service);
  }
}

function fail(exchange: ServerExchange, cause: unknown, { log }: Service): void {
  try {
    answerThrown(exchange, cause, log);
  } catch (fault) {
    log.error({ error: describeThrown(fault) }, 'an error could not be answered');
    exchange.res.destroy();
  }
}

/** The answer is written by the request page alone, so there is nothing to take over. */
class ServerExchange implements Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly dialect: CallerDialect;
  #caller: Caller | undefined;

  constructor(req: IncomingMessage, res: ServerResponse, dialect: CallerDialect) {
    this.req = req;
    this.res = res;
    this.dialect = dialect;
  }

  identify(caller: Caller): void {
    this.#caller = caller;
  }

  get caller(): Caller {
    if (this.#caller === undefined) throw new Error('the caller was read before it was identified');
    return this.#caller;
  }

  takeOver(): void {}
}
