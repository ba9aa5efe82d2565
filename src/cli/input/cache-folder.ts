/**
 * Where the user's caches are, as `bin/private-node.js` has it for an older Node. Undefined where the environment names
 * no place. Must not know: what is cached.
 */
import { join } from 'node:path';

export function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const { LOCALAPPDATA: local, XDG_CACHE_HOME: xdg, HOME: home } = env;
  if (platform === 'win32') return local ? join(local, 'llmr') : undefined;
  if (xdg) return join(xdg, 'llmr');
  if (!home) return undefined;
  return join(home, platform === 'darwin' ? 'Library/Caches/llmr' : '.cache/llmr');
}
