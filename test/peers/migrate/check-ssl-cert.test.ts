import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needs, needsOpenRepository, needsRoot } from '../needs.ts';
import { FILE_SITUATIONS, fileConnectors, writeCertificateFiles } from './certificate-files.ts';
import { guideTable } from './guide-table.ts';
import { MailSite, type Protocol, SERVER_NAME, SITUATIONS, type Situation } from './mail-site.ts';
import { Monitored, probedConnectors } from './monitored.ts';
import { atMostThree, stateAsUnprivileged, stateOf } from './plugin.ts';

const PAGE = 'migrate-from-check-ssl-cert';
const PROBE = ['connectors', 'probe', '--check', '-w', '21d', '-c', '7d'];
const SITUATION_NAMES = Object.keys(SITUATIONS) as Situation[];
const [CHECK_SSL_CERT, CHECK_CERT_EXPIRE] = ['check_ssl_cert', 'check_cert_expire'].map(
  (name) => `/usr/lib/nagios/plugins/${name}`,
) as [string, string];
/** The limits of the guide, and no check of Certificate Transparency, because the CA is private. */
const LIMITS = ['-w', '21', '-c', '7', '--ignore-sct'];

/** The rows of the table of protocols: title, protocol of the probe, and that of check_ssl_cert. */
const ROWS: readonly (readonly [string, Protocol, string])[] = [
  ['SMTPS', 'smtps', 'smtps'],
  ['LMTP with STARTTLS', 'lmtp', 'lmtp'],
  ['IMAP with STARTTLS', 'imap', 'imap'],
  ['IMAPS', 'imaps', 'imaps'],
  ['POP3 with STARTTLS', 'pop3', 'pop3'],
  ['POP3S', 'pop3s', 'pop3s'],
  ['ManageSieve with STARTTLS', 'sieve', 'sieve'],
  ['HTTPS', 'tls', 'https'],
];

describe.runIf(needsRoot() && needs('check_ssl_cert', 'postfix', 'dovecot', 'openssl'))('check_ssl_cert', () => {
  const directory = temporaryDirectory();
  let site: MailSite;
  let monitored: Monitored;
  beforeAll(async () => {
    site = await MailSite.start(directory);
    const servers = SITUATION_NAMES.map((situation) => [situation, site.url('smtp', situation)] as const);
    monitored = new Monitored(directory, probedConnectors(site.certificates, servers));
  });
  afterAll(async () => {
    await site[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  /** Runs check_ssl_cert against a server of the site. */
  const checked = (
    protocol: Protocol,
    situation: Situation,
    theirs: string,
    ...more: readonly string[]
  ): Promise<string> => {
    const at = ['-H', SERVER_NAME, '--resolve', SITUATIONS[situation], '-p', `${site.port[protocol]}`];
    return stateOf(CHECK_SSL_CERT, ...at, '-P', theirs, '-r', site.certificates.rootFile, ...LIMITS, ...more);
  };

  test('and mailcertd give the verdicts of the guide for each situation', async () => {
    const events = await monitored.watching(async () => {
      await monitored.probeUntilOpen('connection refused');
      return monitored.openConditions(SITUATION_NAMES);
    });
    const seen = await atMostThree([...SITUATION_NAMES.entries()], async ([index, situation]) => [
      situation,
      await checked('smtp', situation, 'smtp'),
      await monitored.state(...PROBE, situation),
      events[index],
    ]);
    expect(seen).toEqual(guideTable(PAGE, 'Verdicts for servers'));
  });

  test('and mailcertd give the verdicts of the guide for each protocol', async () => {
    const seen = await atMostThree(ROWS, async ([title, protocol, theirs]) => {
      const verdicts: string[] = [];
      for (const situation of ['good certificate', 'expired 2 days ago'] as const) {
        verdicts.push(
          await checked(protocol, situation, theirs),
          await monitored.state(...PROBE, '--name', SERVER_NAME, site.url(protocol, situation)),
        );
      }
      return [title, `-P ${theirs}`, ...verdicts];
    });
    expect(seen).toEqual(guideTable(PAGE, 'Protocols'));
  });
});

describe.runIf(needsRoot() && needsOpenRepository() && needs('check_ssl_cert', 'openssl'))(
  'check_ssl_cert and check_cert_expire',
  () => {
    test('and mailcertd give the verdicts of the guide for each certificate file', async () => {
      using directory = temporaryDirectory();
      const files = writeCertificateFiles(directory);
      const pairs = FILE_SITUATIONS.map((situation) => [situation, files.of(situation)] as const);
      const monitored = new Monitored(directory, fileConnectors(files.rootFile, pairs));
      const events = await monitored.watching(() => monitored.openConditions(FILE_SITUATIONS));
      const seen = await atMostThree([...pairs.entries()], async ([index, [situation, { file }]]) => [
        situation,
        await stateOf(CHECK_SSL_CERT, '-f', file, '-r', files.rootFile, ...LIMITS),
        await stateOf(CHECK_CERT_EXPIRE, '-w', '1814400', '-c', '604800', file),
        await monitored.state('check', '-w', '21d', '-c', '7d', file),
        events[index],
      ]);
      const closed = directory.write('files/closed.pem', 'unread', 0o600);
      chmodSync(directory.path, 0o755);
      const unreadable = [
        'file that the account cannot read',
        await stateAsUnprivileged(CHECK_SSL_CERT, '-f', closed, '-r', files.rootFile, ...LIMITS),
        await stateAsUnprivileged(CHECK_CERT_EXPIRE, closed),
        await monitored.stateAsUnprivileged('check', '-w', '21d', '-c', '7d', closed),
        '–',
      ];
      expect([...seen, unreadable]).toEqual(guideTable(PAGE, 'Verdicts for files'));
    });
  },
);
