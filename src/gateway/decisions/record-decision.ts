/**
 * Records a decision: what headers need while the request is answered, and the record of which everything else is
 * derived later. Decides nothing.
 */
import { type DecisionDocument, passedOver } from '../../language/explaining/decision-document.ts';
import type { DecisionRecord } from '../../language/explaining/decision-record.ts';
import { recordedDocument, sentenceOf } from '../../language/explaining/recorded-document.ts';
import { routeNamed } from '../../language/planning/make-plan.ts';
import type { Ending, Outcome } from '../dispatch/outcome.ts';
import type { Answering } from '../request/answer.ts';
import { reasonOf } from '../request/decision-member.ts';
import type { RequestContext } from '../request/request-context.ts';
import type { Service } from '../service.ts';
import { decisionHeaders, type HeaderedDecision } from './decision-headers.ts';
import { figureNotes, makeRecord, modelOf, phrasesOf, refusedBy, type Told } from './make-record.ts';
import type { UnderWay } from './recent-decisions.ts';
import { passedOverBy } from './routes-above.ts';

export function createAnswering(service: Service, run: RequestContext, carried: Told): Answering {
  return new RecordedAnswering(service, run, carried);
}

class RecordedAnswering implements Answering, UnderWay {
  readonly #service: Service;
  readonly #run: RequestContext;
  readonly #carried: Told;
  readonly #answeredAt = performance.now();
  #status = 200;

  constructor(service: Service, run: RequestContext, carried: Told) {
    this.#service = service;
    this.#run = run;
    this.#carried = carried;
  }

  pending(status: number): void {
    const { request } = this.#run;
    this.#status = status;
    this.#service.pending(request.id, this);
  }

  unfinished(): DecisionRecord {
    return makeRecord(this.#run, this.#carried, this.#status, 'unanswered');
  }

  record(ended: Ending | 'unanswered' | 'planned', status: number): void {
    const { factsMs, decideMs } = this.#carried.choice;
    const ending = typeof ended === 'string' ? ended : ended.kind;
    this.#service.record({
      record: makeRecord(this.#run, this.#carried, status, ending),
      run: this.#run,
      decisionMs: factsMs + decideMs,
    });
  }

  document(): DecisionDocument {
    return recordedDocument(makeRecord(this.#run, this.#carried, 200, 'planned'), this.#run.serving);
  }

  headers(to: Record<string, string> = {}): Record<string, string> {
    const run = this.#run;
    const { request, serving } = run;
    const { choice, outcome } = this.#carried;
    const { factsMs, decideMs } = choice;
    const timing: Record<string, number> = { facts: factsMs, decide: decideMs };
    if (outcome !== undefined) timing['upstream'] = this.#answeredAt - request.began - factsMs - decideMs;
    const headers = decisionHeaders(
      seenBy(run, this.#carried),
      {
        trace: request.wantsTrace ? recordedDocument(this.unfinished(), serving) : undefined,
        timing,
        simulated: outcome?.kind === 'answered' && isSimulated(run, outcome),
        score: run.reading()?.reading.confidence,
      },
      Object.assign(to, run.limits.headers()),
    );
    headers['x-request-id'] = request.id;
    return headers;
  }
}

/** What headers show of a decision. */
function seenBy(run: RequestContext, carried: Told): HeaderedDecision {
  const { choice, outcome, degraded } = carried;
  const { policy, hash, lines } = run.serving;
  const { plan, decided } = choice;
  const route = routeNamed(policy, plan.route);
  if (route === undefined) throw new Error(`policy ${policy.name} has no route ${plan.route}`);
  const attempts = outcome?.attempts;
  const refused = refusedBy(choice, outcome);
  const skipped = passedOverBy(carried).passedOver;
  return {
    id: run.request.id,
    policy: { name: policy.name, hash },
    route: route.name,
    at: { file: route.at.path, line: route.at.line },
    model: modelOf(plan, outcome),
    reason: refused === undefined ? reasonOf(choice, attempts?.at(-1), degraded) : 'refused',
    explain: sentenceOf(lines.line(decided, run.known, figureNotes(run)), {
      phrases: phrasesOf(run, carried),
      refused,
      attempts,
    }),
    attempts,
    passedOver: skipped.length === 0 ? undefined : skipped.map(passedOver),
  };
}

function isSimulated({ serving }: RequestContext, { attempts }: Outcome): boolean {
  const answered = attempts.at(-1);
  return answered !== undefined && serving.simulated(answered.deployment);
}
