/**
 * One comment on a pull request that is kept up to date: found by a marker in its first line, changed in place, made
 * when it is missing. Speaks GitHub's REST API; knows no policy.
 */
export const MARKER = '<!-- llmr: what this change means -->';
const MOST_CHARACTERS = 60_000;
const MOST_PAGES = 50;

/**
 * @param {{api: string, repository: string, token: string, fetch?: typeof fetch}} github
 * @param {number} number of the pull request
 * @param {string} text Markdown
 * @param {{create: boolean}} options whether to make the comment where there is none yet
 * @returns {Promise<'created' | 'updated' | 'unchanged' | 'none'>}
 * @throws {Error} in words, with the status GitHub answered
 */
export async function putComment(github, number, text, { create }) {
  const body = `${MARKER}\n${cut(text)}`;
  const issues = `/repos/${github.repository}/issues`;
  const found = await findComment(github, `${issues}/${number}/comments`);
  if (found === undefined) {
    if (!create) return 'none';
    await call(github, 'POST', `${issues}/${number}/comments`, { body });
    return 'created';
  }
  if (found.body === body) return 'unchanged';
  await call(github, 'PATCH', `${issues}/comments/${found.id}`, { body });
  return 'updated';
}

async function findComment(github, path) {
  for (let page = 1; page <= MOST_PAGES; page++) {
    const comments = await call(github, 'GET', `${path}?per_page=100&page=${page}`);
    const found = comments.find((comment) => comment.body?.startsWith(MARKER));
    if (found !== undefined || comments.length < 100) return found;
  }
  return undefined;
}

async function call({ api, token, fetch: ask = fetch }, method, path, json) {
  const answer = await ask(`${api}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'user-agent': 'llmr-action',
      'x-github-api-version': '2022-11-28',
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text);
  let message = '';
  try {
    message = `: ${JSON.parse(text).message}`;
  } catch {
    // Said by the status alone.
  }
  throw Object.assign(new Error(`GitHub answered ${answer.status} to ${method} ${path}${message}`), {
    status: answer.status,
  });
}

function cut(text) {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}\n\n… cut: run \`llmr diff\` for all of it.\n`;
}
