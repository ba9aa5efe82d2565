/**
 * A gateway of one file around the dispatcher: real sockets on both sides, a plan given by the test, and what it
 * recorded. Knows no policy.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openAiChat } from '../../../src/gateway/dialects/openai-chat/openai-chat.ts';
import { createDispatcher } from '../../../src/gateway/dispatch/dispatch.ts';
import type { DispatchLimits, UpstreamRoute } from '../../../src/gateway/dispatch/dispatch-settings.ts';
import type {
  AttemptRecord,
  CheckResult,
  Ending,
  Hooks,
  Outcome,
} from '../../../src/gateway/dispatch/outcome.ts';
import { createTellWords } from '../../../src/gateway/dispatch/tell-words.ts';
import { type CircuitBreakers, createCircuitBreakers } from '../../../src/gateway/health/circuit-breaker.ts';
import { createHealth } from '../../../src/gateway/health/deployment-health.ts';
import { createTextCleaner, NO_SECRETS } from '../../../src/gateway/secrets/text-cleaner.ts';
import { type Clock, systemClock } from '../../../src/gateway/upstream/clock.ts';
import { httpUpstream } from '../../../src/gateway/upstream/http-upstream.ts';
import { createOriginPools } from '../../../src/gateway/upstream/origin-pools.ts';
import type { Plan, PlannedAttempt } from '../../../src/language/planning/plan.ts';
import { DEFAULT_TRIGGERS } from '../../../src/language/semantics/failures.ts';
import type { Deadlines } from '../../../src/language/semantics/model.ts';

export const QUICK: Deadlines = {
  connect: 1_000,
  firstToken: 400,
  idle: 250,
  ending: 100,
  attempt: 600,
  whole: 3_000,
};

/** A chain over these deployments, one model each, moving on for the default triggers. */
export function chainPlan(
  deployments: readonly (string | (Partial<PlannedAttempt> & { model: string }))[],
  more: Partial<Plan> = {},
  deadlines: Deadlines = QUICK,
): Plan {
  const attempts = deployments.map((entry, index): PlannedAttempt => {
    const own = typeof entry === 'string' ? { model: entry } : entry;
    const moves: Partial<Record<(typeof DEFAULT_TRIGGERS)[number], number>> = {};
    if (index + 1 < deployments.length) for (const trigger of DEFAULT_TRIGGERS) moves[trigger] = index + 1;
    return { deployments: [own.model], deadlines, retries: 0, moves, ...own };
  });
  return {
    route: 'test',
    reason: 'matched',
    attempts,
    removed: [],
    transforms: [],
    onBrokenStream: 'error',
    holdUntilComplete: false,
    whole: deadlines.whole,
    worstCase: { attempts: 9, ms: 9_000 },
    ...more,
  };
}

export interface Gateway {
  readonly url: string;
  readonly outcomes: Outcome[];
  readonly endings: Ending[];
  /** One entry a settlement, as the record was then. */
  readonly settled: AttemptRecord[];
  readonly admitted: string[];
  readonly breakers: CircuitBreakers;
  plan: Plan;
  admit: Hooks['admit'] | undefined;
  check: ((text: string) => string | undefined) | undefined;
  close(): Promise<void>;
}

