/**
 * How a command encodes texts: with the encoder that `llmr.json` and `LLMR_*` name, so that lint, tests and
 * explanations match the service. Knows the configuration; no policy.
 */
import { ENOUGH_EXAMPLES } from '../../language/heads/describe-curve.ts';
import { encoderFault } from '../../meaning/encoder-fault.ts';
import { type Meaning, type MeaningOptions, openMeaning } from '../../meaning/open-meaning.ts';
import { EncodingError } from '../../meaning/text-encoding.ts';
import type { Terminal } from '../terminal.ts';
import { UsageFault } from '../usage-fault.ts';
import { isFile } from './files.ts';

/** Which heads get a learning curve, which takes as long as all else of their training. */
export type Curves = NonNullable<MeaningOptions['curves']>;

/** Those whose curve the rule few-examples shows. */
const ofFewExamples: Curves = ({ intents }) => intents.some(({ like }) => like.length < ENOUGH_EXAMPLES);

/**
 * Passes an opened encoder to `use` and closes it. `dataFolder` undefined: nothing is stored. @throws UsageFault for
 * a faulty configuration, and for an encoder that is missing or gives no vectors
 */
export async function withMeaning<T>(
  { env }: Pick<Terminal, 'env'>,
  dataFolder: string | undefined,
  use: (meaning: Meaning) => Promise<T>,
  curves: Curves = ofFewExamples,
): Promise<T> {
  const { encoder, key, hosts } = await configuredEncoder(env);
  const meaning = openMeaning({
    curves,
    ...(encoder === undefined ? {} : { encoder }),
    ...(key === undefined ? {} : { key }),
    ...(hosts === undefined ? {} : { hosts }),
    ...(dataFolder === undefined ? {} : { cacheDir: `${dataFolder}/heads` }),
  });
  try {
    return await use(meaning);
  } catch (cause) {
    throw cause instanceof EncodingError ? new UsageFault(cause.message) : cause;
  } finally {
    await meaning.close();
  }
}

/** Where nothing is configured, no configuration code is loaded, so that linting starts quickly. */
export async function configuredEncoder(env: Terminal['env']): Promise<{
  readonly encoder?: string;
  readonly key?: string | undefined;
  readonly hosts?: readonly string[];
}> {
  if (!isFile('llmr.json') && env['LLMR_ENCODER'] === undefined) return {};
  const { readConfig } = await import('../../gateway/config/config.ts');
  const read = readConfig({ variables: env });
  if (!read.ok) throw new UsageFault(read.faults.join('\n       '));
  const { encoder, encoderKey, hosts } = read.config;
  const fault = encoderFault(encoder);
  if (fault !== undefined) throw new UsageFault(`"encoder": ${fault}`);
  return { encoder, key: env[encoderKey], hosts };
}
