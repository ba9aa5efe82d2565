import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('JSON lines on standard error, secrets and bodies left out, nothing on standard output', async () => {
  const module = new URL('../../../src/gateway/observe/log.ts', import.meta.url).href;
  const script = `
    import { createLog } from ${JSON.stringify(module)};
    const log = createLog('info');
    log.debug('not said');
    log.info({ headers: { authorization: 'Bearer sk-1' }, request: { key: 'sk-2', body: 'my prompt' }, model: 'm' }, 'said');
    log.warn({ apiKey: 'sk-3', messages: ['my prompt'] }, 'warned');`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    script,
  ]);
  expect(stdout).toBe('');
  const lines = stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ msg }) => msg)).toEqual(['said', 'warned']);
  expect(lines[0]).toMatchObject({
    model: 'm',
    headers: '[redacted]',
    request: { key: '[redacted]', body: '[redacted]' },
  });
  expect(stderr).not.toMatch(/sk-|my prompt/);
});
