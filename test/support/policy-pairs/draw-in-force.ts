/** Clauses that a test expects to be in force: every spelling of the grammar. Whether they hold is not asked. */
import * as v from './draw.ts';
import { type Draw, quoted } from './draw.ts';

/** One of the clauses, each as likely as the others. */
export const drawInForce = (draw: Draw): string => draw.one(CLAUSES)(draw);

const sentence = (draw: Draw): string => quoted(draw.one(v.SENTENCES));

const CLAUSES: readonly ((draw: Draw) => string)[] = [
  ...['', 'connect ', 'first token ', 'idle ', 'ending ', 'whole '].map(
    (which) => (draw: Draw) => `${which}within ${draw.one(v.TIMES)}`,
  ),
  (draw) => `hedge after ${draw.one(v.TIMES)}`,
  (draw) => `wait up to ${draw.one(v.TIMES)}`,
  ...['prepend', 'append', 'replace'].map((how) => (draw: Draw) => `system ${how} ${sentence(draw)}`),
  (draw) => `set temperature ${draw.one(['0.2', '0.7', '1'])}`,
  (draw) => `cap output ${draw.one(v.OUTPUTS)}`,
  (draw) => `trim history to ${draw.one(v.TOKENS)}`,
  (draw) => `drop ${draw.one(['images', 'tools'])}`,
  (draw) => `json schema ${draw.one(['"./reply.json"', '"./other.json"'])}`,
  ...['', 'not '].flatMap((not) => [
    (draw: Draw) => `${not}contains ${sentence(draw)}`,
    (draw: Draw) => `${not}matches ${draw.one(v.PATTERNS)}`,
  ]),
  (draw) => `length up to ${draw.one(v.TOKENS)}`,
  ...['try next', 'refuse'].map((then) => () => `on failure ${then}`),
  (draw) => `on failure retry ${draw.one(['1', '2'])}`,
  ...['continue', 'restart', 'error'].map((then) => () => `on broken stream ${then}`),
  () => 'hold until complete',
  (draw) => `limit ${draw.one(['$50/day per team', '2M tokens/month per key', '60 requests/min per user'])}`,
  (draw) => `warn at ${draw.one(v.PERCENTS)}`,
  (draw) => `zone ${quoted(draw.one(v.ZONES))}`,
  (draw) => `is ${quoted(draw.one(v.WORDS))} on lab`,
  (draw) => `at ${draw.one(['"https://one.example/v1"', '"https://two.example/v1"'])}`,
  (draw) => `key env ${draw.one(['LAB_API_KEY', 'HOUSE_API_KEY'])}`,
  (draw) => `speaks ${draw.one(['openai', 'simulated', 'azure'])}`,
  (draw) => `api version ${draw.one(['"2024-10-21"', '"2025-01-01"'])}`,
  (draw) => `within region ${draw.one(['eu', 'us'])}`,
  (draw) => `mirror ${draw.one(v.PERCENTS)} to ${draw.one(v.MODELS)}`,
  (draw) => `steps ${draw.one(v.PERCENTS)}`,
  (draw) => `steps ${draw.one(v.PERCENTS)} after ${draw.one(v.LONG_TIMES)}`,
  (draw) =>
    `abort when ${draw.one(['error rate over 3%', 'p95 latency over 6s'])} for ${draw.one(v.LONG_TIMES)}`,
];
