/**
 * Whether a service has accounted for every request of the benchmark: its log has one record per request, each with
 * route, usage and cost, and its metrics count as many. Must not know how the requests were made.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { logTexts } from '../../../src/cli/input/log-texts.ts';
import type { DecisionLine } from '../../../src/gateway/decisions/decision-log.ts';
import { logFiles } from '../../../src/gateway/observe/log-files.ts';

export interface Records {
  readonly records: number;
  /** Without a route, usage or cost. */
  readonly incomplete: number;
  readonly bytes: number;
}

/** Of a data folder whose service has stopped. */
export async function readRecords(data: string): Promise<Records> {
  const texts = await logTexts(data);
  if (typeof texts === 'string') throw new Error(texts);
  let [records, incomplete] = [0, 0];
  for (const text of texts) {
    records += 1;
    if (!isComplete(JSON.parse(text) as DecisionLine)) incomplete += 1;
  }
  const sizes = (await logFiles(data)).map(({ name }) => statSync(join(data, name)).size);
  return { records, incomplete, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

function isComplete({ route, attempts = [] }: DecisionLine): boolean {
  const answered = attempts.find(({ outcome }) => outcome === 'answered');
  const { inputTokens = 0, outputTokens = 0, costUsd = 0 } = answered ?? {};
  return typeof route === 'string' && route !== '' && inputTokens > 0 && outputTokens > 0 && costUsd > 0;
}

/** Requests that /metrics counts; waits for as many, since an answer ends a moment before it is counted. */
export async function countedRequests(url: string, awaited: number): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const text = await (await fetch(`${url}/metrics`)).text();
    const series = [...text.matchAll(/^llmr_requests_total\{.*\} (\d+)$/gm)];
    const counted = series.reduce((sum, [, count]) => sum + Number(count), 0);
    if (counted >= awaited || tries === 20) return counted;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
