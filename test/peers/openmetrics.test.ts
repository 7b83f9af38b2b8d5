import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { type Metric, renderMetrics } from '../../src/formats/metrics/metrics.ts';
import { CONTOSO, contosoLedger } from '../adapters/cli/contoso.ts';
import { CONTOSO_NOTIFIERS, notifyContoso } from '../adapters/cli/contoso-notifications.ts';
import { typeCommand } from '../adapters/cli/desk.ts';
import { needs } from './needs.ts';

const READER = `
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
families = text_string_to_metric_families(sys.stdin.read())
print(json.dumps([[f.name, f.type, f.documentation, [[s.name, s.labels, s.value] for s in f.samples]] for f in families]))
`;

/** A family of metrics: the name, the type, the help and the samples. */
type ReadFamily = readonly [
  string,
  string,
  string,
  readonly (readonly [string, Readonly<Record<string, string>>, number])[],
];

/** Returns the families of metrics that the Python client of Prometheus reads. */
const readByPython = (text: string): readonly ReadFamily[] =>
  JSON.parse(execFileSync('/usr/bin/python3', ['-c', READER], { input: text, encoding: 'utf8' }));

describe.runIf(needs('prometheus-client'))('the OpenMetrics reader of the Python client', () => {
  test('reads the same samples as there are in the Prometheus format', async () => {
    const ledger = await contosoLedger();
    await notifyContoso(ledger);
    const printed = async (format: string): Promise<string> => {
      const given = { world: CONTOSO, ledger, notifiers: CONTOSO_NOTIFIERS };
      return (await typeCommand(['metrics', '--format', format], given)).stdout;
    };
    const families = readByPython(await printed('openmetrics'));
    const lines = (await printed('prometheus')).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(families.flatMap(([, , , samples]) => samples)).toHaveLength(lines.length);
    expect(families.find(([name]) => name === 'mailcertd_notifier_attempts')?.[1]).toBe('counter');
    expect(families.some(([name]) => name === 'x509_cert_not_after')).toBe(true);
  });

  test('reads names with all kinds of characters', () => {
    const names = ['a "b"', 'c\\d\\', 'e\nf', '\u0000\u001b[2J', '配信'];
    const metric: Metric = {
      ...{ name: 'mailcertd_names', type: 'gauge', help: 'A "quoted" \\ and a\nb.' },
      samples: names.map((name) => ({ labels: { name }, value: 1 })),
    };
    const [family] = readByPython(renderMetrics([metric], 'openmetrics'));
    expect(family?.[2]).toBe('A "quoted" \\ and a\\x0ab.');
    expect(family?.[3].map(([, labels]) => labels['name'])).toEqual([
      ...['a "b"', 'c\\d\\', 'e\\x0af', '\\x00\\x1b[2J', '配信'],
    ]);
  });
});
