import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { renderMetrics } from '../../src/formats/metrics.ts';
import { CONTOSO, contosoLedger } from '../adapters/cli/contoso.ts';
import { CONTOSO_NOTIFIERS, tellContoso } from '../adapters/cli/contoso-telling.ts';
import { typeCommand } from '../adapters/cli/desk.ts';
import { type TemporaryFolder, temporaryFolder } from '../fixtures/temporary-folder.ts';
import { needs } from './needs.ts';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

const promtool = (words: readonly string[], input = ''): string =>
  execFileSync('promtool', words, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });

function rulesOfThePage(): string {
  const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  return /```yaml\n(groups:[\s\S]*?)```/.exec(page)?.[1] ?? '';
}

describe.runIf(needs('promtool'))('Prometheus', () => {
  test('finds nothing to say against the metrics', async () => {
    const ledger = await contosoLedger();
    await tellContoso(ledger);
    const { stdout } = await typeCommand(['metrics'], { world: CONTOSO, ledger, notifiers: CONTOSO_NOTIFIERS });
    expect(stdout).toContain(
      'mailcertd_notifier_attempts_total{notifier="mail",outcome="again",reason="server_error"} 2',
    );
    expect(promtool(['check', 'metrics'], stdout)).toBe('');
  });

  test('reads names with everything in them', () => {
    const samples = ['a "b"', 'c\\d\\', 'e\nf', '\u0000\u001b[2J\ud800', '配信'].map((name) => ({
      labels: { name },
      value: 1,
    }));
    const hostile = renderMetrics([{ name: 'mailcertd_names', type: 'gauge', help: 'A \\ and a\nb.', samples }]);
    expect(promtool(['check', 'metrics'], hostile)).toBe('');
  });

  test('takes the rules of the page, and alerts by them', () => {
    const rules = folder.write('rules.yml', rulesOfThePage());
    expect(promtool(['check', 'rules', rules])).toMatch(/SUCCESS: 6 rules found/);
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
            series('mailcertd_open_conditions{level="error"}', '0 1x30'),
            series('mailcertd_open_conditions{level="warning"}', '1x30'),
            series('mailcertd_connector_not_after_timestamp_seconds{connector="soon"}', '500000x30'),
            series('mailcertd_connector_not_after_timestamp_seconds{connector="late"}', '5000000x30'),
            series('mailcertd_next_pass_timestamp_seconds', '900x30'),
            series('mailcertd_notifier_disabled{notifier="gone"}', '1x30'),
            series('mailcertd_notifier_disabled{notifier="ops"}', '0x30'),
            series('mailcertd_notifier_failing_since_timestamp_seconds{notifier="slow"}', '60x30'),
            series(
              'mailcertd_log_output_failing_since_timestamp_seconds{output="syslog:tcp://192.0.2.1:514"}',
              '60x30',
            ),
            series('mailcertd_notifier_given_up_total{notifier="slow"}', '0x20 1x10'),
          ],
          alert_rule_test: [
            expects('MailCertificateError', { level: 'error' }),
            expects('MailCertificateExpires', { connector: 'soon' }),
            expects('MailcertdSilent', {}),
            {
              alertname: 'MailcertdCannotTell',
              eval_time: '2h',
              exp_alerts: [{ exp_labels: { notifier: 'gone' } }, { exp_labels: { notifier: 'slow' } }],
            },
            expects('MailcertdCannotWrite', { output: 'syslog:tcp://192.0.2.1:514' }),
            expects('MailcertdGaveUp', { notifier: 'slow' }),
          ],
        },
      ],
    };
    // Of annotations, which are for people, nothing is expected.
    const withoutAnnotations = rulesOfThePage().replace(/^ +annotations: .*\n/gm, '');
    folder.write('rules.yml', withoutAnnotations);
    expect(promtool(['test', 'rules', folder.write('tests.json', JSON.stringify(tests))])).toContain('SUCCESS');
  });
});
