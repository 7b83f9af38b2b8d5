import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { renderMetrics } from '../../src/formats/metrics/metrics.ts';
import { CONTOSO, contosoLedger } from '../adapters/cli/contoso.ts';
import { CONTOSO_NOTIFIERS, notifyContoso } from '../adapters/cli/contoso-notifications.ts';
import { ledgerOf, typeCommand } from '../adapters/cli/desk.ts';
import { connector, NOON, store } from '../domain/world.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs } from './needs.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

const promtool = (words: readonly string[], input = ''): string =>
  execFileSync('promtool', words, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });

const RULES = readFileSync(new URL('../../config/prometheus-rules.yml', import.meta.url), 'utf8');

describe.runIf(needs('promtool'))('Prometheus', () => {
  test('has no objection to the metrics', async () => {
    const ledger = await contosoLedger();
    await notifyContoso(ledger);
    const { stdout } = await typeCommand(['metrics'], { world: CONTOSO, ledger, notifiers: CONTOSO_NOTIFIERS });
    expect(stdout).toContain(
      'mailcertd_notifier_attempts_total{notifier="mail",outcome="retry",reason="server_error"} 12',
    );
    expect(promtool(['check', 'metrics'], stdout)).toBe('');
  });

  test('reads names with all kinds of characters', () => {
    const samples = ['a "b"', 'c\\d\\', 'e\nf', '\u0000\u001b[2J\ud800', '配信'].map((name) => ({
      labels: { name },
      value: 1,
    }));
    const hostile = renderMetrics(
      [{ name: 'mailcertd_names', type: 'gauge', help: 'A \\ and a\nb.', samples }],
      'prometheus',
    );
    expect(promtool(['check', 'metrics'], hostile)).toBe('');
  });

  test('accepts the shipped rules, and raises their alerts', () => {
    const rules = directory.write('rules.yml', RULES);
    expect(promtool(['check', 'rules', rules])).toMatch(/SUCCESS: 10 rules found/);
    const series = (name: string, values: string): object => ({ series: name, values });
    const expects = (alertname: string, labels: Readonly<Record<string, string>>): object => ({
      alertname,
      eval_time: '2h',
      exp_alerts: [{ exp_labels: labels }],
    });
    const tests = {
      rule_files: ['rules.yml'],
      evaluation_interval: '5m',
      tests: [
        {
          interval: '5m',
          input_series: [
            series(
              'mailcertd_connector_open_conditions{connector="bad",event="12014",level="error",silenced="false"}',
              '1x30',
            ),
            series(
              'mailcertd_connector_open_conditions{connector="bad",event="1406",level="warning",silenced="false"}',
              '1x30',
            ),
            series(
              'mailcertd_connector_open_conditions{connector="known",event="12014",level="error",silenced="true"}',
              '1x30',
            ),
            series('mailcertd_connector_served_not_after_timestamp_seconds{connector="old"}', '500000x30'),
            series('mailcertd_connector_served_matches_disk{connector="old"}', '0x30'),
            series('mailcertd_connector_served_matches_disk{connector="soon"}', '1x30'),
            series('mailcertd_connector_probe_success{connector="down"}', '0x30'),
            series('mailcertd_connector_probe_success{connector="soon"}', '1x30'),
            series('mailcertd_connector_not_after_timestamp_seconds{connector="soon"}', '500000x30'),
            series('mailcertd_connector_not_after_timestamp_seconds{connector="late"}', '5000000x30'),
            series('mailcertd_next_scan_timestamp_seconds', '900x30'),
            series('mailcertd_notifier_disabled{notifier="gone"}', '1x30'),
            series('mailcertd_notifier_disabled{notifier="ops"}', '0x30'),
            series('mailcertd_notifier_failing_since_timestamp_seconds{notifier="slow"}', '60x30'),
            series(
              'mailcertd_log_output_failing_since_timestamp_seconds{output="syslog:tcp://192.0.2.1:514"}',
              '60x30',
            ),
            series('mailcertd_notifier_failed_deliveries_total{notifier="slow"}', '0x20 1x10'),
          ],
          alert_rule_test: [
            expects('MailCertificateError', {
              ...{ connector: 'bad', event: '12014', level: 'error' },
              ...{ silenced: 'false', severity: 'critical' },
            }),
            expects('MailCertificateWarning', {
              ...{ connector: 'bad', event: '1406', level: 'warning' },
              ...{ silenced: 'false', severity: 'warning' },
            }),
            expects('MailCertificateExpires', { connector: 'soon', severity: 'warning' }),
            expects('MailServedCertificateExpires', { connector: 'old', severity: 'warning' }),
            expects('MailServedCertificateDiffers', { connector: 'old', severity: 'warning' }),
            expects('MailProbeFails', { connector: 'down', severity: 'warning' }),
            expects('MailcertdSilent', { severity: 'critical' }),
            {
              alertname: 'MailcertdCannotNotify',
              eval_time: '2h',
              exp_alerts: ['gone', 'slow'].map((notifier) => ({ exp_labels: { notifier, severity: 'warning' } })),
            },
            expects('MailcertdCannotWrite', { output: 'syslog:tcp://192.0.2.1:514', severity: 'warning' }),
            expects('MailcertdDeliveryFailed', { notifier: 'slow', severity: 'warning' }),
          ],
        },
      ],
    };
    // Annotations are texts for people, so the tests ignore them.
    const withoutAnnotations = RULES.replace(/^ +annotations: .*\n/gm, '');
    directory.write('rules.yml', withoutAnnotations);
    expect(promtool(['test', 'rules', directory.write('tests.json', JSON.stringify(tests))])).toContain('SUCCESS');
  });

  test('raises alerts from the printed metrics, with the name of the broken connector', async () => {
    const name = 'Edge "A" \\ B';
    const world = { now: NOON, stores: [store('My')], connectors: [connector(name, 'mail.contoso.com')] };
    const ledger = await ledgerOf([world]);
    const { stdout } = await typeCommand(['metrics'], { world, ledger });
    const printed = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const input = printed.map((line) => {
      const at = line.lastIndexOf(' ');
      return { series: line.slice(0, at), values: `${line.slice(at + 1)}x30` };
    });
    directory.write('rules.yml', RULES.replace(/^ +annotations: .*\n/gm, ''));
    const labels = { connector: name, event: '12014', level: 'error', silenced: 'false', severity: 'critical' };
    const alert_rule_test = [
      { alertname: 'MailCertificateError', eval_time: '1h', exp_alerts: [{ exp_labels: labels }] },
    ];
    const tests = { rule_files: ['rules.yml'], tests: [{ interval: '5m', input_series: input, alert_rule_test }] };
    expect(promtool(['test', 'rules', directory.write('tests.json', JSON.stringify(tests))])).toContain('SUCCESS');
  });
});
