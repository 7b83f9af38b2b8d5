import { FAILURE_PHRASES } from '../../src/domain/failure/failure-phrases.ts';
import type { Locale } from '../../src/domain/text/locale.ts';

/** An argument of a text. */
type Sample = string | number | readonly string[];

/** The arguments that are the same in every language, by name. */
const SAMPLES: Readonly<Record<string, Sample>> = {
  account: 'mailcertd',
  address: '192.0.2.7:514',
  attribute: 'O',
  built: '115',
  character: 12,
  code: 'EACCES',
  column: 5,
  command: 'npm rebuild better-sqlite3',
  conditionId: 'mail01.contoso.com/12014/Default MAIL01/1795000000000',
  detail: 'EACCES',
  error: 'SQLITE_FULL: database or disk is full',
  excerpt: 'mail.contoso.com',
  expected: 41,
  file: '/etc/mailcertd/mailcertd.yaml',
  found: 42,
  key: 'friendlyName',
  limit: 64,
  line: 12,
  location: '/etc/ssl/private/mail.pem',
  name: 'syslog',
  nodeVersion: 'v22.13.0',
  owner: 'root',
  packageName: 'better-sqlite3',
  part: 'issuer',
  path: '/var/lib/mailcertd/store/certificate.pem',
  problem: '/etc/mailcertd/password: EACCES',
  problems: ['/etc/ssl/private/mail.pem: EACCES', '/etc/ssl/private/old.pem: ENOENT'],
  processId: 4711,
  reason: 'permission_denied',
  request: 'E41C7A90',
  running: '127',
  service: 'FTP',
  services: ['SMTP', 'IMAP', 'POP'],
  shard: 'mail01.contoso.com',
  size: 2_097_152,
  stateDirectory: '/var/lib/mailcertd',
  subject: 'CN=mail.contoso.com',
  suffix: '-wal',
  supported: 7,
  thumbprint: '9D77E2AA40B1C6D58E9F0A1B2C3D4E5F60718293',
  userId: 998,
  value: 'event_record.facts',
  version: 8,
};

/** The arguments that are themselves failures, in one language. */
const causesIn = (locale: Locale): Readonly<Record<string, Sample>> => ({
  advice: FAILURE_PHRASES.account_may_not_write[locale],
  cause: FAILURE_PHRASES.event_log_missing[locale],
  errors: [`/etc/mailcertd/mailcertd.yaml:9:5: ${FAILURE_PHRASES.key_too_long[locale]({ key: 'name', limit: 64 })}`],
});

/** Returns arguments for any text. Reading a name that has no sample throws. */
export function sampleArguments(locale: Locale): Readonly<Record<string, Sample>> {
  return new Proxy(
    { ...SAMPLES, ...causesIn(locale) },
    {
      get: (samples, name) => {
        const sample = samples[String(name)];
        if (sample === undefined) throw new Error(`the argument ${String(name)} has no sample`);
        return sample;
      },
    },
  );
}
