import { ARGUMENT_PHRASES } from '../../src/adapters/cli/text/argument-failures.ts';
import { FIND_PHRASES } from '../../src/adapters/cli/text/find-failures.ts';
import { FAILURE_PHRASES } from '../../src/domain/failure/failure-phrases.ts';
import type { Locale } from '../../src/domain/text/locale.ts';

/** An argument of a text. */
type Sample = string | number | readonly string[];

type Samples = Readonly<Record<string, Sample>>;

/** The arguments that are the same in every language, by name. */
const SAMPLES: Samples = {
  account: 'mailcertd',
  address: '192.0.2.7:514',
  argument: '<id>',
  attribute: 'O',
  built: '115',
  character: 12,
  bytes: 4096,
  choices: ['line', 'json', 'xml'],
  code: 'EACCES',
  column: 5,
  command: 'npm rebuild better-sqlite3',
  conditionId: 'mail01.contoso.com/12014/Default MAIL01/1795000000000',
  connector: 'Default MAIL01',
  copy: '/var/lib/mailcertd/ledger.db.replaced',
  count: 12,
  critical: '7d',
  days: 400,
  detail: 'EACCES',
  digits: 6,
  duration: '6 m',
  error: 'SQLITE_FULL: database or disk is full',
  event: 'CertificateNotRenewd',
  eventId: 12099,
  eventRecordId: 18402,
  example: '30d',
  excerpt: 'mail.contoso.com',
  file: '/etc/mailcertd/mailcertd.yaml',
  files: ['/etc/ssl/certs/roots.pem'],
  first: 'url',
  found: 42,
  from: 1,
  given: 3,
  host: 'mail.contoso.com',
  hostInterval: '10s',
  installed: '0.2.0',
  interval: '5m',
  issuer: 'CN=Fabrikam Issuing CA',
  key: 'friendlyName',
  kibibytes: 64,
  keys: ['receiveConnectors', 'sendConnectors'],
  known: ['computer', 'stores', 'logs'],
  length: 16,
  limit: 64,
  line: 12,
  location: '/etc/ssl/private/mail.pem',
  maximum: 100,
  mebibytes: 4,
  minimum: 1,
  more: 3,
  name: 'syslog',
  nodeVersion: 'v22.13.0',
  number: 2,
  option: '--for',
  other: 'probe',
  owner: 'root',
  packageName: 'better-sqlite3',
  parameter: 'token',
  path: '/var/lib/mailcertd/store/certificate.pem',
  place: '/etc/mailcertd/mailcertd.yaml:12',
  port: 587,
  prefix: 'file:',
  problem: '/etc/mailcertd/password: EACCES',
  problems: ['/etc/ssl/private/mail.pem: EACCES', '/etc/ssl/private/old.pem: ENOENT'],
  processId: 4711,
  program: 'systemctl',
  protocol: 'smpt',
  protocols: ['smtp', 'smtps', 'lmtp', 'imap', 'imaps'],
  reason: 'permission_denied',
  relative: './systemctl',
  request: 'E41C7A90',
  running: '0.1.0',
  secret: 'secretFile',
  second: 'urlFile',
  service: 'FTP',
  services: ['SMTP', 'IMAP', 'POP'],
  shard: 'mail01.contoso.com',
  silenceId: '1a2b3c4d',
  similar: ['silences'],
  size: 2_097_152,
  starttls: 'opportunistic',
  stateDirectory: '/var/lib/mailcertd',
  subject: 'CN=mail.contoso.com',
  suffix: '-wal',
  suggestion: 'CertificateNotRenewed',
  supported: 7,
  thumbprint: '9D77E2AA40B1C6D58E9F0A1B2C3D4E5F60718293',
  to: 100,
  total: 112,
  userId: 998,
  value: '14',
  version: 8,
  warning: '3d',
  warningTime: '30d',
  within: '30d',
  word: 'silence',
  words: ['required', 'opportunistic', 'off'],
  head: 18402,
  newest: 18399,
  object: 'index record_time',
  position: 18405,
  table: 'record',
  setting: 'smtpd_tls_cert_file',
  replacement: '/etc/ssl/mail-ecdsa.pem',
  text: '$myhostname',
  years: 1,
};

