/**
 * What is proved and what is refuted, held against the running service: a counterexample is sent as a request over HTTP,
 * and pasted as the printed command; what is proved is tried with requests at the edges of every window and condition.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answerOf, breaks, type Told } from '../support/claims/claim-answers.ts';
import { type ClaimedPolicy, claimedPolicy } from '../support/claims/claim-policies.ts';
import { type HttpRequest, requestOf } from '../support/claims/claim-requests.ts';
import { explainPrinted, type Judged, judgedClaims } from '../support/claims/judged-claims.ts';
import { randomFacts } from '../support/claims/random-facts.ts';
import { rounds } from '../support/rounds.ts';
import { type RunningGateway, runGateway } from '../support/running-gateway.ts';
import { randomFrom } from '../support/small-policy.ts';

/** Each with sixteen claims: about three are proved and eleven refuted, the others are about nobody. */
const POLICIES = rounds(480, 0.0125);
/** Requests for what is proved of one policy. */
const REQUESTS = 40;
/** Served by one gateway. */
const TOGETHER = 40;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'llmr-claims-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('says of no claim what the service does not do', async () => {
  const run = new Trial();
  for (let first = 1; first <= POLICIES; first += TOGETHER) {
    const count = Math.min(TOGETHER, POLICIES - first + 1);
    const policies = Array.from({ length: count }, (_, at) =>
      claimedPolicy(randomFrom(first + at), `p${first + at}`),
    );
    await run.policies(policies);
  }
  process.stdout.write(`claims: ${JSON.stringify(run.counts)}\n`);
  expect(run.faults).toEqual([]);
  // What nobody can send, or only under an assumption, is the exception.
  expect(run.counts.sent).toBeGreaterThan(0.9 * run.counts.refuted);
  expect(run.counts.proved).toBeGreaterThanOrEqual(2 * POLICIES);
  expect(run.counts.sent).toBeGreaterThanOrEqual(5 * POLICIES);
}, 1_800_000);

class Trial {
  readonly counts = { proved: 0, refuted: 0, vacuous: 0, sent: 0, assuming: 0, unsendable: 0, requests: 0 };
  readonly faults: string[] = [];
  #gateway: RunningGateway | undefined;

  async policies(policies: readonly ClaimedPolicy[]): Promise<void> {
    for (const { name, policy, tests } of policies) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, `${name}.route`), policy);
      await writeFile(join(folder, name, `${name}.test.route`), tests);
    }
    const files = Object.fromEntries(policies.map(({ name, policy }) => [`${name}.route`, policy]));
    this.#gateway = await runGateway(files, {}, undefined, {
      predicates: { vip: ({ headers }) => headers['x-vip'] === 'yes' },
    });
    // Only now: a service tries policies against the clock before it takes them.
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      for (const policy of policies) await this.#policy(policy);
    } finally {
      vi.useRealTimers();
      await this.#gateway.close();
    }
  }

  async #policy(policy: ClaimedPolicy): Promise<void> {
    const judged = await judgedClaims(folder, policy);
    for (const one of judged) {
      this.counts[one.verdict] += 1;
      if (one.verdict === 'refuted') await this.#refuted(policy, one);
    }
    const others = judged.filter(({ verdict }) => verdict !== 'refuted');
    await this.#proved(policy, others);
  }

  async #refuted(policy: ClaimedPolicy, { claim, facts, message, isAssumed }: Judged): Promise<void> {
    if (isAssumed) {
      this.counts.assuming += 1;
      return;
    }
    const where = `${policy.name} ${claim.title}`;
    const pasted = await explainPrinted(folder, policy, message);
    if (!breaks(claim, pasted)) this.faults.push(`${where}: pasted, ${JSON.stringify(pasted)}: ${message}`);
    const request = requestOf(policy, facts);
    if ('because' in request) {
      this.counts.unsendable += 1;
      return;
    }
    const told = await this.#send(request);
    this.counts.sent += 1;
    const unmet = claim.when.filter((condition) => !condition.holds(request.sent));
    if (unmet.length > 0) this.faults.push(`${where}: not ${unmet.map(({ words }) => words)}: ${message}`);
    if (!breaks(claim, told)) this.faults.push(`${where}: sent, ${JSON.stringify(told)}: ${message}`);
  }

  async #proved(policy: ClaimedPolicy, claims: readonly Judged[]): Promise<void> {
    if (claims.length === 0) return;
    const random = randomFrom(Number(policy.name.slice(1)) + 10_000);
    for (let tried = 0; tried < REQUESTS; tried += 1) {
      const request = requestOf(policy, randomFacts(random, policy));
      if ('because' in request) continue;
      const told = await this.#send(request);
      this.counts.requests += 1;
      for (const { claim, verdict } of claims) {
        if (!claim.when.every((condition) => condition.holds(request.sent))) continue;
        if (verdict === 'proved' && !breaks(claim, told)) continue;
        const sent = JSON.stringify({ ...request.sent, text: request.sent.text.slice(0, 20) });
        this.faults.push(`${policy.name} ${claim.title} is ${verdict}: ${JSON.stringify(told)} of ${sent}`);
      }
    }
  }

  async #send(request: HttpRequest): Promise<Told> {
    vi.setSystemTime(request.at);
    return answerOf(this.#gateway?.url ?? '', request);
  }
}
