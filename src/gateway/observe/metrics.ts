/**
 * Counters, gauges and histograms in one table, written as Prometheus text. Names and labels are declared here once;
 * values of labels are never taken from what a caller sent. Knows nothing of requests.
 */

type Labels = readonly string[];
interface Family {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: Labels;
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
}

/** Seconds, doubling, as the OpenTelemetry GenAI conventions recommend. */
const SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const MICRO_SECONDS = [0.000005, 0.00002, 0.0001, 0.0005, 0.002, 0.01, 0.05, 0.25];

export const METRICS = {
  llmr_requests_total: {
    kind: 'counter',
    help: 'Decided requests.',
    labels: ['policy', 'route', 'model', 'reason', 'status', 'tier'],
  },
  llmr_request_duration_seconds: {
    kind: 'histogram',
    help: 'From the first byte in to the last byte out.',
    labels: ['policy', 'route'],
    buckets: SECONDS,
  },
  llmr_decision_duration_seconds: {
    kind: 'histogram',
    help: 'Facts, graph and plan of one request.',
    labels: ['policy'],
    buckets: MICRO_SECONDS,
  },
  llmr_second_looks_total: {
    kind: 'counter',
    help: 'Second looks at borderline intents: used, late, busy, failed.',
    labels: ['outcome'],
  },
  llmr_refused_callers_total: {
    kind: 'counter',
    help: 'Requests answered with 401: missing, unknown, expired or revoked key, or not from this machine.',
    labels: ['because'],
  },
  llmr_attempts_total: {
    kind: 'counter',
    help: 'Calls to upstreams by outcome and failure class.',
    labels: ['model', 'deployment', 'outcome', 'class'],
  },
  llmr_resends_total: {
    kind: 'counter',
    help: 'Calls that one attempt sent again: on a new connection, or without a refused member.',
    labels: ['model', 'deployment'],
  },
  gen_ai_client_operation_duration_seconds: {
    kind: 'histogram',
    help: 'One attempt, from sending to its end.',
    labels: ['gen_ai_request_model'],
    buckets: SECONDS,
  },
  gen_ai_client_operation_time_to_first_chunk_seconds: {
    kind: 'histogram',
    help: 'From sending to the first content.',
    labels: ['gen_ai_request_model'],
    buckets: SECONDS,
  },
  llmr_tokens_total: {
    kind: 'counter',
    help: 'Tokens by direction.',
    labels: ['model', 'route', 'tier', 'direction'],
  },
  llmr_cost_usd_total: {
    kind: 'counter',
    help: 'US dollars by the prices of the policy, for answers, for hedges and for mirrored copies.',
    labels: ['model', 'route', 'tier', 'kind'],
  },
  llmr_reloads_total: { kind: 'counter', help: 'Policy reloads.', labels: ['result'] },
  llmr_policy_info: {
    kind: 'gauge',
    help: 'The active policies; the value is 1.',
    labels: ['policy', 'hash'],
  },
  llmr_policy_rejected: {
    kind: 'gauge',
    help: '1 while the folder holds a policy set that was rejected.',
    labels: [],
  },
  llmr_breaker_state: { kind: 'gauge', help: '0 closed, 1 half-open, 2 open.', labels: ['deployment'] },
  llmr_budget_used_percent: {
    kind: 'gauge',
    help: 'Largest share of a budget used, over its current buckets.',
    labels: ['budget'],
  },
  llmr_rollout_share_percent: {
    kind: 'gauge',
    help: 'Share of the key space on the new side of a rollout.',
    labels: ['policy', 'rollout'],
  },
  llmr_rollout_events_total: {
    kind: 'counter',
    help: 'What rollouts did: started, step, complete, aborted, paused, resumed.',
    labels: ['policy', 'rollout', 'event'],
  },
  llmr_mirrors_total: {
    kind: 'counter',
    help: 'Mirrored copies of requests, by result.',
    labels: ['policy', 'route', 'model', 'outcome'],
  },
  llmr_feedback_total: {
    kind: 'counter',
    help: 'Decisions that received feedback.',
    labels: ['policy', 'route', 'model'],
  },
  llmr_feedback_score_total: {
    kind: 'counter',
    help: 'Sum of the first score of each decision, 0 to 1 each.',
    labels: ['policy', 'route', 'model'],
  },
  llmr_decision_log_dropped_total: {
    kind: 'counter',
    help: 'Decision log lines that were dropped.',
    labels: [],
  },
} as const satisfies Record<string, Family>;

export type MetricName = keyof typeof METRICS;

interface Series {
  readonly labels: readonly string[];
  value: number;
  counts?: number[] | undefined;
  count: number;
}

export type MetricChanges = readonly (readonly [MetricName, readonly Readonly<Series>[]])[];

