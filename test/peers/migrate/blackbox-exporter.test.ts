import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { freePort } from '../free-port.ts';
import { needs, needsRoot } from '../needs.ts';
import { guideTable } from './guide-table.ts';
import { MailSite, SERVER_NAME, SITUATIONS, type Situation } from './mail-site.ts';
import { Monitored, probedConnectors } from './monitored.ts';
import { atMostThree } from './plugin.ts';
import { sampleOf } from './sample-of.ts';

const PAGE = 'migrate-from-blackbox-exporter';
const SITUATION_NAMES = Object.keys(SITUATIONS) as Situation[];

/** Returns the configuration of the guide: SMTP with STARTTLS, with and without verification. */
function modules(rootFile: string): string {
  const module = (name: string, more: string): string => `  ${name}:
    prober: tcp
    timeout: 5s
    tcp:
      query_response:
        - expect: "^220 "
        - send: "EHLO monitor.contoso.com\\r"
        - expect: "^250[ -]STARTTLS"
        - send: "STARTTLS\\r"
        - expect: "^220 "
        - starttls: true
      tls_config: { server_name: ${SERVER_NAME}, ca_file: ${rootFile}${more} }
`;
  return `modules:\n${module('verified', '')}${module('unverified', ', insecure_skip_verify: true')}`;
}

/** The result of `connectors probe --format json`; only what is read here. */
interface Probed {
  readonly addresses: readonly { readonly steps: readonly { readonly durationMs: number }[] }[];
}

/** Returns a time as the guide writes it. */
function presence(value: string): string {
  return value === 'missing' ? 'missing' : 'present';
}

describe.runIf(needsRoot() && needs('prometheus-blackbox-exporter', 'postfix', 'dovecot', 'openssl'))(
  'blackbox_exporter',
  () => {
    const directory = temporaryDirectory();
    let site: MailSite;
    let exporter: ChildProcess;
    let probe: (module: string, situation: Situation) => Promise<string>;
    beforeAll(async () => {
      site = await MailSite.start(directory);
      const file = directory.write('blackbox.yml', modules(site.certificates.rootFile));
      const address = `127.0.0.1:${await freePort()}`;
      const args = [`--config.file=${file}`, `--web.listen-address=${address}`];
      exporter = spawn('prometheus-blackbox-exporter', args, { stdio: 'ignore' });
      probe = async (module, situation) => {
        const target = `${SITUATIONS[situation]}:${site.port.smtp}`;
        return (await fetch(`http://${address}/probe?module=${module}&target=${target}`)).text();
      };
      await vi.waitUntil(() => fetch(`http://${address}/-/healthy`).catch(() => undefined), { timeout: 30_000 });
    });
    afterAll(async () => {
      const closed = once(exporter, 'close');
      exporter.kill('SIGTERM');
      await closed;
      await site[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    });

    test('and mailcertd give the metrics of the guide for each situation', async () => {
      const servers = SITUATION_NAMES.map((situation) => [situation, site.url('smtp', situation)] as const);
      const monitored = new Monitored(directory, probedConnectors(site.certificates, servers));
      const { events, metrics } = await monitored.watching(async () => {
        await monitored.probeUntilOpen('connection refused');
        return { events: await monitored.openConditions(SITUATION_NAMES), metrics: await monitored.run('metrics') };
      });
      const seen = await atMostThree([...SITUATION_NAMES.entries()], async ([index, situation]) => {
        const [verified, unverified] = [await probe('verified', situation), await probe('unverified', situation)];
        return [
          situation,
          sampleOf(verified, 'probe_success'),
          presence(sampleOf(verified, 'probe_ssl_earliest_cert_expiry')),
          sampleOf(unverified, 'probe_success'),
          presence(sampleOf(unverified, 'probe_ssl_earliest_cert_expiry')),
          sampleOf(metrics, 'mailcertd_connector_probe_success', situation),
          presence(sampleOf(metrics, 'mailcertd_connector_served_not_after_timestamp_seconds', situation)),
          events[index],
        ];
      });
      expect(seen).toEqual(guideTable(PAGE, 'Verdicts'));
      const [both, own] = [await probe('verified', 'expires in 10 days'), 'expires in 10 days'];
      expect(sampleOf(metrics, 'mailcertd_connector_served_not_after_timestamp_seconds', own)).toBe(
        `${Number(sampleOf(both, 'probe_ssl_earliest_cert_expiry'))}`,
      );
    });

    test('waits for its whole timeout if STARTTLS is not offered, and mailcertd does not', async () => {
      const monitored = new Monitored(directory, probedConnectors(site.certificates, []));
      const metrics = await probe('verified', 'STARTTLS not offered');
      expect(Number(sampleOf(metrics, 'probe_duration_seconds'))).toBeGreaterThan(4);
      const url = site.url('smtp', 'STARTTLS not offered');
      const { addresses } = JSON.parse(await monitored.run('connectors', 'probe', '--format', 'json', url)) as Probed;
      const durations = addresses.flatMap(({ steps }) => steps.map(({ durationMs }) => durationMs));
      expect(durations.length).toBeGreaterThan(2);
      expect(Math.max(...durations)).toBeLessThan(2000);
    });
  },
);