const NAMES = ['Default MAIL01', 'Client MAIL01'];

const quotedNames = (locale: Locale): string => FIND_PHRASES.quoted_names[locale]({ names: NAMES, more: 0 });

/** The arguments that are themselves texts of failures. */
const textsIn = (locale: Locale): Samples => ({
  advice: FAILURE_PHRASES.account_may_not_write[locale],
  cause: FAILURE_PHRASES.event_log_missing[locale],
  damage: FAILURE_PHRASES.event_log_empty[locale],
  errors: [`/etc/mailcertd/mailcertd.yaml:9:5: ${FAILURE_PHRASES.key_too_long[locale]({ key: 'name', limit: 64 })}`],
  expected: FAILURE_PHRASES.a_list[locale],
  form: FAILURE_PHRASES.duration_form[locale],
  hint: ARGUMENT_PHRASES.whole_number[locale],
  matches: quotedNames(locale),
  names: quotedNames(locale),
  next: FIND_PHRASES.list_with_command[locale]({ command: 'mailcertd silences' }),
  noun: FIND_PHRASES.silence[locale],
  part: FAILURE_PHRASES.the_path[locale],
  rows: FAILURE_PHRASES.no_row_lost[locale],
  tables: [FAILURE_PHRASES.table_in_part[locale]({ table: 'record' })],
});

/** The arguments of codes for which those above make no sense. */
const samplesOf = (code: string, locale: Locale): Samples => {
  const byCode: Readonly<Record<string, Samples>> = {
    a_command: { example: '[systemctl, reload, postfix]' },
    a_size: { form: FAILURE_PHRASES.size_form[locale] },
    an_address: { example: 'smtp://127.0.0.1:25' },
    only_for_proxies: { setting: 'smtpd_upstream_proxy_protocol', value: 'haproxy' },
    parameter_undefined: { name: 'mydomain_tls' },
    setting_not_yes_or_no: { setting: 'smtpd_tls_wrappermode', value: 'maybe' },
    tls_level_unknown: { setting: 'smtpd_tls_security_level', value: 'always' },
    did_you_mean: { name: FIND_PHRASES.quoted_name[locale]({ name: 'Default MAIL01' }) },
    invisible_characters: { subject: FAILURE_PHRASES.the_text[locale] },
    exim_address_invalid: { value: 'mail.contoso.com' },
    exim_path_not_absolute: { value: 'certs/mail.pem' },
    exim_port_unknown: { value: 'nowhere' },
    exim_value_of_connection: { value: '$host' },
    key_misspelled: { key: 'conector', suggestion: 'connector' },
    other_node_abi: { running: '127' },
    list_with_command: { command: 'mailcertd silences' },
    quoted_names: { names: NAMES },
    part_of_name: { part: 'O' },
    refused_by_command: { command: 'mailcertd status' },
    see_help: { command: 'mailcertd status' },
    stale_revision: { expected: 41 },
    too_many_arguments: { command: 'status', expected: 1 },
    syslog_address_invalid: { value: 'loghost', form: FAILURE_PHRASES.syslog_form[locale] },
    syslog_port_zero: { value: 'udp://loghost:0', form: FAILURE_PHRASES.syslog_form[locale] },
    time_zone_misspelled: { value: 'Asia/Tokio', suggestion: 'Asia/Tokyo' },
    url_invalid: { form: 'https://chat.contoso.com' },
    url_unprintable: { form: 'https://chat.contoso.com' },
    url_with_path: { form: 'smtp://mail01.contoso.com:25' },
    too_many_characters: { subject: FAILURE_PHRASES.the_text[locale] },
    word_misspelled: { value: '"requierd"', suggestion: 'required' },
  };
  return byCode[code] ?? {};
};

/**
 * Returns arguments for the text of a failure. The value of an argument that is not
 * listed here is its name.
 */
export function sampleArguments(code: string, locale: Locale): Samples {
  const samples: Samples = { ...SAMPLES, ...textsIn(locale), ...samplesOf(code, locale) };
  return new Proxy(samples, { get: (target, name) => target[String(name)] ?? String(name) });
}
