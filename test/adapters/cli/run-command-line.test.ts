import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/adapters/cli/text/usage-error.ts';
import { CONFIGURATION_FAILURES } from '../../../src/domain/failure/configuration-failures.ts';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import { ConfigurationError, LedgerError } from '../../../src/work/errors.ts';
import { madeUpFailure } from '../../domain/failure/made-up-failure.ts';
import { connector, NOON, stored, type World } from '../../domain/world.ts';
import { CONTOSO, contosoLedger } from './contoso.ts';
import { CONTOSO_FOUND } from './contoso-discovery.ts';
import { ledgerOf, typeCommand } from './desk.ts';

const PLACE = { file: '/etc/mailcertd/mailcertd.yaml', line: 3, column: 1 };
const ERROR = {
  ...PLACE,
  failure: CONFIGURATION_FAILURES.key_misspelled({ key: '"conectors"', suggestion: 'connectors' }),
};
const BAD = { code: 'bad', arguments: {} };

describe('mailcertd without a command', () => {
  const WORLD: Partial<World> = {
    now: NOON,
    connectors: [connector('Internet', 'mail.contoso.com')],
    certificates: [stored('A1', { dnsNames: ['mail.contoso.com', 'mail01.contoso.com'], notAfter: NOON + 100 * DAY })],
  };
  const line = (screen: string): string | undefined => screen.split('\n')[2];

  it('prints OK', async () => {
    const ledger = await ledgerOf([{ ...WORLD, now: NOON - MINUTE }]);
    expect(line((await typeCommand([], { world: WORLD, ledger })).stdout)).toBe(
      '  OK: the daemon is running, and no conditions are open.   mailcertd status',
    );
    expect(line((await typeCommand([], { world: WORLD, ledger, locale: 'ja' })).stdout)).toBe(
      '  問題なし: デーモンが動作中で、未解消の問題はありません。   mailcertd status',
    );
  });

  it('does not print OK while the daemon is silent', async () => {
    const ledger = await ledgerOf([WORLD]);
    expect(line((await typeCommand([], { world: { ...WORLD, now: NOON + DAY }, ledger })).stdout)).toBe(
      '  UNKNOWN: some objects cannot be checked.   mailcertd status',
    );
  });

  it.each<[string, Error | undefined, string]>([
    ['nothing has run', undefined, 'No daemon has scanned here yet.   mailcertd run'],
    [
      'there is no configuration',
      new UsageError(madeUpFailure('none')),
      'Not configured: there is no configuration file yet.   mailcertd config init',
    ],
    [
      'the configuration is faulty',
      new ConfigurationError([ERROR, ERROR]),
      'The configuration file has errors: /etc/mailcertd/mailcertd.yaml:3:1: unknown key "conectors"; did you mean connectors?   mailcertd config check',
    ],
    [
      'the log cannot be read',
      new LedgerError('/x', madeUpFailure('opening /x: denied')),
      'Open conditions are unknown: opening /x: denied   mailcertd status',
    ],
  ])('is useful if %s, with the next command', async (_, error, printed) => {
    const open = async (): Promise<never> => {
      throw error;
    };
    const { stdout, stderr, code } = await typeCommand([], {
      world: WORLD,
      dependencies: error === undefined ? {} : { open },
    });
    expect(line(stdout)).toBe(`  ${printed}`);
    expect(stdout).toContain('\nView       mailcertd scan [PATH...] ');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });
});

describe('the language', () => {
  it.each<[string, string[], Record<string, string>, 'en' | 'ja', string]>([
    ['--locale before all', ['--locale', 'ja'], { LC_ALL: 'C' }, 'en', 'イベント'],
    ['--locale after the command', ['--locale', 'en'], { LANG: 'ja_JP.UTF-8' }, 'ja', 'event'],
    ['the configuration before the environment', [], { LANG: 'en_US.UTF-8' }, 'ja', 'イベント'],
  ])('is that of %s', async (_, options, environment, locale, word) => {
    const ledger = await contosoLedger();
    const { stdout } = await typeCommand(['conditions', ...options], { world: CONTOSO, ledger, environment, locale });
    expect(stdout.split('\n')[0]).toContain(word);
  });

  it.each<[Record<string, string>, string]>([
    [{ LANG: 'ja_JP.UTF-8' }, '問題ありません'],
    [{ LC_MESSAGES: 'ja', LANG: 'en_US' }, '問題ありません'],
    [{ LC_ALL: 'C', LANG: 'ja_JP' }, ': OK'],
    [{ LC_ALL: '', LANG: 'ja_JP' }, '問題ありません'],
    [{ LANG: 'jam_JM' }, ': OK'],
    [{}, ': OK'],
  ])('comes from the environment if no configuration is read: %j', async (environment, word) => {
    expect((await typeCommand(['config', 'check'], { environment })).stdout).toContain(word);
  });
});

