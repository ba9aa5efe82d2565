/** Reads the corpus: `=== title`, then a policy, with further files after lines `# file: NAME`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from '../../src/language/text/source.ts';
import { sourcesIn } from '../language/lint/lint-texts.ts';

export interface Entry {
  readonly title: string;
  readonly sources: readonly Source[];
}

export function entriesIn(folder: 'faulty' | 'clean'): Entry[] {
  const path = join(import.meta.dirname, folder);
  return readdirSync(path)
    .sort()
    .flatMap((file) =>
      readFileSync(join(path, file), 'utf8')
        .split(/^=== /m)
        .slice(1)
        .map((block) => {
          const end = block.indexOf('\n');
          const title = `${file.replace('.txt', '')}: ${block.slice(0, end)}`;
          return { title, sources: sourcesIn(block.slice(end + 1)) };
        }),
    );
}
