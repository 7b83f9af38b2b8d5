import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needs } from '../needs.ts';

const GUIDES = resolve(import.meta.dirname, '../../../docs/how-to');
const [SAME, LATER] = [1_802_098_085, 1_802_098_099];

/** Returns the expression of a guide, in its only block of text. */
function expressionIn(page: string): string {
  const text = readFileSync(resolve(GUIDES, `${page}.md`), 'utf8');
  const [, expression = ''] = /```text\n([^`]*)```/.exec(text) ?? [];
  return expression.trim().replace(/\s+/g, ' ');
}

describe.runIf(needs('promtool'))('the expressions that compare an exporter with mailcertd', () => {
  test.each([
    [
      'migrate-from-x509-certificate-exporter',
      { filepath: '/b', serial_number: '2' },
      {
        'x509_cert_not_after{filepath="/a",serial_number="1"}': SAME,
        'x509_cert_not_after{filepath="/b",serial_number="2"}': SAME,
        'x509_cert_not_after{filepath="/a",serial_number="1",store="My"}': SAME,
      },
    ],
    [
      'migrate-from-blackbox-exporter',
      { connector: 'mx2:25' },
      {
        'probe_ssl_earliest_cert_expiry{instance="mx1:25"}': SAME,
        'probe_ssl_earliest_cert_expiry{instance="mx2:25"}': SAME,
        'probe_ssl_earliest_cert_expiry{connector="mx1:25",instance="node"}': LATER,
        'mailcertd_connector_served_not_after_timestamp_seconds{connector="mx1:25"}': SAME,
        'mailcertd_connector_served_not_after_timestamp_seconds{connector="mx2:25"}': LATER,
      },
    ],
  ])('list the difference: %s', (page, labels, series) => {
    using directory = temporaryDirectory();
    const rule = { alert: 'Different', expr: expressionIn(page) };
    directory.write('rules.yml', JSON.stringify({ groups: [{ name: 'guide', rules: [rule] }] }));
    const expected = { eval_time: '5m', alertname: 'Different', exp_alerts: [{ exp_labels: labels }] };
    const input = Object.entries(series).map(([name, value]) => ({ series: name, values: `${value}x10` }));
    const tests = [{ interval: '1m', input_series: input, alert_rule_test: [expected] }];
    const file = directory.write('tests.yml', JSON.stringify({ rule_files: ['rules.yml'], tests }));
    expect(execFileSync('promtool', ['test', 'rules', file], { encoding: 'utf8' })).toContain('SUCCESS');
  });
});