describe('the configuration', () => {
  it('is checked: a line for each error, exit 2; or valid, exit 0', async () => {
    const check = async () => ({ errors: [ERROR, { ...ERROR, line: 7, failure: BAD }], warnings: [] });
    const dependencies = { configuration: { ...configuration, check } };
    expect(await typeCommand(['config', 'check'], { dependencies })).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        '/etc/mailcertd/mailcertd.yaml:3:1: unknown key "conectors"; did you mean connectors?\n/etc/mailcertd/mailcertd.yaml:7:1: bad\n',
    });
    expect(await typeCommand(['--config', 'x.yaml', 'config', 'check'], {})).toMatchObject({
      code: 0,
      stdout: 'x.yaml: OK\n',
    });
    const json = await typeCommand(['config', 'check', '--format', 'json'], { dependencies });
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toEqual({
      file: ERROR.file,
      problems: [
        { ...PLACE, code: 'key_misspelled', message: 'unknown key "conectors"; did you mean connectors?' },
        { ...PLACE, line: 7, code: 'bad', message: 'bad' },
      ],
      warnings: [],
    });
  });

  it('that is valid with an advisable change has a warning on stderr', async () => {
    const check = async () => ({
      errors: [],
      warnings: [{ ...ERROR, failure: CONFIGURATION_FAILURES.yaml_invalid({ error: 'that\u001b' }) }],
    });
    const dependencies = { configuration: { ...configuration, check } };
    expect(await typeCommand(['--config', 'x.yaml', 'config', 'check'], { dependencies })).toMatchObject({
      code: 0,
      stdout: 'x.yaml: OK\n',
      stderr: 'warning: x.yaml:3:1: invalid YAML: that\\x1b\n',
    });
    const json = await typeCommand(['config', 'check', '--format', 'json'], { dependencies });
    expect(JSON.parse(json.stdout)).toMatchObject({ problems: [], warnings: [{ line: 3 }] });
  });

  it('is written to its default path, and an existing one is not overwritten', async () => {
    const written: string[] = [];
    const init = async (file: string) => {
      if (written.includes(file)) throw new UsageError(madeUpFailure(`writing ${file}: it exists`));
      written.push(file);
      return { found: CONTOSO_FOUND.slice(3), computerLine: undefined };
    };
    const type = () =>
      typeCommand(['config', 'init', '--config', 'x.yaml'], {
        dependencies: { configuration: { ...configuration, init } },
      });
    expect(await type()).toMatchObject({
      code: 0,
      stdout:
        'OpenSMTPD  not installed\ncertbot    1 store\nWritten: x.yaml\nReview the file, then run: mailcertd config check\n',
    });
    expect(await type()).toMatchObject({ code: 2, stderr: 'mailcertd: writing x.yaml: it exists\n' });
  });

  it('that is written without a computer name says in which line it is missing, also with -q', async () => {
    const init = async () => ({ found: [], computerLine: 6 });
    const type = (...argv: readonly string[]) =>
      typeCommand(['config', 'init', '--config', 'x.yaml', ...argv], {
        dependencies: { configuration: { ...configuration, init } },
      });
    const warning =
      'warning: x.yaml:6:1: computer is not set, because the FQDN of this host is unknown; config check reports an error until you set it\n';
    expect(await type()).toMatchObject({ code: 0, stderr: warning });
    expect(await type('-q')).toMatchObject({ code: 0, stdout: '', stderr: warning });
    expect((await type('--locale', 'ja')).stderr).toContain('警告: x.yaml:6:1: computer が未設定です。');
  });

  it('is printed unchanged, and so is its schema', async () => {
    const dependencies = {
      configuration: { ...configuration, show: async (file: string) => `# ${file}\nwatch: true\n` },
    };
    expect((await typeCommand(['config', 'show'], { dependencies })).stdout).toBe(
      '# /etc/mailcertd/mailcertd.yaml\nwatch: true\n',
    );
    expect((await typeCommand(['config', 'schema'], { dependencies })).stdout).toBe('{"title":"mailcertd.yaml"}\n');
  });
});

