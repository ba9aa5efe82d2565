/** Where the encoder's key goes: to the encoder, which the operator has named. Knows no policy. */
import { hostOf } from '../../language/semantics/network-address.ts';

/** Hosts by variable, as `HostRules` has them. */
export function encoderHosts({
  encoder,
  encoderKey,
}: {
  readonly encoder: string;
  readonly encoderKey: string;
}): Record<string, string[]> {
  const host = hostOf(encoder);
  return host === '' ? {} : { [encoderKey]: [host] };
}
