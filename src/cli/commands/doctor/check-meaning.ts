/** Checks encoders for `llmr doctor`: whether those of the configuration and the policies are available. */
import type { GatewayConfig } from '../../../gateway/config/config.ts';
import type { Policy } from '../../../language/semantics/model.ts';
import { encoderFault, isBuiltIn } from '../../../meaning/encoder-fault.ts';
import { type EndpointAccess, openEncoding } from '../../../meaning/open-encoding.ts';
import { isUseLiteInstalled, USE_LITE_MISSING } from '../../../meaning/use-lite.ts';
import type { Terminal } from '../../terminal.ts';
import type { Finding } from './finding.ts';

const TRIED = 'a text to try the encoder with';

/** No findings where only the built-in encoder is used. An encoder at an address is called with one text. */
export async function checkMeaning(
  { encoder, encoderKey, hosts }: GatewayConfig,
  policies: readonly Policy[],
  env: Terminal['env'],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const tell = (state: Finding['state'], detail: string, help?: string) =>
    findings.push({ check: 'meaning', state, detail, ...(help === undefined ? {} : { help }) });
  const fault = encoderFault(encoder);
  if (fault !== undefined) tell('problem', fault, 'correct "encoder" in llmr.json');
  else if (!isBuiltIn(encoder)) {
    try {
      const encoding = await openEncoding(encoder, accessOf(env[encoderKey], hosts));
      const [vector] = await encoding.encode([TRIED]);
      await encoding.close?.();
      tell('ok', `${encoding.id} answers with ${vector?.length ?? 0} numbers per text`);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      tell('problem', why, 'policies with intents are rejected until it answers');
    }
  }
  const looking = policies.filter(({ secondLookWithin }) => secondLookWithin !== undefined);
  if (looking.length === 0) return findings;
  const names = looking.map(({ name }) => name).join(', ');
  if (isUseLiteInstalled()) tell('ok', `${names}: second looks are available`);
  else tell('warning', `${names}: intents are read without second looks`, USE_LITE_MISSING);
  return findings;
}

function accessOf(key: string | undefined, hosts: readonly string[]): EndpointAccess {
  return { hosts, ...(key === undefined ? {} : { key }) };
}