const configuration = {
  locate: (config: string | undefined) => config ?? '/etc/mailcertd/mailcertd.yaml',
  check: async () => ({ errors: [], warnings: [] }),
  show: async () => '',
  schema: async () => '{"title":"mailcertd.yaml"}\n',
  init: async () => ({ found: [], computerLine: undefined }),
};

describe('the daemon', () => {
  it.each([
    [['run'], { config: undefined, locale: undefined, verbosity: 0 }],
    [['run', '-v', '-v', '--config', 'x', '--locale', 'ja'], { config: 'x', locale: 'ja', verbosity: 2 }],
    [['-q', 'run'], { config: undefined, locale: undefined, verbosity: -1 }],
  ])('is run with the arguments %j', async (argv, expected) => {
    const asked: unknown[] = [];
    const run = async ({ config, locale, verbosity }: { config: unknown; locale: unknown; verbosity: number }) => {
      asked.push({ config, locale, verbosity });
    };
    expect(await typeCommand(argv, { dependencies: { run } })).toMatchObject({ code: 0, screen: '' });
    expect(asked).toEqual([expected]);
  });

  it('is shown with a demo, by a command that no help lists', async () => {
    let shown = 0;
    const demo = async () => {
      shown += 1;
    };
    expect(await typeCommand(['demo'], { dependencies: { demo } })).toMatchObject({ code: 0 });
    expect(shown).toBe(1);
    expect((await typeCommand(['--help'])).stdout).not.toContain('demo');
  });
});

describe('help and version', () => {
  it.each(['-V', '--version'])('%s prints the version', async (flag) => {
    expect(await typeCommand([flag])).toEqual({ code: 0, stdout: '1.2.3\n', stderr: '', screen: '1.2.3\n' });
  });

  it.each(['-h', 'status -h', 'events show --help', 'certificates --help', 'check -h', 'config -h', 'config'])(
    '%s prints help on standard output',
    async (typed) => {
      const { code, stdout, stderr } = await typeCommand(typed.split(' '));
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^Usage: mailcertd /);
    },
  );
});

describe('the open conditions', () => {
  it('are one JSON value, worst first', async () => {
    const { stdout } = await typeCommand(['conditions', '--format', 'json'], { ledger: await contosoLedger() });
    expect(JSON.parse(stdout)).toMatchObject([
      {
        eventId: 12014,
        level: 'Error',
        subject: 'Default MAIL01',
        raisedAt: '2026-11-24T10:00:00Z',
        remedy: [['mailcertd', 'certificates', 'enable', '3F2A9C41'.padEnd(40, '0'), '--services', 'SMTP']],
      },
      { eventId: 12018, level: 'Warning', facts: { notAfter: '2026-12-03T16:00:00Z' } },
      { eventId: 1200, level: 'Warning', facts: { reason: 'private-key-missing' } },
    ]);
  });

  it('are unknown before a daemon has scanned', async () => {
    const printed =
      'Open conditions are unknown, because no daemon has scanned here yet. To start one: mailcertd run\n';
    expect(await typeCommand(['conditions'])).toMatchObject({ code: 1, stdout: '', stderr: printed });
    expect(await typeCommand(['conditions', '--format', 'json'])).toMatchObject({
      ...{ code: 1, stdout: 'null\n', stderr: printed },
    });
    expect((await typeCommand(['conditions', '--locale', 'ja'])).stderr).toContain('不明です');
  });

  it('are reported as none if there are none', async () => {
    const ledger = await ledgerOf([{}]);
    expect(await typeCommand(['conditions'], { ledger })).toMatchObject({
      ...{ code: 0, stdout: '', stderr: 'No open conditions.\n' },
    });
    expect(await typeCommand(['conditions', '--locale', 'ja'], { ledger })).toMatchObject({
      stderr: '未解消の問題はありません。\n',
    });
    expect(await typeCommand(['conditions', '--format', 'json'], { ledger })).toMatchObject({
      ...{ stdout: '[]\n', stderr: '' },
    });
  });
});
