/**
 * What the GitHub Action does: lints with annotations, runs the policies' tests, and on a pull request keeps one
 * comment with what the change means for requests. Everything comes in by environment variables; exit 1 when lint or
 * tests fail, 0 otherwise. A comment that cannot be written is a warning: forks may not write.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { putComment } from './sticky-comment.mjs';

const { env } = process;
const policies = env.INPUT_POLICIES || 'policies';
const program = env.LLMR_PROGRAM || join(dirname(fileURLToPath(import.meta.url)), '../../src/cli/llmr.ts');

function llmr(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { out: '', err: '' };
    for (const [name, stream] of [['out', child.stdout], ['err', child.stderr]]) {
      stream.setEncoding('utf8').on('data', (text) => {
        said[name] += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 3, ...said }));
  });
}

function escaped(text) {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
function warn(text) {
  process.stdout.write(`::warning title=llmr::${escaped(text)}\n`);
}

async function lint() {
  const most = env.INPUT_MAX_WARNINGS ? ['--max-warnings', env.INPUT_MAX_WARNINGS] : [];
  const ran = await llmr('lint', '--format', 'github', ...most, policies);
  process.stdout.write(ran.out + ran.err);
  return ran.code === 0;
}

/** The text of a test report may not be read as commands. */
async function test() {
  const ran = await llmr('test', policies);
  const stop = `llmr-${process.pid}-${Date.now()}`;
  process.stdout.write(`::group::llmr test\n::stop-commands::${stop}\n${ran.out}${ran.err}::${stop}::\n::endgroup::\n`);
  if (/^no tests were found/m.test(ran.out + ran.err)) {
    warn('the policies have no tests: write NAME.test.route beside NAME.route');
    return true;
  }
  if (ran.code !== 0) process.stdout.write('::error title=llmr test::the tests of the policies failed; see the log\n');
  return ran.code === 0;
}

/** Of a pull request, or undefined. */
function pullRequest() {
  if (!env.GITHUB_EVENT_PATH) return undefined;
  const event = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8'));
  const { number, base } = event.pull_request ?? {};
  return typeof number === 'number' ? { number, base: base?.sha } : undefined;
}

async function compare(base) {
  if (!/^[\w./-]+$/.test(base) || base.startsWith('-')) return { text: '', changed: false, fault: `"${base}" is no git ref` };
  const { code, out, err } = await llmr('diff', `${base}:${policies}`, policies, '--markdown');
  if (code === 0 || code === 2) return { text: out, changed: code === 2 };
  const why = (err || out).trim().split('\n').slice(0, 20).join('\n').replace(/```/g, "'''");
  return {
    text: `### llmr\n\nThe two sides could not be compared: one of them does not compile.\n\n\`\`\`text\n${why}\n\`\`\`\n`,
    changed: true,
    fault: why.split('\n')[0],
  };
}

async function tellChange() {
  const pull = pullRequest();
  const base = env.INPUT_BASE || pull?.base;
  if (!base) return;
  const { text, changed, fault } = await compare(base);
  if (fault !== undefined) warn(`the change could not be compared with ${base}: ${fault} (was it fetched? actions/checkout takes fetch-depth: 0)`);
  if (text === '') return;
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, `${text}\n`);
  if (pull === undefined || env.INPUT_COMMENT === 'false') return;
  if (!env.INPUT_TOKEN) return warn('no token: the comment on the pull request was not written');
  const github = { api: env.GITHUB_API_URL || 'https://api.github.com', repository: env.GITHUB_REPOSITORY, token: env.INPUT_TOKEN };
  try {
    const done = await putComment(github, pull.number, text, { create: changed });
    process.stdout.write(`llmr: comment ${done}\n`);
  } catch (error) {
    warn(`the comment on the pull request was not written: ${error.message} (it needs permissions: pull-requests: write)`);
  }
}

// At the same time: each writes what it says at once, when it has ended.
const [good] = await Promise.all([Promise.all([lint(), test()]), tellChange()]);
process.exitCode = good.every(Boolean) ? 0 : 1;
