import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIBRARY } from '../../../src/language/library/index.ts';
import { type Folder, folder } from '../run-in-folder.ts';

let place: Folder;
beforeEach(() => {
  place = folder('test/support/example/first');
});
afterEach(() => place.remove());

describe('llmr intents library', () => {
  it('lists every intent with its version, examples, languages and meaning', async () => {
    const { code, out } = await place.run('intents', 'library');
    expect(code).toBe(0);
    for (const { name, version, like, means } of LIBRARY)
      expect(out).toMatch(
        new RegExp(`^${name} +@${version} +${like.length} examples +en, .* ${means}$`, 'm'),
      );
    const listed = JSON.parse((await place.run('intents', 'library', '--json')).out);
    expect(listed).toMatchObject({ version: 1, library: 'llmr:intents' });
    expect(listed.intents).toHaveLength(LIBRARY.length);
    for (const { languages } of listed.intents) expect(languages.length).toBeGreaterThanOrEqual(5);
  });

  it('prints one as a policy would declare it', async () => {
    const { out } = await place.run('intents', 'library', 'legal@1');
    expect(out).toMatch(/^# llmr:intents, version 1\nintent legal \{\n {2}means ".*"\n {2}like "/);
    const legal = LIBRARY.find(({ name }) => name === 'legal');
    const json = JSON.parse((await place.run('intents', 'library', 'legal', '--json')).out);
    expect(json).toMatchObject({ name: 'legal', intentVersion: 1, like: legal?.like, not: legal?.not });
  });

  it('says what it has where a name or a version is unknown', async () => {
    const unknown = await place.run('intents', 'library', 'law');
    expect(unknown).toMatchObject({ code: 2, out: '' });
    expect(unknown.err).toContain(
      'error: the library has no intent law; did you mean legal?\n  help: it has ',
    );
    const version = await place.run('intents', 'library', 'legal@7');
    expect(version.err).toBe(
      'error: the library does not have that version of legal\n  help: it has version 1\n',
    );
  });
});

describe('a policy whose only intents are imported', () => {
  it('is read like any other', async () => {
    place.write(
      'chat.route',
      [
        'policy chat edition 1 { serves "chat" }',
        'import intent small-talk from "llmr:intents@1"',
        'provider sim { speaks simulated }',
        'model m { is "m" on sim }',
        'route talk { when intent is small-talk use m }',
        'otherwise { refuse 404 "No." }',
        '',
      ].join('\n'),
    );
    const explained = await place.run(
      'intents',
      'explain',
      'hi, how are you today?',
      '--policies',
      'chat.route',
    );
    expect(explained.out).toMatch(/^intent is small-talk: /);
    const checked = await place.run('intents', 'check', 'chat.route');
    expect(checked.out).toMatch(/^ {2}small-talk: .* \(llmr:intents\/small-talk@1\)$/m);
  });
});
