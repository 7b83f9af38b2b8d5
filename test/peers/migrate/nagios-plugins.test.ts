import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needs, needsRoot } from '../needs.ts';
import { guideTable } from './guide-table.ts';
import { MailSite, type Protocol, SERVER_NAME, SITUATIONS, type Situation } from './mail-site.ts';
import { Monitored, probedConnectors } from './monitored.ts';
import { atMostThree, stateOf } from './plugin.ts';

const PAGE = 'migrate-from-nagios-plugins';
const LIMITS = ['-D', '21,7'];
const PROBE = ['connectors', 'probe', '--check', '-w', '21d', '-c', '7d'];
const SITUATION_NAMES = Object.keys(SITUATIONS) as Situation[];

/** Runs a plugin of the package monitoring-plugins-basic. */
const plugin = (name: string, ...args: readonly string[]): Promise<string> =>
  stateOf(`/usr/lib/nagios/plugins/${name}`, ...args);

/** The rows of the table of protocols: title, protocol, plugin and its options. */
const COMMANDS: readonly (readonly [string, Protocol, string, ...string[]])[] = [
  ['SMTP with STARTTLS', 'smtp', 'check_smtp', '-S', ...LIMITS],
  ['SMTPS', 'smtps', 'check_smtp', '-s', ...LIMITS],
  ['SMTPS', 'smtps', 'check_ssmtp', ...LIMITS],
  ['LMTP with STARTTLS', 'lmtp', 'check_smtp', '-L', '-S', ...LIMITS],
  ['IMAP with STARTTLS', 'imap', 'check_imap', ...LIMITS],
  ['IMAPS', 'imaps', 'check_simap', ...LIMITS],
  ['POP3 with STARTTLS', 'pop3', 'check_pop', ...LIMITS],
  ['POP3S', 'pop3s', 'check_spop', ...LIMITS],
  ['ManageSieve with STARTTLS', 'sieve', 'none'],
  ['HTTPS', 'tls', 'check_http', '-S', '-C', '21,7'],
];

describe.runIf(needsRoot() && needs('monitoring-plugins', 'postfix', 'dovecot', 'openssl'))(
  'monitoring-plugins',
  () => {
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

    test('and mailcertd give the verdicts of the guide for each situation', async () => {
      const events = await monitored.watching(async () => {
        await monitored.probeUntilOpen('connection refused');
        expect(await monitored.state('check')).toBe('CRITICAL (2)');
        return monitored.openConditions(SITUATION_NAMES);
      });
      const seen = await atMostThree([...SITUATION_NAMES.entries()], async ([index, situation]) => {
        const host = SITUATIONS[situation];
        const web = ['-H', SERVER_NAME, '-I', host, '-p', `${site.port.tls}`, '-S', '-C', '21,7'];
        const ca = `--ca-cert=${site.certificates.rootFile}`;
        // STARTTLS is a matter of SMTP only.
        const onWeb = (verdict: string): string => (situation === 'STARTTLS not offered' ? '–' : verdict);
        return [
          situation,
          await plugin('check_smtp', '-H', host, '-p', `${site.port.smtp}`, '-S', ...LIMITS),
          onWeb(await plugin('check_http', ...web)),
          onWeb(await plugin('check_curl', ...web, '--verify-cert', ca)),
          await monitored.state(...PROBE, situation),
          events[index],
        ];
      });
      expect(seen).toEqual(guideTable(PAGE, 'Verdicts'));
    });

    test('and mailcertd give the verdicts of the guide for each protocol', async () => {
      const seen = await atMostThree(COMMANDS, async ([title, protocol, name, ...args]) => {
        const verdicts: string[] = [];
        for (const situation of ['good certificate', 'expired 2 days ago'] as const) {
          const at = ['-H', SITUATIONS[situation], '-p', `${site.port[protocol]}`];
          verdicts.push(
            name === 'none' ? '–' : await plugin(name, ...at, ...args),
            await monitored.state(...PROBE, '--name', SERVER_NAME, site.url(protocol, situation)),
          );
        }
        return [title, [name, ...args].join(' '), ...verdicts];
      });
      expect(seen).toEqual(guideTable(PAGE, 'Protocols'));
    });

    test('reports an expired certificate as OK without a limit, and for implicit TLS also with one', async () => {
      const at = (port: number): readonly string[] => ['-H', SITUATIONS['expired 2 days ago'], '-p', `${port}`];
      expect(await plugin('check_smtp', ...at(site.port.smtp), '-S')).toBe('OK (0)');
      expect(await plugin('check_tcp', ...at(site.port.tls), '-S')).toBe('OK (0)');
      expect(await plugin('check_smtp', ...at(site.port.smtps), '-s', ...LIMITS)).toBe('OK (0)');
      expect(await plugin('check_tcp', ...at(site.port.tls), '-S', ...LIMITS)).toBe('CRITICAL (2)');
    });
  },
);
