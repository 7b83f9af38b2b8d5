import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CONTOSO, contosoLedger } from '../adapters/cli/contoso.ts';
import { CONTOSO_NOTIFIERS, notifyContoso } from '../adapters/cli/contoso-notifications.ts';
import { typeCommand } from '../adapters/cli/desk.ts';
import { said } from '../domain/failure/said.ts';
import { endpoint, seen, serves, target } from '../domain/serving.ts';
import { connector, NOON, stored } from '../domain/world.ts';
import { parseMetrics } from '../formats/metrics/parse-metrics.ts';

const ROW = /^\| `(\w+)` \| (\w+) \| (.*?) ?\| (.+) \|$/gm;

/** Compares rows by the name of the metric: the page groups the metrics by exporter. */
const byName = ([a = '']: readonly (string | undefined)[], [b = '']: readonly (string | undefined)[]): number =>
  a.localeCompare(b);

test('the metrics page has a row for each metric, with its type, its labels and its help', async () => {
  const own = stored('ED', { dnsNames: ['edge.contoso.com'] });
  const edge = connector('Edge', 'edge.contoso.com', { probe: target() });
  const served = seen(NOON, [{ ...endpoint(seen(NOON, serves(own))), durationMs: 40 }]);
  const more = {
    connectors: [...(CONTOSO.connectors ?? []), edge],
    certificates: [...(CONTOSO.certificates ?? []), own],
    endpoints: new Map([[edge.name, served]]),
  };
  const ledger = await contosoLedger(more);
  await notifyContoso(ledger);
  const problem = { reason: 'connection_refused', failure: said('connect ECONNREFUSED') } as const;
  const [shard = ''] = await ledger.shards();
  await ledger.storeHeartbeat(shard, NOON);
  await ledger.recordFailure('syslog:tcp://loghost:514', 0, problem, 0);
  const { stdout } = await typeCommand(['metrics'], {
    world: { ...CONTOSO, ...more },
    ledger,
    notifiers: CONTOSO_NOTIFIERS,
  });
  const labels = new Map(parseMetrics(stdout).map((read) => [read.name, [...read.labels.keys()]]));
  const printed = [...stdout.matchAll(/^# HELP (\w+) (.+)\n# TYPE \w+ (\w+)$/gm)].map(([, name = '', help, type]) => [
    ...[name, type, help],
    (labels.get(name) ?? []).map((label) => `\`${label}\``).join(', '),
  ]);
  const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  const written = [...page.matchAll(ROW)].map(([, name, type, names, help]) => [name, type, help, names]);
  expect(written.sort(byName)).toEqual(printed.sort(byName));
});