export async function startGateway(
  upstreams: Readonly<Record<string, string | Partial<UpstreamRoute>>>,
  plan: Plan,
  {
    clock = systemClock,
    ...options
  }: {
    limits?: Partial<DispatchLimits>;
    key?: string;
    clock?: Clock;
    outputLimit?: (model: string) => number | undefined;
  } = {},
): Promise<Gateway> {
  const pools = createOriginPools(clock);
  const breakers = createCircuitBreakers(clock);
  const routes = new Map<string, UpstreamRoute>();
  for (const [deployment, at] of Object.entries(upstreams)) {
    const provider = options.key === undefined ? { at: String(at) } : { at: String(at), key: options.key };
    const made = typeof at === 'string' ? { upstream: httpUpstream(provider, pools, clock) } : at;
    const { upstream } = made;
    if (upstream === undefined) throw new Error('no upstream');
    routes.set(deployment, {
      dialect: openAiChat,
      upstreamId: `up-${deployment}`,
      path: '/chat/completions',
      ...made,
      upstream,
    });
  }
  const dispatcher = createDispatcher({
    upstreamFor: (deployment) => routes.get(deployment),
    clock,
    random: () => 0.1,
    expected: (_, { inputTokens, outputTokens = 1_000 }) => ({
      reserve: { inputTokens, outputTokens },
      most: 100_000,
      onlyText: true,
      predicted: 0,
    }),
    costOf: (_, usage) => (usage.inputTokens + usage.outputTokens) / 1e6,
    breakers,
    health: createHealth(clock),
    limits: { linger: 100, ...options.limits },
    ...(options.outputLimit === undefined ? {} : { outputLimit: options.outputLimit }),
    words: createTellWords(createTextCleaner(NO_SECRETS, []), false),
  });
  const gateway: Gateway = {
    url: '',
    outcomes: [],
    endings: [],
    settled: [],
    admitted: [],
    breakers,
    plan,
    admit: undefined,
    check: undefined,
    close: async () => undefined,
  };
  const hooks: Hooks = {
    async admit(attempt, deployment) {
      gateway.admitted.push(deployment);
      if (gateway.admit !== undefined) return gateway.admit(attempt, deployment);
      return {
        ok: true,
        settle: async (record) => {
          gateway.settled.push({ ...record });
        },
      };
    },
  };
  let count = 0;
  const handle = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const json = JSON.parse(body.toString('utf8'));
    const leaving = new AbortController();
    res.on('close', () => {
      if (!res.writableFinished) leaving.abort();
    });
    count += 1;
    const outcome = await dispatcher.dispatch(
      gateway.plan,
      {
        dialect: openAiChat,
        body,
        json,
        stream: json.stream === true,
        headers: {},
        signal: leaving.signal,
        id: `request-${count}`,
        ...(gateway.check === undefined ? {} : { check: checked(gateway.check) }),
        decisionMember: ({ kind, record }) =>
          json.llmr?.decision === true ? { ending: kind, costUsd: record.costUsd } : undefined,
      },
      hooks,
    );
    gateway.outcomes.push(outcome);
    if (outcome.kind === 'answered') {
      res.writeHead(outcome.status, outcome.headers);
      gateway.endings.push(await outcome.relay(res));
    } else if (!res.destroyed) {
      const status = { failed: 502, 'not-admitted': 402, 'caller-gone': 499 }[outcome.kind];
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(JSON.stringify(outcome));
    }
  };
  const server = createServer((req, res) => {
    handle(req, res).catch((error: unknown) => {
      console.error(error);
      res.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(gateway, {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await pools.destroy();
    },
  });
}

/** One check, `words`, out of a function that says what is wrong. */
function checked(wrong: (text: string) => string | undefined): (text: string) => CheckResult[] {
  return (text) => {
    const because = wrong(text);
    return [{ check: 'words', ok: because === undefined, ...(because === undefined ? {} : { because }) }];
  };
}

export function ask(
  gateway: { url: string },
  more: Record<string, unknown> = {},
  signal?: AbortSignal,
): Promise<Response> {
  const body = JSON.stringify({
    model: 'any',
    messages: [{ role: 'user', content: 'Hello there' }],
    ...more,
  });
  return fetch(gateway.url, { method: 'POST', body, ...(signal === undefined ? {} : { signal }) });
}

export async function eventually(condition: () => boolean, ms = 5_000): Promise<void> {
  for (const until = performance.now() + ms; performance.now() < until; ) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`not within ${ms} ms: ${condition}`);
}

export interface ReadAnswer {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
  readonly llmr?: unknown;
}

export async function answerOf(response: Response): Promise<ReadAnswer> {
  return (await response.json()) as ReadAnswer;
}
