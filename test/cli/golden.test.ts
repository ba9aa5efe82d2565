/**
 * Transcripts: `test/golden/cli/*.txt` hold commands (`$ llmr …`, `$ echo '…' > FILE`) and what they print, in a copy of the folder that
 * the first line names. UPDATE_GOLDEN=1 rewrites them; they are read in review.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, ROOT } from './run-in-folder.ts';

const GOLDEN = join(ROOT, 'test/golden/cli');

/** Words of a command line; quotes keep blanks together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
}

/** Figures that move with every change in how intents are learnt; tests of heads look at them. */
const SECONDS = /(mutants of .*) in [\d.]+s/g;
const CALIBRATED = /\d\.\d\d \(needs \d\.\d\d\)/g;

async function transcribe(text: string): Promise<string> {
  const [head = '', ...lines] = text.split('\n');
  const place = folder(/^# folder: (\S+)$/.exec(head)?.[1]);
  try {
    const parts = [head];
    for (const line of lines.filter((each) => each.startsWith('$ '))) {
      const [, text, name] = /^\$ echo '(.*)' > (\S+)$/.exec(line) ?? [];
      if (text !== undefined && name !== undefined) {
        place.write(name, `${text}\n`);
        parts.push('', line);
        continue;
      }
      const [program, ...argv] = wordsOf(line.slice(2));
      const { code, out, err } = await place.run(...(program === 'llmr' ? argv : [program ?? '', ...argv]));
      parts.push(
        '',
        line,
        ...(out === '' ? [] : [out.trimEnd()]),
        ...(err === '' ? [] : ['(stderr)', err.trimEnd()]),
      );
      if (code !== 0) parts.push(`(exit ${code})`);
    }
    const said = parts.join('\n').replace(CALIBRATED, '#.## (needs #.##)').replace(SECONDS, '$1 in #s');
    return `${said}\n`;
  } finally {
    place.remove();
  }
}

describe('the command line', () => {
  it.each(readdirSync(GOLDEN).filter((name) => name.endsWith('.txt')))('%s', async (name) => {
    const path = join(GOLDEN, name);
    const before = readFileSync(path, 'utf8');
    const now = await transcribe(before);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, now);
    else
      expect(now, 'UPDATE_GOLDEN=1 writes what is said now; read the difference before you commit it').toBe(
        before,
      );
  });
});
