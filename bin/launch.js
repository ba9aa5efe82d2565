// Starts a command of llmr, whatever Node the host has: where it is too old, a Node that only llmr uses is started
// instead (`private-node.js` finds and installs it). Plain old JavaScript: Node 18 must be able to run it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findNode, installAtFirstStart, installNode, missingNode, NEEDED } from './private-node.js';

/** `command` is the name of a file in `src/cli`; a checkout runs its sources, an installed package what was built. */
export function launch(command) {
  if (command === 'llmr' && process.argv[2] === 'install-node' && process.argv.length === 3) {
    process.exit(installNode());
  }
  // Before the first file is loaded: without it, Node loads its TypeScript parser for that file.
  const compiled = module.enableCompileCache?.().directory;
  const source = fileURLToPath(new URL(`../src/cli/${command}.ts`, import.meta.url));
  const built = fileURLToPath(new URL(`../dist/cli/${command}.js`, import.meta.url));
  const entry = existsSync(source) ? source : built;
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
    process.argv[1] = entry;
    return import(pathToFileURL(entry).href);
  }
  const node = findNode() || installAtFirstStart(command);
  if (node === undefined) {
    console.error(missingNode(command));
    process.exit(3);
  }
  return relay(
    spawn(node, [...process.execArgv, entry, ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { NODE_COMPILE_CACHE: compiled || join(tmpdir(), 'node-compile-cache'), ...process.env },
    }),
    node,
  );
}

/** Signals go on to the child; its exit code, or the signal that ended it, becomes ours. */
function relay(child, node) {
  // A terminal sends Ctrl-C to the child as well; twice would read as "at once".
  const passed = process.stdin.isTTY ? ['SIGTERM', 'SIGHUP'] : ['SIGTERM', 'SIGHUP', 'SIGINT'];
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    process.on(signal, () => {
      if (passed.indexOf(signal) >= 0) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`error: cannot start ${node}: ${error.message}`);
    process.exit(3);
  });
  child.on('exit', (code, signal) => {
    process.exit(code === null ? 128 + (constants.signals[signal] || 0) : code);
  });
}
