/**
 * `node --import` this: when the process ends, the modules that it loaded are written to the file descriptor 3, one
 * address per line. CommonJS modules that `require` loads are included.
 */
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

const loaded = new Set();
registerHooks({
  load(url, context, next) {
    loaded.add(url);
    return next(url, context);
  },
});
process.on('exit', () => writeSync(3, [...loaded].join('\n')));
