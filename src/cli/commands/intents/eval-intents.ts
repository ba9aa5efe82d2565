/** `llmr intents eval FILE`: measures a policy's intents, or a file's, on texts that they were not trained on. */
import type { Head, IntentReading } from '../../../language/heads/head.ts';
import { NGRAMS_ENCODER, WORDS_ENCODER } from '../../../language/heads/head.ts';
import type { JudgedReading } from '../../../language/heads/judge-readings.ts';
import { jobOfRows, type LabelledRow, readLabelledRows } from '../../../language/heads/labelled-rows.ts';
import { readIntent } from '../../../language/heads/read-intent.ts';
import { textsToEncode } from '../../../language/heads/texts-to-encode.ts';
import { trainingJob } from '../../../language/heads/training-job.ts';
import { cachedEncoding } from '../../../meaning/cached-encoding.ts';
import { ENCODER_FORMS, encodingId, openEncodingAside } from '../../../meaning/open-encoding.ts';
import { createSecondLook, type SecondLook } from '../../../meaning/second-look.ts';
import type { TextEncoding } from '../../../meaning/text-encoding.ts';
import { trainHeads } from '../../../meaning/train-heads.ts';
import { isUseLiteInstalled, USE_LITE, USE_LITE_MISSING } from '../../../meaning/use-lite.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { choosePolicy } from '../../input/choose-policy.ts';
import { configuredEncoder } from '../../input/configured-meaning.ts';
import { readText, writeText } from '../../input/files.ts';
import { type Terminal, usageError } from '../../terminal.ts';
import { type Evaluation, evaluationJson, evaluationSvg, evaluationText } from './report-eval.ts';
import { groupOf, trainedSet } from './trained-groups.ts';

export interface EvalOptions {
  readonly examples?: string;
  readonly group?: string;
  readonly model?: string;
  readonly encoder?: string;
  readonly encoderKey?: string;
  readonly secondLook?: true;
  readonly misread: string;
  readonly svg?: string;
  readonly json?: true;
  readonly policies?: string;
  readonly data: string;
}

/** A measurement has no deadline: it measures the second look, not this machine's load. */
const PATIENCE_MS = 60_000;

type Reader = (text: string) => IntentReading | Promise<IntentReading>;

export async function evalIntents(terminal: Terminal, file: string, options: EvalOptions): Promise<ExitCode> {
  if (!/^\d+$/.test(options.misread))
    return usageError(terminal, `--misread takes a whole number, not "${options.misread}"`);
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
    report(terminal, options, await evaluationOf(head, judged, readerOf(head, encoding, look), trainedMs));
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
    curves: () => false,
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

async function evaluationOf(
  head: Head,
  rows: readonly LabelledRow[],
  read: Reader,
  trainedMs: number,
): Promise<Evaluation> {
  const judged: JudgedReading[] = [];
  const times: number[] = [];
  for (const row of rows) {
    const began = performance.now();
    const reading = await read(row.text);
    times.push(performance.now() - began);
    judged.push({ row, reading });
  }
  return { head, judged, times, trainedMs };
}

function report(terminal: Terminal, options: EvalOptions, evaluation: Evaluation): void {
  if (options.svg !== undefined) writeText(options.svg, evaluationSvg(evaluation));
  terminal.out(
    options.json === true ? evaluationJson(evaluation) : evaluationText(evaluation, Number(options.misread)),
  );
}
