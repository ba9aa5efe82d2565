// Opens an encoder from its description: `use-lite-1`, `folder:./models/NAME`, `https://HOST/v1#MODEL`. Must not
// know: what vectors are for.

import { encoderThread } from './encoder-thread.ts';
import { endpointId } from './endpoint-id.ts';
import { folderId, openFolder } from './folder-encoding.ts';
import type { TextEncoding } from './text-encoding.ts';
import { openUseLite, USE_LITE } from './use-lite.ts';

/** For an encoder at an address. */
export interface EndpointAccess {
  readonly key?: string;
  /** Allowed hosts, as in llmr.json; empty: any. */
  readonly hosts?: readonly string[];
}

const FOLDER = 'folder:';
export const ENCODER_FORMS = `${USE_LITE}, ${FOLDER}PATH, https://HOST/v1#MODEL`;

/** Undefined for other descriptions. */
export function encodingId(description: string): string | undefined {
  if (description === USE_LITE) return USE_LITE;
  if (description.startsWith(FOLDER)) return folderId(description.slice(FOLDER.length));
  const endpoint = endpointOf(description);
  return endpoint === undefined ? undefined : endpointId(endpoint.url, endpoint.model);
}

/** Loads it in this thread. Rejects with an error that names what is missing. */
export async function openEncoding(
  description: string,
  { key, hosts = [] }: EndpointAccess = {},
): Promise<TextEncoding> {
  if (description === USE_LITE) return openUseLite();
  if (description.startsWith(FOLDER)) return openFolder(description.slice(FOLDER.length));
  const endpoint = endpointOf(description);
  if (endpoint === undefined) throw new Error(`"${description}" is not an encoder; use ${ENCODER_FORMS}`);
  const { endpointEncoding } = await import('./endpoint-encoding.ts');
  return endpointEncoding({ ...endpoint, hosts, ...(key === undefined ? {} : { key }) });
}

/** For use with a busy event loop: models in a separate thread, an endpoint in this one. */
export async function openEncodingAside(
  description: string,
  access: EndpointAccess = {},
): Promise<TextEncoding> {
  const id = encodingId(description);
  if (id === undefined || endpointOf(description) !== undefined) return openEncoding(description, access);
  return encoderThread(id, description);
}

function endpointOf(description: string): { readonly url: string; readonly model: string } | undefined {
  const [, url, model] = /^(https?:\/\/[^#\s]+)#(\S+)$/.exec(description) ?? [];
  return url === undefined || model === undefined ? undefined : { url, model };
}
