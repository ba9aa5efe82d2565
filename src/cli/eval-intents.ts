/** `llmr intents eval FILE`: measures a policy's intents, or a file's, on texts that they were not trained on. */
import type { Head, IntentReading } from '../language/heads/head.ts';
import { NGRAMS_ENCODER, WORDS_ENCODER } from '../language/heads/head.ts';
import { type JudgedReading, judgeReadings } from '../language/heads/judge-readings.ts';
import { jobOfRows, type LabelledRow, readLabelledRows } from '../language/heads/labelled-rows.ts';
import { readIntent } from '../language/heads/read-intent.ts';
import { textsToEncode } from '../language/heads/texts-to-encode.ts';
import { trainingJob } from '../language/heads/training-job.ts';
import { cachedEncoding } from '../meaning/cached-encoding.ts';
import { ENCODER_FORMS, encodingId, openEncodingAside } from '../meaning/open-encoding.ts';
import { createSecondLook, type SecondLook } from '../meaning/second-look.ts';
import type { TextEncoding } from '../meaning/text-encoding.ts';
import { trainHeads } from '../meaning/train-heads.ts';
import { isUseLiteInstalled, USE_LITE, USE_LITE_MISSING } from '../meaning/use-lite.ts';
import { choosePolicy } from './choose-policy.ts';
import type { EvalOptions } from './commands/intents.ts';
import { configuredEncoder } from './configured-meaning.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { percent, quantileOf, rounded } from './figures.ts';
import { readText } from './files.ts';
import { type Terminal, usageError } from './terminal.ts';
import { groupOf, trainedSet } from './trained-groups.ts';

/** A measurement has no deadline: it measures the second look, not this machine's load. */
const PATIENCE_MS = 60_000;

type Reader = (text: string) => IntentReading | Promise<IntentReading>;

export async function evalIntents(terminal: Terminal, file: string, options: EvalOptions): Promise<ExitCode> {
  const judged = readRows(file);
  if (typeof judged === 'string') return usageError(terminal, judged);
  const configured = await configuredEncoder(terminal.env);
  const encoder = options.encoder ?? configured.encoder ?? WORDS_ENCODER;
  const builtIn = encoder === WORDS_ENCODER || encoder === NGRAMS_ENCODER;
  const id = builtIn ? encoder : encodingId(encoder);
  if (id === undefined)
    return usageError(
      terminal,
      `"${encoder}" is not an encoder`,
      `use ${WORDS_ENCODER}, ${NGRAMS_ENCODER}, ${ENCODER_FORMS}`,
    );
  if (options.secondLook === true && !isUseLiteInstalled()) return usageError(terminal, USE_LITE_MISSING);
  const key = options.encoderKey === undefined ? configured.key : terminal.env[options.encoderKey];
  const access = {
    ...(key === undefined ? {} : { key }),
    ...(configured.hosts === undefined ? {} : { hosts: configured.hosts }),
  };
  const encoding = builtIn ? undefined : cachedEncoding(await openEncodingAside(encoder, access), 100_000);
  const second = options.secondLook === true ? await openEncodingAside(USE_LITE) : undefined;
  try {
    const began = performance.now();
    const head = await headFor(terminal, options, id, encoding, second);
    if (typeof head === 'number') return head;
    const trainedMs = performance.now() - began;
    const look = second === undefined ? undefined : createSecondLook(second);
    await report(terminal, options, head, judged, readerOf(head, encoding, look), trainedMs);
    return EXIT.clean;
  } catch (cause) {
    // What an encoder lacks is for the user to correct.
    if (encoding === undefined && second === undefined) throw cause;
    return usageError(terminal, cause instanceof Error ? cause.message : String(cause));
  } finally {
    await encoding?.close?.();
    await second?.close?.();
  }
}

function readRows(file: string): readonly LabelledRow[] | string {
  const text = readText(file);
  if (text === undefined) return `${file}: there is no such file`;
  const { rows, faults } = readLabelledRows(text);
  const [first] = faults;
  if (first !== undefined) return `${file}:${first.line} ${first.why}`;
  return rows.length === 0 ? `${file} is empty` : rows;
}

