/** What `fmt` and `--fix` do to the files themselves: encodings, marks, line ends, links, modes, concurrent edits. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readSource, rewriteSource } from '../../../src/cli/input/files.ts';
import { readPolicies } from '../../../src/gateway/policies/reload/read-policies.ts';
import { type Folder, folder } from '../run-in-folder.ts';

const open: Folder[] = [];
function place(): Folder {
  const made = folder();
  open.push(made);
  return made;
}
afterEach(() => {
  for (const one of open.splice(0)) one.remove();
});

const POLICY = `policy a edition 1 {
  serves "a"
}

# caf\u00e9
provider lab {
  speaks simulated
}

model haiku {
  is "h" on lab
  window 200k output 8k
  price $1 in, $5 out
}

route long {
  because "Long."
  when tokens over 32k
   and tokens over 8k
  use haiku or refuse 413 "Too long."
}

otherwise {
  because "Everybody."
  use haiku or refuse 413 "Too long."
}
`;
const FIXED = POLICY.replace('\n   and tokens over 8k', '');
const LATIN = Buffer.from(POLICY, 'latin1');

describe('a file that is not UTF-8', () => {
  const COMMANDS = [
    ['llmr-lint', '.'],
    ['llmr-lint', '--fix', '.'],
    ['llmr-lint', '--format', 'json', 'a.route'],
    ['fmt'],
    ['fmt', '--check'],
    ['test', '.'],
    ['explain', '--policies', '.', '--message', 'x'],
    ['graph', '--policies', '.'],
    ['diff', '.', '.'],
    ['doctor', '--policies', '.'],
  ];
  it.each(COMMANDS.map((argv) => [argv.join(' '), argv] as const))('%s refuses it', async (_, argv) => {
    const at = place();
    writeFileSync(join(at.path, 'a.route'), LATIN);
    const { code, out, err } = await at.run(...argv);
    expect(out + err).toMatch(/a\.route:? is not UTF-8: line 5 has the byte 0xE9 at offset 42/);
    expect(out + err).toContain('save it as UTF-8');
    expect(code).toBeGreaterThan(0);
    expect(readFileSync(join(at.path, 'a.route'))).toEqual(LATIN);
  });

  it('is refused by the service, as are data files in another encoding', async () => {
    const at = place();
    writeFileSync(join(at.path, 'a.route'), LATIN);
    await expect(readPolicies(at.path)).rejects.toThrow('a.route is not UTF-8: line 5');
    at.write('a.route', POLICY.replace('# caf\u00e9', 'intent refund { examples from "./x.txt" }'));
    writeFileSync(join(at.path, 'x.txt'), Buffer.from('\ufeffrefund me', 'utf16le'));
    await expect(readPolicies(at.path)).rejects.toThrow('x.txt is UTF-16, not UTF-8');
    expect((await at.run('llmr-lint', '.')).err).toContain('x.txt: is UTF-16, not UTF-8');
  });

  it('is refused at a git ref', async () => {
    const at = place();
    const git = (...argv: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...argv], { cwd: at.path });
    mkdirSync(join(at.path, 'policies'));
    writeFileSync(join(at.path, 'policies/a.route'), LATIN);
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'x');
    writeFileSync(join(at.path, 'policies/a.route'), POLICY);
    expect((await at.run('diff', 'HEAD', 'policies')).err).toMatch(/a\.route at \w+: is not UTF-8: line 5/);
  });

  it('keeps `fmt` from writing the others, so that one run says one thing', async () => {
    const at = place();
    writeFileSync(join(at.path, 'b.route'), LATIN);
    at.write('a.route', POLICY.replaceAll('  ', '    '));
    expect((await at.run('fmt')).code).toBe(2);
    expect(at.read('a.route')).toBe(POLICY.replaceAll('  ', '    '));
  });
});

describe('fixing a file', () => {
  it.each([
    ['as it is', POLICY, FIXED],
    ['with CRLF', POLICY.replaceAll('\n', '\r\n'), FIXED.replaceAll('\n', '\r\n')],
    ['with CR', POLICY.replaceAll('\n', '\r'), FIXED.replaceAll('\n', '\r')],
    ['with a byte order mark', `\ufeff${POLICY}`, `\ufeff${FIXED}`],
    ['without a last line end', POLICY.trimEnd(), FIXED.trimEnd()],
  ])('keeps it %s', async (_, before, after) => {
    const at = place();
    at.write('a.route', before);
    await at.run('llmr-lint', '--fix');
    expect(readFileSync(join(at.path, 'a.route'), 'utf8')).toBe(after);
  });

  it('writes line ends as the file has them', async () => {
    const at = place();
    at.write('lib.route', 'provider lab {\n  speaks simulated\n}\nmodel haiku { is "h" on lab }\n');
    const text = 'policy a edition 1 {\r\n  serves "a"\r\n}\r\n\r\notherwise {\r\n  use haiku\r\n}\r\n';
    at.write('a.route', text);
    await at.run('llmr-lint', '--fix');
    expect(at.read('a.route')).toBe(text.replace('}\r\n', '}\r\n\r\nimport haiku from "./lib.route"\r\n'));
  });

  it('keeps links as links, and the mode, and leaves nothing behind', async () => {
    const at = place();
    at.write('real/a.route', POLICY);
    chmodSync(join(at.path, 'real/a.route'), 0o666);
    symlinkSync('real/a.route', join(at.path, 'a.route'));
    await at.run('llmr-lint', '--fix', 'a.route');
    expect(at.read('real/a.route')).toBe(FIXED);
    expect(lstatSync(join(at.path, 'a.route')).isSymbolicLink()).toBe(true);
    expect(statSync(join(at.path, 'real/a.route')).mode & 0o777).toBe(0o666);
    expect(readdirSync(join(at.path, 'real'))).toEqual(['a.route']);
  });

  it('leaves a file that somebody has changed since it was read', () => {
    const at = place();
    at.write('a.route', POLICY);
    const path = join(at.path, 'a.route');
    const source = readSource(path);
    at.write('a.route', `${POLICY}# mine\n`);
    if (source === undefined || 'why' in source) throw new Error('not read');
    expect(rewriteSource(source, FIXED, 'keep')?.why).toContain('has changed');
    expect(at.read('a.route')).toBe(`${POLICY}# mine\n`);
  });
});

describe('formatting a file', () => {
  it('drops a byte order mark, which `--check` tells', async () => {
    const at = place();
    at.write('a.route', `\ufeff${POLICY}`);
    expect(await at.run('fmt', '--check')).toMatchObject({ code: 1, out: 'a.route is not formatted\n' });
    await at.run('fmt');
    expect(readFileSync(join(at.path, 'a.route'), 'utf8')).toBe(POLICY);
    expect(await at.run('fmt', '--check')).toMatchObject({ code: 0 });
  });

  it('is written with LF', async () => {
    const at = place();
    at.write('a.route', POLICY.replaceAll('\n', '\r\n'));
    await at.run('fmt');
    expect(at.read('a.route')).toBe(POLICY);
  });
});
