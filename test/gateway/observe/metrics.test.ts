import { expect, test } from 'vitest';
import { createMetrics, METRICS } from '../../../src/gateway/observe/metrics.ts';

test('counters, gauges and histograms as Prometheus reads them', () => {
  const metrics = createMetrics();
  metrics.add('llmr_reloads_total', ['ok']);
  metrics.add('llmr_reloads_total', ['ok'], 2);
  metrics.add('llmr_reloads_total', ['rejected']);
  metrics.set('llmr_policy_rejected', [], 1);
  metrics.set('llmr_policy_rejected', [], 0);
  metrics.observe('llmr_request_duration_seconds', ['support', 'refunds'], 0.03);
  metrics.observe('llmr_request_duration_seconds', ['support', 'refunds'], 0.01);
  metrics.observe('llmr_request_duration_seconds', ['support', 'refunds'], 1_000);
  const lines = metrics.text().split('\n');
  expect(
    lines.filter((line) => line.startsWith('llmr_reloads') || line.startsWith('llmr_policy_rejected')),
  ).toEqual([
    'llmr_reloads_total{result="ok"} 3',
    'llmr_reloads_total{result="rejected"} 1',
    'llmr_policy_rejected 0',
  ]);
  const histogram = lines.filter((line) => line.startsWith('llmr_request_duration_seconds'));
  const at = (le: string) =>
    histogram
      .find((line) => line.includes(`le="${le}"`))
      ?.split(' ')
      .at(-1);
  expect([at('0.01'), at('0.02'), at('0.04'), at('81.92'), at('+Inf')]).toEqual(['1', '1', '2', '2', '3']);
  expect(histogram.at(-2)).toBe(
    'llmr_request_duration_seconds_sum{policy="support",route="refunds"} 1000.04',
  );
  expect(histogram.at(-1)).toBe('llmr_request_duration_seconds_count{policy="support",route="refunds"} 3');
});

test('every line is one Prometheus can read, whatever stands in a label', () => {
  const metrics = createMetrics();
  metrics.add('llmr_requests_total', ['a"b\\c\nd', 'r', 'm', 'matched', '200', 'pro']);
  metrics.observe('gen_ai_client_operation_duration_seconds', ['m'], 0.2);
  const line =
    /^(?:# (?:HELP|TYPE) [a-z_:]+ .+|[a-z_:][a-z0-9_:]*(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*\})? [0-9.e+-]+)$/;
  for (const one of metrics.text().trimEnd().split('\n')) expect(one).toMatch(line);
  expect(metrics.text()).toContain('policy="a\\"b\\\\c\\nd"');
});

test('a family is forgotten as a whole, and a label that grows without bound is cut off', () => {
  const metrics = createMetrics();
  metrics.set('llmr_policy_info', ['support', 'one'], 1);
  metrics.clear('llmr_policy_info');
  metrics.set('llmr_policy_info', ['support', 'two'], 1);
  expect(metrics.text()).not.toContain('hash="one"');
  for (let index = 0; index < 10_000; index++)
    metrics.add('llmr_attempts_total', [`m${index}`, 'd', 'answered', '']);
  expect(
    metrics
      .text()
      .split('\n')
      .filter((line) => line.startsWith('llmr_attempts_total')).length,
  ).toBe(5_000);
});

test('every name keeps to the conventions: own names llmr_, counters _total, durations in seconds', () => {
  for (const [name, { kind, help, labels }] of Object.entries(METRICS)) {
    expect(name).toMatch(/^(?:llmr|gen_ai_client)_[a-z_]+$/);
    expect(name.endsWith('_total')).toBe(kind === 'counter');
    if (kind === 'histogram') expect(name).toMatch(/_seconds$/);
    expect(help).toMatch(/\.$/);
    for (const label of labels) expect(label).toMatch(/^[a-z_]+$/);
  }
});
