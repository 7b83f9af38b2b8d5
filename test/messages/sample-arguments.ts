import { CLI_FAILURE_PHRASES } from '../../src/adapters/cli/text/cli-failure-text.ts';
import type { FailurePhrases, FailureReader } from '../../src/domain/failure/failure.ts';
import type { Locale } from '../../src/domain/text/locale.ts';
import { type Code, type Sample, type SamplesByCode, type TextOf, text } from './sample.ts';
import { SAMPLES_OF_COMMANDS } from './samples-of-commands.ts';
import { SAMPLES_OF_DIAGNOSTICS } from './samples-of-diagnostics.ts';
import { SAMPLES_OF_HTTP } from './samples-of-http.ts';
import { SAMPLES_OF_SERVERS } from './samples-of-servers.ts';
import { SAMPLES_OF_STATE } from './samples-of-state.ts';

/** The samples of arguments by name, for the codes that have none of their own. */
const SAMPLES: Readonly<Record<string, Sample>> = {
  account: 'mailcertd',
  address: '192.0.2.7:514',
  argument: '<id>',
  attribute: 'O',
  character: 12,
  bytes: 4096,
  choices: ['line', 'json', 'xml'],
  code: 'EACCES',
  column: 5,
  columns: 'matcher, ends_at',
  compiledPath: '/etc/postfix/sni.db',
  command: 'npm rebuild better-sqlite3',
  conditionId: 'mail01.contoso.com/12014/Default MAIL01/1795000000000',
  connector: 'Default MAIL01',
  copy: '/var/lib/mailcertd/ledger.db.replaced',
  critical: '7d',
  days: 400,
  detail: 'EACCES',
  digits: 4,
  directory: '/var/lib/mailcertd',
  free: 12,
  needed: 96,
  duration: '6 m',
  event: 'CertificateNotRenewd',
  eventId: 12099,
  eventRecordId: 18402,
  example: '30d',
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
  keptPlace: '/etc/postfix/master.cf:12',
  kibibytes: 64,
  hook: '20-sms',
  keys: ['receiveConnectors', 'sendConnectors'],
  known: ['computer', 'stores', 'logs'],
  levels: ['none', 'may', 'encrypt'],
  limit: 64,
  line: 12,
  location: '/etc/ssl/private/mail.pem',
  mebibytes: 4,
  megabytes: 512,
  more: 3,
  nodeVersion: 'v22.13.0',
  number: 2,
  output: 'syntax error',
  packageName: 'better-sqlite3',
  parameter: 'token',
  path: '/var/lib/mailcertd/store/certificate.pem',
  place: '/etc/mailcertd/mailcertd.yaml:12',
  processId: 4711,
  program: 'systemctl',
  protocol: 'smpt',
  protocols: ['smtp', 'smtps', 'lmtp', 'imap', 'imaps', 'pop3', 'pop3s', 'sieve'],
  reason: 'permission_denied',
  relative: './systemctl',
  running: '0.1.0',
  second: 'urlFile',
  seconds: 10,
  service: 'FTP',
  services: ['SMTP', 'IMAP', 'POP'],
  shard: 'mail01.contoso.com',
  silenceId: '1a2b3c4d',
  starttls: 'opportunistic',
  stateDirectory: '/var/lib/mailcertd',
  subject: 'CN=mail.contoso.com',
  suffix: '-wal',
  suggestion: 'CertificateNotRenewed',
  thumbprint: '9D77E2AA40B1C6D58E9F0A1B2C3D4E5F60718293',
  to: 100,
  token: '}',
  url: 'http://127.0.0.1:9105',
  userId: 998,
  value: '127.0.0.1:99999',
  maximum: 107,
  key: 'keyFile',
  allowed: 'GET, HEAD',
  minimum: 16,
  certificateFile: '/etc/ssl/mail.pem',
  keyFile: '/etc/ssl/mail.key',
  version: 8,
  warning: '3d',
  words: ['required', 'opportunistic', 'off'],
  cleared: 2,
  mode: '0775',
  open: 3,
  proxy: 'http://proxy.contoso.com:3128',
  recipient: 'ops@contoso.com',
  recipients: ['ops@contoso.com'],
  response: '250 2.0.0 queued as 4F1',
  server: 'mail01.contoso.com:587',
  signal: 'SIGTERM',
  target: 'https://login.contoso.com/…',
  head: 18402,
  newest: 18399,
  object: 'index record_time',
  position: 18405,
  table: 'record',
  setting: 'smtpd_tls_cert_file',
  names: ['Default MAIL01', 'Client MAIL01'],
  byte: 3,
  attempts: 3,
  label: 'CERTIFICATE',
  part: 'subject',
  tag: '0x30',
  rows: text('no_row_lost'),
};

const SAMPLES_BY_CODE: SamplesByCode = {
  ...SAMPLES_OF_DIAGNOSTICS,
  ...SAMPLES_OF_HTTP,
  ...SAMPLES_OF_STATE,
  ...SAMPLES_OF_SERVERS,
  ...SAMPLES_OF_COMMANDS,
};

/** Returns the text of a failure, also of a usage error, with sample arguments. */
export function sampleText(code: Code, locale: Locale, reader: FailureReader = 'command'): string {
  const phrases: FailurePhrases = CLI_FAILURE_PHRASES;
  const phrase = phrases[code];
  const textOf = (reader === 'daemon' ? (phrase?.daemon ?? phrase) : phrase)?.[locale];
  if (textOf === undefined) throw new Error(`there is no failure ${code}`);
  return typeof textOf === 'string' ? textOf : textOf(sampleArguments(code, locale, reader) as never);
}

function sampleArguments(code: Code, locale: Locale, reader: FailureReader): object {
  const own: Readonly<Record<string, Sample>> = SAMPLES_BY_CODE[code] ?? {};
  const itemText = (item: string | TextOf): string =>
    typeof item === 'string' ? item : sampleText(item.textOf, locale, reader);
  const argument = (name: string): string | number | readonly string[] => {
    const sample = own[name] ?? SAMPLES[name];
    if (sample === undefined) throw new Error(`argument ${name} of failure ${code} has no sample`);
    if (typeof sample === 'number') return sample;
    return isList(sample) ? sample.map(itemText) : itemText(sample);
  };
  return new Proxy({}, { get: (_target, name) => argument(String(name)) });
}

const isList = (sample: Sample): sample is readonly (string | TextOf)[] => Array.isArray(sample);
