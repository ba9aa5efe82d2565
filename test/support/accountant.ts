/**
 * Random traffic through llmr to a provider that bills by its own rules, and what both say of it afterwards, request by
 * request and team by team.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { AttemptDocument } from '../../src/language/explaining/decision-document.ts';
import { HONEST, startBillingProvider, TREATMENTS, type Treatment } from './billing-provider.ts';
import { type RunningGateway, runGateway } from './running-gateway.ts';

/** One request, as both sides have it. Dollars. */
export interface Entry {
  readonly treatment: Treatment;
  readonly left: boolean;
  readonly stream: boolean;
  readonly status: number;
  readonly billed: number;
  readonly booked: number;
  readonly notes: readonly string[];
  readonly team: string;
  readonly id: string;
}

export interface Audit {
  readonly entries: readonly Entry[];
  /** Percent of each team's budget that llmr's books hold. */
  readonly usedPercent: ReadonlyMap<string, number>;
  readonly cap: number;
}

export interface AuditOptions {
  readonly requests: number;
  readonly seed: number;
  readonly teams: number;
  /** Dollars a team. */
  readonly cap: number;
}

export function isHonest({ treatment, left }: Entry): boolean {
  return HONEST.has(treatment) && !left;
}

export async function audit({ requests, seed, teams, cap }: AuditOptions): Promise<Audit> {
  const provider = await startBillingProvider();
  const llmr = await runGateway({ 'p.route': policy(provider.url, cap) }, { storeWaitMs: 5_000 });
  try {
    const random = mulberry32(seed);
    const asked = Array.from({ length: requests }, (_, index) => askedFor(index, random, teams));
    const seen: { treatment: Treatment; left: boolean; stream: boolean; status: number; team: string }[] = [];
    const ids = new Map<string, (typeof seen)[number]>();
    await inParallel(asked, 24, async (one) => {
      const told = {
        treatment: one.treatment,
        left: one.left,
        stream: one.stream,
        team: one.team,
        status: 0,
      };
      const marker = { ...told };
      seen.push(marker);
      const id = await send(llmr, one, marker);
      if (id !== undefined) ids.set(id, marker);
    });
    await pause(1_200);
    const entries: Entry[] = [];
    for (const [id, bills] of provider.bills) {
      const document = await decisionOf(llmr, id);
      const marker = ids.get(id);
      entries.push({
        treatment: bills[0]?.treatment ?? 'honest',
        team: bills[0]?.team ?? '',
        left: marker === undefined || marker.left,
        stream: marker?.stream ?? false,
        status: marker?.status ?? 0,
        billed: bills.reduce((sum, { dollars }) => sum + dollars, 0),
        booked: document.reduce((sum, { costUsd = 0 }) => sum + costUsd, 0),
        notes: document.flatMap(({ usageNote }) => usageNote ?? []),
        id,
      });
    }
    const usedPercent = new Map(
      llmr.gateway.service.budgets.buckets().map(({ bucket, usedPercent: used }) => [bucket.slice(5), used]),
    );
    return { entries, usedPercent, cap };
  } finally {
    await llmr.close();
    await provider.close();
  }
}

interface Asked {
  readonly treatment: Treatment;
  readonly left: boolean;
  readonly stream: boolean;
  readonly team: string;
  readonly body: object;
}

const PROMPT =
  'please tell me what you know of this and of that as well as you can and not more than that '.split(' ');

function askedFor(index: number, random: () => number, teams: number): Asked {
  const below = (most: number): number => Math.floor(random() * most);
  const treatment = TREATMENTS[below(TREATMENTS.length)] ?? 'honest';
  const stream = random() < 0.5;
  // Of a stream that is left llmr charges what was seen: thoughts that nobody sees and no usage tells are not in it.
  const mayLeave =
    treatment !== 'silent' && treatment !== 'fails' && !(stream && treatment.startsWith('thinks'));
  const left = random() < 0.1 && mayLeave;
  const team = `t${below(teams)}`;
  const words = below(120) + (left ? 80 : 1);
  const filler = Array.from({ length: below(200) }, () => PROMPT[below(PROMPT.length)]).join(' ');
  const content = `how=${treatment} case=${index} team=${team} words=${words}${left ? ' slow' : ''} ${filler}`;
  const parts = [{ type: 'text', text: content }];
  const image = { type: 'image_url', image_url: { url: 'https://example.com/cat.png' } };
  return {
    treatment,
    left,
    stream,
    team,
    body: {
      model: treatment === 'silent' ? 'quick' : 'usual',
      messages: [{ role: 'user', content: random() < 0.2 ? [...parts, image] : content }],
      stream,
      ...(random() < 0.3 ? { n: 1 + below(4) } : {}),
      ...(random() < 0.6
        ? { [random() < 0.5 ? 'max_tokens' : 'max_completion_tokens']: 1 + below(300) }
        : {}),
      // Who lies about what nobody sees cannot be found out.
      ...(random() < 0.1 && treatment !== 'says-little'
        ? {
            prediction: {
              type: 'content',
              content: Array.from({ length: below(30) }, () => 'predicted').join(' '),
            },
          }
        : {}),
    },
  };
}

/** The id of the decision, where its headers came. */
async function send(
  llmr: RunningGateway,
  one: Asked,
  marker: { status: number },
): Promise<string | undefined> {
  const leaving = new AbortController();
  if (one.left && !one.stream) setTimeout(() => leaving.abort(), 15);
  try {
    const answer = await fetch(`${llmr.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'llmr-team': one.team },
      body: JSON.stringify(one.body),
      signal: leaving.signal,
    });
    marker.status = answer.status;
    const id = answer.headers.get('llmr-decision-id') ?? undefined;
    if (one.left && one.stream && answer.status === 200) {
      await answer.body?.getReader().read();
      leaving.abort();
    } else await answer.text();
    return id;
  } catch {
    return undefined;
  }
}

async function decisionOf(llmr: RunningGateway, id: string): Promise<readonly AttemptDocument[]> {
  const admin = { key: null, keyId: null, tier: null, team: null, user: null, admin: true };
  const document = await llmr.gateway.service.findDecision(id, admin);
  return document?.attempts ?? [];
}

async function inParallel<T>(
  all: readonly T[],
  lanes: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const left = all.values();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const one of left) await work(one);
    }),
  );
}

function policy(url: string, cap: number): string {
  return `policy p edition 1 { serves "usual", "quick" }
provider bills { speaks openai at "${url}" }
model usual { is "usual" on bills  window 16k output 400  price $2 in, $10 out, $0.20 cached, $2.50 cache write, $0.002 an image  can tools, images, json }
model quick { is "quick" on bills  window 16k output 400  price $2 in, $10 out, $0.20 cached, $2.50 cache write, $0.002 an image  can tools, images, json }
chain hurried { try quick within 300ms first token within 300ms }
budget purse { limit $${cap}/day per team }
route quick { when asked for "quick" use hurried }
otherwise { use usual }
`;
}

/** A small seeded generator, so that a run can be repeated. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
