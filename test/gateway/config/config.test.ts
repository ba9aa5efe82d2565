import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import { createEnvironment, type ReadConfig, readConfig } from '../../../src/gateway/config/config.ts';
import { CONFIG_KEY_NAMES, CONFIG_KEYS, variableOf } from '../../../src/gateway/config/config-keys.ts';
import { configSchema } from '../../../src/gateway/config/config-schema.ts';
import { wrongValues } from '../../../src/gateway/config/wrong-values.ts';

const folder = mkdtempSync(join(tmpdir(), 'llmr-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
function file(content: unknown): string {
  mkdirSync(join(folder, String(++files)));
  const path = join(folder, String(files), 'llmr.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
const faults = (read: ReadConfig): readonly string[] => (read.ok ? [] : read.faults);

describe('what holds', () => {
  test('nothing said: loopback, an embedded store, nothing simulated', () => {
    expect(readConfig({ file: file({}), variables: {} })).toEqual({
      ok: true,
      notes: [],
      config: {
        policies: 'policies',
        host: '127.0.0.1',
        port: 8787,
        data: '.llmr',
        simulate: false,
        bodyLimitBytes: 16_777_216,
        bodyMemoryBytes: 33_554_432,
        environment: ['*_API_KEY', '*_KEY'],
        keys: {},
        hosts: [],
        corsOrigins: [],
        logLevel: 'info',
        keepProviderMessages: false,
        decisions: 'all',
        decisionLogDays: 30,
        drainSeconds: 8,
        decisionLogMegabytes: 1024,
        decisionsInMemory: 10_000,
        encoder: 'words-1',
        encoderKey: 'EMBEDDINGS_API_KEY',
        encoderWaitMs: 250,
        reloadPollMs: 2000,
        reloadBudgetMs: 30_000,
        fullLoad: 100,
        stickyConversations: true,
        predicates: {},
        storeWaitMs: 250,
        workers: 1,
      },
    });
  });

  test('the command line over variables over the file over defaults', () => {
    const path = file({ port: 1001, host: '10.0.0.1', logLevel: 'warn', $schema: './x' });
    const read = readConfig({
      file: path,
      variables: {
        LLMR_PORT: '1002',
        LLMR_HOST: '10.0.0.2',
        LLMR_SIMULATE: 'true',
        LLMR_CORS_ORIGINS: 'http://a:1, https://b',
      },
      flags: { port: 1003 },
    });
    expect(read.ok && read.config).toMatchObject({
      port: 1003,
      host: '10.0.0.2',
      logLevel: 'warn',
      simulate: true,
      corsOrigins: ['http://a:1', 'https://b'],
    });
  });

  test('folders in a file are seen from the file, others from here', () => {
    const path = file({ policies: 'rules', data: '/var/lib/llmr' });
    const read = readConfig({ file: path, variables: {} });
    expect(read.ok && read.config).toMatchObject({ policies: join(path, '../rules'), data: '/var/lib/llmr' });
    const told = readConfig({ file: path, variables: { LLMR_POLICIES: 'mine' } });
    expect(told.ok && told.config.policies).toBe('mine');
  });

  test('a variable that is no key is noted, unless it is somebody’s key', () => {
    const read = readConfig({
      file: file({}),
      variables: { LLMR_PROT: '1', LLMR_TEAM_API_KEY: 'x', PATH: '/' },
    });
    expect(read.ok && read.notes).toEqual(['LLMR_PROT is not a configuration key; did you mean LLMR_PORT?']);
  });
});

describe('a value is accepted as its schema accepts it', () => {
  const validate = new Ajv2020({ allErrors: true, strict: true }).compile(configSchema());
  const values = [
    ...[
      '',
      'a',
      '*',
      'info',
      'a.example',
      'https://a.example',
      'https://a/b',
      '*_KEY',
      '10.0.0.0/8',
      'a:443',
      '::1',
    ],
    ...[0, 1, -1, 1.5, 65_535, 1e12, Number.MAX_SAFE_INTEGER, true, false, null, {}, []],
    ...[['A'], ['A', 'A'], ['a.example', ''], [1], [['a']], ['https://a'], ['https://a', 'b c']],
    ...[
      { A: ['a.example'] },
      { A: ['b c'] },
      { 'a-b': ['a'] },
      { A: 'a' },
      { A: '' },
      { 'a.b-c': './x.js' },
      { '1': 'x' },
    ],
  ];
  test.each(CONFIG_KEY_NAMES)('%s', (key) => {
    for (const value of values) {
      const fits = wrongValues(CONFIG_KEYS[key], value).length === 0;
      expect(fits, `${key}: ${JSON.stringify(value)}`).toBe(validate({ [key]: value }));
    }
  });
});

describe('what is said of a fault', () => {
  test.each<[string, unknown, string]>([
    ['a misspelt key', { prot: 1 }, '"prot" is not a configuration key; did you mean port?'],
    ['a text for a number', { port: '8787' }, '"port" must be a whole number from 0 to 65535, not "8787"'],
    ['a number out of bounds', { port: 65_536 }, '"port" must be a whole number from 0 to 65535, not 65536'],
    [
      'part of a number',
      { storeWaitMs: 1.5 },
      '"storeWaitMs" must be a whole number from 1 to 60000, not 1.5',
    ],
    ['an empty text', { data: '' }, '"data" must be a string that is not empty, not ""'],
    [
      'a wildcard origin',
      { corsOrigins: ['https://a.example', '*'] },
      '"corsOrigins" must be a list; each entry an origin such as "https://app.example.com", without a path and without wildcards, not "*"',
    ],
    [
      'an unknown level',
      { logLevel: 'loud' },
      '"logLevel" must be one of "trace", "debug", "info", "warn", "error", "silent", not "loud"',
    ],
    [
      'no list',
      { environment: '*_KEY' },
      '"environment" must be a list; each entry a name of an environment variable; * stands for any characters, ? for one character, not "*_KEY"',
    ],
  ])('%s', (_, content, message) => {
    const path = file(content);
    expect(faults(readConfig({ file: path, variables: {} }))).toEqual([`${path}: ${message}`]);
  });

  test('a key nobody could mean lists what there is', () => {
    expect(faults(readConfig({ file: file({ frobnicate: 1 }), variables: {} }))[0]).toContain(
      'there are policies, host, port',
    );
  });

  test('all faults at once', () => {
    expect(
      faults(readConfig({ file: file({ port: -1, simulate: 'yes' }), variables: { LLMR_HOST: '' } })),
    ).toHaveLength(2);
  });

  test('text that is no JSON, no object, or not there', () => {
    expect(faults(readConfig({ file: file('{"port": }'), variables: {} }))[0]).toContain('this is not JSON');
    expect(faults(readConfig({ file: file('[]'), variables: {} }))[0]).toContain('must be one object');
    expect(faults(readConfig({ file: join(folder, 'none.json'), variables: {} }))[0]).toContain(
      'there is no such file',
    );
  });

  test('variables and flags are named as they were given', () => {
    expect(
      faults(readConfig({ file: file({}), variables: { LLMR_PORT: 'x', LLMR_SIMULATE: 'maybe' } })),
    ).toEqual([
      'LLMR_PORT must be a whole number from 0 to 65535, not "x"',
      'LLMR_SIMULATE must be true or false, not "maybe"',
    ]);
    expect(faults(readConfig({ file: file({}), variables: {}, flags: { port: Number.NaN } }))).toEqual([
      '--port must be a whole number from 0 to 65535, not null',
    ]);
  });
});

test('files of predicates are seen from the configuration, and come as JSON from the environment', () => {
  const path = file({ predicates: { vip: './vip.js', far: '/srv/far.js' } });
  const read = readConfig({ file: path, variables: {} });
  expect(read.ok && read.config.predicates).toEqual({
    vip: join(dirname(path), 'vip.js'),
    far: '/srv/far.js',
  });
  const said = readConfig({ file: file({}), variables: { LLMR_PREDICATES: '{"vip": "a.js"}' } });
  expect(said.ok && said.config.predicates).toEqual({ vip: 'a.js' });
  for (const wrong of ['vip.js', '{"vip": 1}', '["vip.js"]', '{"not a name": "a.js"}']) {
    const [fault] = faults(readConfig({ file: file({}), variables: { LLMR_PREDICATES: wrong } }));
    expect(fault).toMatch(
      /^LLMR_PREDICATES must be an object of names and files, such as \{"vip": "\.\/vip\.js"\}, not /,
    );
  }
});

test('the published schema is the table of keys, and takes the defaults', () => {
  const published = readFileSync(
    new URL('../../../src/gateway/config/llmr.schema.json', import.meta.url),
    'utf8',
  );
  expect(JSON.parse(published)).toEqual(configSchema());
  const defaults = Object.fromEntries(CONFIG_KEY_NAMES.map((key) => [key, CONFIG_KEYS[key].default]));
  expect(new Ajv2020({ strict: true }).validate(JSON.parse(published), defaults)).toBe(true);
  expect(variableOf('decisionLogMegabytes')).toBe('LLMR_DECISION_LOG_MEGABYTES');
});

test('hosts are hosts, and keys name them', () => {
  const read = (values: object) => readConfig({ file: file(values), variables: {} });
  const hosts = [
    'api.example.com',
    '*.example.com:443',
    '10.0.0.0/8',
    '[fd00::1]:8000',
    'fd00::/8',
    'localhost',
  ];
  expect(read({ hosts, keys: { A_KEY: hosts } }).ok).toBe(true);
  for (const hosts of [['https://a.example'], ['a b'], ['a.example/v1'], [''], ['a..:x']])
    expect(faults(read({ hosts })), hosts[0]).toHaveLength(1);
  expect(faults(read({ keys: { A_KEY: 'a.example' } }))[0]).toContain(
    'must be an object of variables and lists',
  );
  const variables = { LLMR_KEYS: '{"A_KEY": ["a.example"]}', LLMR_HOSTS: 'a.example, 10.0.0.0/8' };
  const said = readConfig({ file: file({}), variables });
  expect(said.ok && said.config).toMatchObject({
    keys: { A_KEY: ['a.example'] },
    hosts: ['a.example', '10.0.0.0/8'],
  });
});

describe('the environment as policies see it', () => {
  const read = createEnvironment(['*_API_KEY', 'TEAM_?'], {
    OPENAI_API_KEY: ' sk-1\n',
    EMPTY_API_KEY: '',
    PRIVATE_SECRET: 's',
    TEAM_1: 't',
    TEAM_12: 'u',
  });

  test('allowed names only, and whole names', () => {
    expect(read('OPENAI_API_KEY')).toEqual({ kind: 'value', value: 'sk-1' });
    expect(read('TEAM_1').kind).toBe('value');
    for (const name of ['PRIVATE_SECRET', 'TEAM_12', 'XTEAM_1', 'OPENAI_API_KEY2'])
      expect(read(name).kind).toBe('not-allowed');
    expect(read('PRIVATE_SECRET')).toEqual({
      kind: 'not-allowed',
      because: 'policies may not read PRIVATE_SECRET; "environment" in llmr.json allows *_API_KEY, TEAM_?',
    });
  });

  test('unset and empty are absent', () => {
    for (const name of ['EMPTY_API_KEY', 'GONE_API_KEY']) {
      expect(read(name)).toEqual({ kind: 'absent', because: `${name} is not set in the environment` });
    }
  });

  test.each(['AWS_SECRET_ACCESS_KEY', 'aws_session_API_KEY', 'LLMR_ENCODER_KEY', 'llmr_API_KEY', 'Aws_KEY'])(
    '%s is nobody’s, whatever is allowed',
    (name) => {
      const all = createEnvironment(['*', name], { [name]: 'secret-value' });
      expect(all(name)).toMatchObject({
        kind: 'not-allowed',
        because: expect.stringContaining('AWS_ or LLMR_'),
      });
    },
  );
});
