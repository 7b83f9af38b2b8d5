import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CONTOSO, contosoLedger } from '../adapters/cli/contoso.ts';
import { CONTOSO_NOTIFIERS, tellContoso } from '../adapters/cli/contoso-telling.ts';
import { typeCommand } from '../adapters/cli/desk.ts';
import { parseMetrics } from '../formats/parse-metrics.ts';

const ROW = /^\| `(\w+)` \| (\w+) \| (.*?) ?\| (.+) \|$/gm;

test('The page of the metrics has a row for each metric, with its type, its labels and what it is', async () => {
  const ledger = await contosoLedger();
  await tellContoso(ledger);
  const trouble = { reason: 'connection_refused', detail: 'connect ECONNREFUSED' } as const;
  await ledger.failed('syslog:tcp://loghost:514', 0, trouble, 0);
  const { stdout } = await typeCommand(['metrics'], { world: CONTOSO, ledger, notifiers: CONTOSO_NOTIFIERS });
  const labels = new Map(parseMetrics(stdout).map((read) => [read.name, [...read.labels.keys()]]));
  const printed = [...stdout.matchAll(/^# HELP (\w+) (.+)\n# TYPE \w+ (\w+)$/gm)].map(([, name = '', help, type]) => [
    ...[name, type, help],
    (labels.get(name) ?? []).map((label) => `\`${label}\``).join(', '),
  ]);
  const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  const written = [...page.matchAll(ROW)].map(([, name, type, names, help]) => [name, type, help, names]);
  expect(written).toEqual(printed);
});