async function headFor(
  terminal: Terminal,
  options: EvalOptions,
  encoder: string,
  encoding: TextEncoding | undefined,
  second: TextEncoding | undefined,
): Promise<Head | ExitCode> {
  const training = {
    cacheDir: `${options.data}/heads`,
    ...(encoding === undefined ? {} : { encodings: [encoding] }),
    ...(second === undefined ? {} : { secondLook: second }),
  };
  if (options.examples !== undefined) {
    const examples = readRows(options.examples);
    if (typeof examples === 'string') return usageError(terminal, examples);
    const job = jobOfRows(examples, encoder);
    if (job.intents.length === 0) return usageError(terminal, `${options.examples} contains no intent`);
    return headOf(await trainHeads([job], training), job.hash);
  }
  const set = await trainedSet(
    options.policies === undefined ? [] : [options.policies],
    options.data,
    terminal,
  );
  if (set.kind !== 'trained') return set.code;
  const compiled = choosePolicy(set.policies, options.model);
  if (typeof compiled === 'string') return usageError(terminal, compiled, '--model NAME chooses the policy');
  const head = groupOf(compiled, options.group);
  if (typeof head === 'string') return usageError(terminal, head, '--group NAME chooses the group');
  const group = compiled.policy.intentGroups.get(head.group);
  if (group === undefined || (encoder === head.encoder && second === undefined)) return head;
  const texts = (examples: readonly { readonly text: string }[]) => examples.map(({ text }) => text);
  const intents = group.intents.map((intent) => ({
    ...intent,
    like: texts(intent.like),
    not: texts(intent.not),
  }));
  const job = trainingJob(group.name, intents, encoder);
  return headOf(await trainHeads([job], training), job.hash);
}

function headOf(heads: ReadonlyMap<string, Head>, hash: string): Head {
  const head = heads.get(hash);
  if (head === undefined) throw new Error('training gave no head');
  return head;
}

function readerOf(head: Head, encoding: TextEncoding | undefined, look: SecondLook | undefined): Reader {
  if (encoding !== undefined)
    return async (text) => readIntent(head, text, await encoding.encode(textsToEncode(head, text)));
  if (look === undefined) return (text) => readIntent(head, text);
  return async (text) => {
    const { reading, outcome, because } = await look.look(head, text, readIntent(head, text), PATIENCE_MS);
    if (outcome === 'failed') throw new Error(because ?? 'the second look failed');
    return reading;
  };
}

/** Usually a mistake: a misspelt name would otherwise only show up as a poor result. */
function strangers({ labels }: Head, rows: readonly LabelledRow[]): string[] {
  const named = rows.flatMap(({ intent }) => (intent === null || labels.includes(intent) ? [] : [intent]));
  if (named.length === 0) return [];
  const names = [...new Set(named)];
  const some = `${names.slice(0, 5).join(', ')}${names.length > 5 ? `, … (${names.length} names)` : ''}`;
  return [`  ${named.length} of them count as out of scope, because there is no intent ${some}`];
}

async function report(
  terminal: Terminal,
  options: EvalOptions,
  head: Head,
  rows: readonly LabelledRow[],
  read: Reader,
  trainedMs: number,
): Promise<void> {
  const readings: JudgedReading[] = [];
  const times: number[] = [];
  for (const row of rows) {
    const began = performance.now();
    const reading = await read(row.text);
    times.push(performance.now() - began);
    readings.push({ row, reading });
  }
  const { confusion, ...figures } = judgeReadings(head.labels, readings);
  const encoder = head.second === undefined ? head.encoder : `${head.encoder} + ${head.second.encoder}`;
  if (options.json === true) {
    const plain = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)]));
    const msPerPrompt = { p50: rounded(quantileOf(times, 0.5)), p99: rounded(quantileOf(times, 0.99)) };
    const trained = { intents: head.labels.length, trainedMs: Math.round(trainedMs) };
    terminal.out(
      `${JSON.stringify({ version: 1, ...plain, msPerPrompt, encoder, ...trained, confusion: confusion.slice(0, 50) })}\n`,
    );
    return;
  }
  const lines = [
    `${figures.n} texts, ${head.labels.length} intents, encoder ${encoder}`,
    ...strangers(head, rows),
    `  best intent right               ${percent(figures.accuracy)}`,
    `  read as theirs, over threshold  ${percent(figures.inScopeAccuracy)}`,
    `  in scope and rejected           ${percent(figures.rejectRate)}`,
  ];
  if (figures.oosRecall !== undefined)
    lines.push(`  out of scope and rejected       ${percent(figures.oosRecall)}`);
  if (figures.oosAuroc !== undefined)
    lines.push(`  in scope versus out of scope    AUROC ${figures.oosAuroc.toFixed(3)}`);
  lines.push(`  calibration error               ${figures.ece.toFixed(3)}`);
  lines.push(`  median time per text            ${quantileOf(times, 0.5).toFixed(2)} ms`);
  for (const { intent, readAs, count } of confusion.slice(0, 10))
    lines.push(`  ${count} of ${intent ?? 'none'} read as ${readAs ?? 'none'}`);
  terminal.out(`${lines.join('\n')}\n`);
}