export interface Metrics {
  add(name: MetricName, labels: readonly string[], amount?: number): void;
  set(name: MetricName, labels: readonly string[], value: number): void;
  observe(name: MetricName, labels: readonly string[], value: number): void;
  /** Removes all series of a family, for gauges that are rewritten as a whole. */
  clear(name: MetricName): void;
  /** Every counter and histogram since the last call, which begin again at zero; for `absorb` of another process. */
  drain(): MetricChanges;
  absorb(changes: MetricChanges): void;
  text(): string;
}

/** Most series of one family; a label that grows without bound must not exhaust the service's memory. */
const MOST_SERIES = 5_000;

/** The series below some values of labels: by the value of the next label, so that no request joins them to a key. */
class SeriesTree {
  readonly series: Series[] = [];
  readonly #root: Branch = new Map();

  /** Undefined where it is new and there are too many. */
  find(labels: readonly string[]): Series | undefined {
    let branch = this.#root;
    const last = labels.length - 1;
    for (let at = 0; at < last; at += 1) {
      const label = labels[at] as string;
      let next = branch.get(label);
      if (!(next instanceof Map)) {
        if (this.#isFull) return undefined;
        next = new Map();
        branch.set(label, next);
      }
      branch = next;
    }
    const label = labels[last] ?? '';
    const known = branch.get(label);
    if (known !== undefined || this.#isFull) return known as Series | undefined;
    const made: Series = { labels, value: 0, count: 0 };
    branch.set(label, made);
    this.series.push(made);
    return made;
  }

  get #isFull(): boolean {
    return this.series.length >= MOST_SERIES;
  }
}

type Branch = Map<string, Branch | Series>;

export function createMetrics(): Metrics {
  const families = new Map<MetricName, SeriesTree>();
  function seriesOf(name: MetricName, labels: readonly string[]): Series | undefined {
    let family = families.get(name);
    if (family === undefined) {
      family = new SeriesTree();
      families.set(name, family);
    }
    return family.find(labels);
  }
  return {
    add(name, labels, amount = 1) {
      const series = seriesOf(name, labels);
      if (series !== undefined) series.value += amount;
    },
    set(name, labels, value) {
      const series = seriesOf(name, labels);
      if (series !== undefined) series.value = value;
    },
    observe(name, labels, value) {
      const series = seriesOf(name, labels);
      const buckets = (METRICS[name] as Family).buckets ?? [];
      if (series === undefined) return;
      series.counts ??= new Array<number>(buckets.length).fill(0);
      let at = 0;
      while (at < buckets.length && value > (buckets[at] as number)) at += 1;
      if (at < buckets.length) series.counts[at] = (series.counts[at] ?? 0) + 1;
      series.value += value;
      series.count += 1;
    },
    clear: (name) => void families.delete(name),
    drain() {
      const changes: [MetricName, Series[]][] = [];
      for (const [name, { series }] of families) {
        if (METRICS[name].kind === 'gauge') continue;
        const changed = series.filter(({ value, count }) => value !== 0 || count > 0);
        if (changed.length > 0) changes.push([name, changed.map(takeFrom)]);
      }
      return changes;
    },
    absorb(changes) {
      for (const [name, added] of changes) for (const more of added) addTo(seriesOf(name, more.labels), more);
    },
    text: () =>
      (Object.keys(METRICS) as MetricName[])
        .map((name) => familyText(name, families.get(name)?.series))
        .join(''),
  };
}

/** What it has counted; it begins again at zero. */
function takeFrom(series: Series): Series {
  const taken = { ...series };
  series.value = 0;
  series.count = 0;
  series.counts = undefined;
  return taken;
}

function addTo(series: Series | undefined, { value, count, counts }: Readonly<Series>): void {
  if (series === undefined) return;
  series.value += value;
  series.count += count;
  if (counts === undefined) return;
  series.counts ??= counts.map(() => 0);
  for (const [at, more] of counts.entries()) series.counts[at] = (series.counts[at] ?? 0) + more;
}

function familyText(name: MetricName, family: readonly Series[] = []): string {
  if (family.length === 0) return '';
  const { kind, help, labels, buckets = [] } = METRICS[name] as Family;
  let text = `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`;
  for (const series of family) {
    if (kind !== 'histogram') {
      text += `${name}${labelText(labels, series.labels)} ${series.value}\n`;
      continue;
    }
    let sum = 0;
    for (const [index, bound] of buckets.entries()) {
      sum += series.counts?.[index] ?? 0;
      text += `${name}_bucket${labelText([...labels, 'le'], [...series.labels, String(bound)])} ${sum}\n`;
    }
    text += `${name}_bucket${labelText([...labels, 'le'], [...series.labels, '+Inf'])} ${series.count}\n`;
    text += `${name}_sum${labelText(labels, series.labels)} ${series.value}\n`;
    text += `${name}_count${labelText(labels, series.labels)} ${series.count}\n`;
  }
  return text;
}

function labelText(names: Labels, values: readonly string[]): string {
  if (names.length === 0) return '';
  const quoted = (text: string) =>
    text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `{${names.map((name, index) => `${name}="${quoted(values[index] ?? '')}"`).join(',')}}`;
}
