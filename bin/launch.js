// Starts a command of llmr, whatever Node the host has: where it is older than 24, the Node 24 that was installed
// next to llmr (an optional dependency) is started instead. Plain old JavaScript: Node 18 must be able to run it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NEEDED = 24;
const PACKAGES = ['linux-x64', 'linux-arm64', 'win-x64'];

/** `command` is the name of a file in `src/cli`; a checkout runs its sources, an installed package what was built. */
export function launch(command) {
  const source = fileURLToPath(new URL(`../src/cli/${command}.ts`, import.meta.url));
  const built = fileURLToPath(new URL(`../dist/cli/${command}.js`, import.meta.url));
  const entry = existsSync(source) ? source : built;
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
    process.argv[1] = entry;
    return import(pathToFileURL(entry).href);
  }
  const node = findNode();
  if (node === undefined) {
    console.error(
      `${command} needs Node ${NEEDED} or newer; this is ${process.version} on ${process.platform}-${process.arch}, ` +
        'and no newer one is installed with it.\n' +
        `Install Node ${NEEDED}, or reinstall llmr without --omit=optional.`,
    );
    process.exit(3);
  }
  return relay(
    spawn(node, [...process.execArgv, entry, ...process.argv.slice(2)], { stdio: 'inherit' }),
    node,
  );
}

function findNode() {
  const require = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `${platform}-${process.arch}`;
  if (PACKAGES.indexOf(name) < 0) return undefined;
  try {
    return require.resolve(`node-${name}/bin/node${platform === 'win' ? '.exe' : ''}`);
  } catch {
    return undefined;
  }
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
    console.error(`cannot start ${node}: ${error.message}`);
    process.exit(3);
  });
  child.on('exit', (code, signal) => {
    process.exit(code === null ? 128 + (constants.signals[signal] || 0) : code);
  });
}
