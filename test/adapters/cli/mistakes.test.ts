import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/adapters/cli/text/usage-error.ts';
import { CONFIGURATION_FAILURES } from '../../../src/domain/failure/configuration-failures.ts';
import { AlreadyRunningError, ConfigurationError, LedgerError } from '../../../src/work/errors.ts';
import { madeUpFailure } from '../../domain/failure/made-up-failure.ts';
import { CONTOSO } from './contoso.ts';
import { typeCommand } from './desk.ts';

describe('a usage error', () => {
  it.each<[string, string]>([
    ['stauts', 'mailcertd: there is no command "stauts"; did you mean status?'],
    ['stauts --format json', 'mailcertd: there is no command "stauts"; did you mean status?'],
    ['xyzzy', 'mailcertd: there is no command "xyzzy"; see mailcertd --help'],
    ['--locael ja', 'mailcertd: there is no option "--locael"; did you mean --locale?'],
    [
      '--locale de status',
      'mailcertd: option --locale <locale>: "de" is invalid; write one of en, ja; see mailcertd --help',
    ],
    ['--config', 'mailcertd: option --config <file> requires a value; see mailcertd --help'],
    [
      'status --foramt json',
      'mailcertd status: there is no option "--foramt" (did you mean --format?); see mailcertd status --help',
    ],
    [
      'status --format yaml',
      'mailcertd status: option --format <format>: "yaml" is invalid; write one of text, json; see mailcertd status --help',
    ],
    ['status now', 'mailcertd status: too many arguments: expected 0, got 1; see mailcertd status --help'],
    [
      'scan --at yesterday',
      'mailcertd scan: option --at <time>: "yesterday" is invalid; write a timestamp, for example 2026-11-24, 2026-11-24T09:05 or 2026-11-24T09:05:03+09:00, or an offset from now, for example +30d; see mailcertd scan --help',
    ],
    [
      'scan --timeout 30d',
      'mailcertd scan: option -t, --timeout <duration>: "30d" is invalid; write 1s to 1h; see mailcertd scan --help',
    ],
    [
      'events --since 2026-02-30',
      'mailcertd events: option -S, --since <time>: "2026-02-30" is invalid; write a timestamp, for example 2026-11-24, 2026-11-24T09:05 or 2026-11-24T09:05:03+09:00, or an age, for example 24h or 7d; see mailcertd events --help',
    ],
    [
      'events --last 0',
      'mailcertd events: option -n, --last <count>: "0" is invalid; write a whole number, 1 or more; see mailcertd events --help',
    ],
    [
      'events --level bad',
      'mailcertd events: option --level <level>: "bad" is invalid; write Error, Warning or Information; see mailcertd events --help',
    ],
    ...['constructor', '__proto__'].map((level): [string, string] => [
      `events --level ${level}`,
      `mailcertd events: option --level <level>: "${level}" is invalid; write Error, Warning or Information; see mailcertd events --help`,
    ]),
    ['events shwo', 'mailcertd: there is no command "shwo"; did you mean show?'],
    [
      'events --id 1,x',
      'mailcertd events: option --id <ids>: "1,x" is invalid; write a whole number, 1 or more; see mailcertd events --help',
    ],
    [
      'events -f --until 1h',
      'mailcertd: cannot follow the event log: --until and --follow exclude each other; remove one of them',
    ],
    ['events show', 'mailcertd events show: argument record is required; see mailcertd events show --help'],
    ['events show 99', 'mailcertd: cannot find event record 99: no such record; to list them: mailcertd events'],
    [
      'events show 12014',
      'mailcertd: cannot find event record 12014: it is an event ID, not the number of a record; to list its records: mailcertd events 12014',
    ],
    [
      'events --connector intrenet',
      'mailcertd: cannot find connector "intrenet": no such name; known connectors: "Default MAIL01", "Client MAIL01", "Legacy device", "To Fabrikam"',
    ],
    [
      'events 12x',
      'mailcertd events: argument id: "12x" is invalid; write a whole number, 1 or more; see mailcertd events --help',
    ],
    ['certificates shwo', 'mailcertd: there is no command "shwo"; did you mean show?'],
    [
      'certificates --state expirng',
      'mailcertd certificates list: option --state <states>: "expirng" is invalid; did you mean expiring?; see mailcertd certificates list --help',
    ],
    [
      'certificates --fields notafter,thumb',
      'mailcertd certificates list: option --fields <fields>: "notafter,thumb" is invalid; write one or more of',
    ],
    [
      'certificates --services smpt',
      'mailcertd certificates list: option --services <services>: "smpt" is invalid; did you mean SMTP?; see mailcertd certificates list --help',
    ],
    [
      'certificates --expires-within 3w',
      'mailcertd certificates list: option --expires-within <duration>: "3w" is invalid; write a whole number and s, m, h or d, as in 90s, 15m, 24h or 30d; see mailcertd certificates list --help',
    ],
    ['connectors explian', 'mailcertd: there is no command "explian"; did you mean explain?'],
    [
      'connectors explain defualt',
      'mailcertd: cannot find connector "defualt": no such name; known connectors: "Default MAIL01", "Client MAIL01", "Legacy device", "To Fabrikam"',
    ],
    [
      'connectors explain mail.contso.com',
      'mailcertd: cannot find connector "mail.contso.com": no such name; did you mean "mail.contoso.com"?',
    ],
    [
      'events --thumbprint 77',
      'mailcertd: cannot find certificate "77": a thumbprint prefix needs at least 4 digits; give more of it',
    ],
    [
      'events --thumbprint mail.contoso.com',
      `mailcertd: "mail.contoso.com" matches more than one certificate: "${'3F2A9C41'.padEnd(40, '0')}", "${'77AA01D2'.padEnd(40, '0')}"; give more of the thumbprint`,
    ],
    ['config chekc', 'mailcertd: there is no command "chekc"; did you mean check?'],
  ])('%s: is one line, with the next step, and exit 2', async (typed, line) => {
    const { code, stdout, stderr } = await typeCommand(typed.split(' '), { world: CONTOSO });
    expect(stderr.startsWith(line)).toBe(true);
    expect(stderr.match(/\n/g)).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

const ERRORS = [
  {
    file: '/etc/mailcertd/mailcertd.yaml',
    line: 3,
    column: 1,
    failure: CONFIGURATION_FAILURES.key_misspelled({ key: '"conectors"', suggestion: 'connectors' }),
  },
  {
    file: '/etc/mailcertd/mailcertd.yaml',
    line: 9,
    column: 12,
    failure: CONFIGURATION_FAILURES.list_empty({ key: 'logs' }),
  },
];

describe('a failure', () => {
  it.each<[string, Error, number, string]>([
    [
      'a configuration with errors',
      new ConfigurationError(ERRORS),
      2,
      '/etc/mailcertd/mailcertd.yaml:3:1: unknown key "conectors"; did you mean connectors?\n/etc/mailcertd/mailcertd.yaml:9:12: logs must have at least one item\n',
    ],
    [
      'no configuration',
      new UsageError(madeUpFailure('there is no configuration')),
      2,
      'mailcertd: there is no configuration\n',
    ],
    [
      'a ledger that cannot be read',
      new LedgerError('/x', madeUpFailure('opening /x: denied')),
      1,
      'mailcertd: opening /x: denied\n',
    ],
    ['a hostile text', new UsageError(madeUpFailure('a\nb\x1b[2J')), 2, 'mailcertd: a\\x0ab\\x1b[2J\n'],
  ])('of %s is printed in plain lines', async (_, error, exit, printed) => {
    const open = async (): Promise<never> => {
      throw error;
    };
    for (const command of ['status', 'scan', 'events', 'conditions', 'connectors', 'certificates']) {
      const { code, stdout, stderr } = await typeCommand([command], { dependencies: { open } });
      expect({ code, stdout, stderr }).toEqual({ code: exit, stdout: '', stderr: printed });
    }
  });

  it('of a daemon start is printed with its reason', async () => {
    const run = async (): Promise<never> => {
      throw new AlreadyRunningError('/var/lib/mailcertd', 4711);
    };
    expect(await typeCommand(['run'], { dependencies: { run } })).toMatchObject({
      code: 1,
      stderr:
        'mailcertd: cannot lock the state directory /var/lib/mailcertd: another mailcertd (process 4711) uses it; stop that process or set another stateDirectory\n',
    });
  });

  it('shows the stack with -v', async () => {
    const open = async (): Promise<never> => {
      throw new LedgerError('/x', madeUpFailure('opening /x'), new Error('database disk image is malformed'));
    };
    const { stderr } = await typeCommand(['-v', 'status'], { dependencies: { open } });
    expect(stderr).toMatch(
      /^mailcertd: opening \/x\n {4}at .*\n(?: {4}at .*\n)*caused by database disk image is malformed\n/,
    );
  });
});

describe('a usage error in Japanese', () => {
  it.each([
    ['staus', 'mailcertd: コマンド「staus」はありません。もしかして: status\n'],
    [
      'events --lst 2',
      'mailcertd events: オプション「--lst」はありません。もしかして: --last。mailcertd events --help を参照してください\n',
    ],
    [
      'events --since yesterday',
      'mailcertd events: オプション -S, --since <time> の値「yesterday」は使用できません。2026-11-24、2026-11-24T09:05、2026-11-24T09:05:03+09:00 のような日時か、24h、7d のような経過時間を指定してください。mailcertd events --help を参照してください\n',
    ],
    [
      'events --format yaml',
      'mailcertd events: オプション --format <format> の値「yaml」は使用できません。line、classic、json、xml のいずれかを指定してください。mailcertd events --help を参照してください\n',
    ],
    [
      'certificates list --state expirng',
      'mailcertd certificates list: オプション --state <states> の値「expirng」は使用できません。もしかして: expiring。mailcertd certificates list --help を参照してください\n',
    ],
    [
      'events show',
      'mailcertd events show: 引数 record がありません。mailcertd events show --help を参照してください\n',
    ],
    ['connectors explain missing', 'mailcertd: コネクタ「missing」が見つかりません: この名前のコネクタはありません。'],
    [
      'certificates show missing',
      'mailcertd: 証明書「missing」が見つかりません: 該当する拇印、名前、ファイルがありません。',
    ],
    [
      'connectors explain --with /nowhere.pem',
      'mailcertd: シミュレーションできません (/nowhere.pem): 存在しません (ENOENT)',
    ],
    ['connectors explain --store My', 'mailcertd: シミュレーションできません: --store は'],
  ])('%s is in Japanese', async (typed, expected) => {
    const { code, stdout, stderr } = await typeCommand(['--locale', 'ja', ...typed.split(' ')], { world: CONTOSO });
    expect([code, stdout, stderr.split('\n').length]).toEqual([2, '', 2]);
    expect(stderr.startsWith(expected)).toBe(true);
  });

  it('is in the language of the configuration, once that is read', async () => {
    const { stderr } = await typeCommand(['connectors', 'explain', 'missing'], { world: CONTOSO, locale: 'ja' });
    expect(stderr).toContain('この名前のコネクタはありません');
  });
});
