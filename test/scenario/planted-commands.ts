import type { PlantedScene } from './planted-scene.ts';

const EVENT_FORMATS = ['line', 'classic', 'json', 'xml'];
const TABLES = ['notifiers', 'deliveries list -n 1000', 'conditions', 'silences list', 'certificates', 'connectors'];
const SCREENS = ['status', 'config check', 'connectors explain'];
/** A notifier for each kind of failure, and some that succeed. */
const TESTED = [
  ...[
    'taken',
    'url-html',
    'token-json',
    'basic-percent',
    'moved',
    'gone',
    'absent',
    'untrusted',
    'tunnelled',
    'proxied',
  ],
  ...['too-short', 'broken-address', 'closed', 'mail-taken', 'mail-sasl', 'mail-clear', 'am-basic', 'dead', 'hooks'],
];
const SHOWN = ['taken', 'refused', 'gone', 'token-json', 'basic-html', 'mail-plain'];

const textOrJson = (at: number): string => (at % 2 === 0 ? 'text' : 'json');
const split = (line: string): readonly string[] => line.split(' ');
const inFormats = (words: readonly string[], formats: readonly string[]): readonly (readonly string[])[] =>
  formats.map((format) => [...words, '--format', format]);

/**
 * Returns commands that print the data of the daemon in every format or test notifiers. Their order
 * does not matter.
 */
export function readingCommands({ host }: PlantedScene): readonly (readonly string[])[] {
  const values = (sql: string): readonly string[] => host.rows(sql).flatMap((row) => Object.values(row).map(String));
  const textOf = (id: number): readonly string[] =>
    values(`SELECT min(event_record_id) FROM event_record WHERE event_id = ${id}`);
  const delivery = (name: string): readonly string[] =>
    values(`SELECT min(delivery_id) FROM delivery WHERE notifier = '${name}'`);
  return [
    ...inFormats(['events', '-n', '1000'], EVENT_FORMATS),
    ...inFormats(['scan'], ['classic', 'json']),
    ...[1003, 1102, 1500, 1501].map((id, at) => ['events', 'show', ...textOf(id), '--format', EVENT_FORMATS[at] ?? '']),
    ...TABLES.flatMap((line) => inFormats(split(line), ['table', 'json'])),
    ...SCREENS.flatMap((line) => inFormats(split(line), ['text', 'json'])),
    ...SHOWN.map((name, at) => ['deliveries', 'show', ...delivery(name), '--format', textOrJson(at)]),
    ...TESTED.map((name, at) => ['notifiers', 'test', name, '--format', textOrJson(at)]),
    ...['events -n 1000', 'status', 'notifiers', 'notifiers test token-html', 'notifiers test mail-plain'].map(
      (line) => [...['--locale', 'ja'], ...split(line)],
    ),
    ...['config show', 'config schema', 'metrics', 'check', '-v -v status'].map(split),
    ['check', host.directory.at('keys')],
    ['deliveries', 'resend', ...delivery('taken')],
  ];
}

/** Returns commands that change the store named My, in order, with correct and wrong passwords. */
export function changingCommands(planted: PlantedScene): readonly (readonly string[])[] {
  const { at } = planted.host.directory;
  const [right, wrong] = [at('keystore.password'), at('wrong.password')];
  const lines = planted.host.lay('lines.password', `${planted.secret.plant('a password of two lines')}\nsecond\n`);
  const fresh = planted.plant('export', 'password');
  const exporting = ['certificates', 'export', 'keystore.example.com'];
  return [
    ['certificates', 'import', at('keys/mail.p12'), '--password-file', wrong],
    ['certificates', 'import', at('keys/mail.p12'), '--password-file', at('unreadable.password')],
    ['certificates', 'import', at('keys/mail.p12'), '--password-file', right, '--exportable', '--format', 'json'],
    [...exporting, '--out', at('out/lines.p12'), '--password-file', lines],
    [...exporting, '--out', at('out/mail.p12'), '--password-file', fresh],
    [...exporting, '--out', at('out/mail.pem'), '--format', 'json'],
    ['certificates', 'new', '--domain-name', 'new.example.com', '--key', 'ec-p256', '--format', 'json'],
    ['certificates', 'renew', 'new.example.com'],
  ];
}
