import { expect, it } from 'vitest';
import { checkStatus } from '../../../../src/adapters/cli/commands/check-status.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { connectorMetrics } from '../../../../src/formats/metrics/connector-metrics.ts';
import { NOON, SETTINGS, stored } from '../../../domain/world.ts';
import { EN } from '../../../formats/event/records.ts';
import type { Host } from './host.ts';
import { statusAfter } from './law.ts';
import { CERTIFICATES, NAME } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';
import { EXPIRED, MX, VALID, watching } from './watched-name.ts';

/** Returns the results of `status`, `check` with limits, and the metrics after the latest scan. */
function said(host: Host): Readonly<Record<string, unknown>> {
  const last = host.scanned.at(-1);
  if (last === undefined) throw new Error('nothing was scanned');
  const status = statusAfter(last);
  const { verdict, issues, open } = status;
  const limits = { warning: 7 * DAY, critical: 3 * DAY, expiring: SETTINGS.expiresSoon };
  const metrics = connectorMetrics(status).flatMap(({ name, samples }) =>
    samples.filter(({ labels }) => labels['connector'] === 'Watch').map(({ value }): [string, number] => [name, value]),
  );
  const values = new Map(metrics);
  return {
    ...{ verdict, issues, open: open.map(({ eventId }) => eventId).toSorted() },
    check: checkStatus(status, limits, EN).state,
    expires: values.get('mailcertd_connector_served_not_after_timestamp_seconds'),
    isReached: values.get('mailcertd_connector_probe_success'),
  };
}

const EXPIRES = CERTIFICATES.A.certificate.notAfter / SECOND;
const HEALTHY = { verdict: 'ok', issues: [], open: [], check: 'OK', expires: EXPIRES, isReached: 1 };

it('after a server moves to another address, its previous server counts nowhere', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  host.servers.names.set(MX, [EXPIRED]);
  host.servers.servers.set(EXPIRED, CERTIFICATES.B);
  await time.until(20 * MINUTE);
  expect(said(host)).toEqual({ ...HEALTHY, expires: CERTIFICATES.B.certificate.notAfter / SECOND });
  host.servers.names.set(MX, [VALID]);
  host.servers.servers.set(EXPIRED, stored('D', { dnsNames: [NAME], notAfter: NOON + HOUR }));
  await time.until(40 * MINUTE);
  // The certificate of the previous server reaches both limits, and then expires.
  expect(said(host)).toEqual(HEALTHY);
  await time.until(2 * HOUR);
  host.stop();
  expect(said(host)).toEqual(HEALTHY);
});

it('a previous server that does not answer since a change leaves nothing unknown', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  host.servers.servers.set(EXPIRED, CERTIFICATES.A);
  await time.until(20 * MINUTE);
  host.servers.names.set(MX, [VALID]);
  await time.until(40 * MINUTE);
  host.servers.servers.delete(EXPIRED);
  // A start outdates every result.
  host.start();
  await time.until(60 * MINUTE);
  host.stop();
  expect(said(host)).toEqual(HEALTHY);
});

it('an address that left DNS before it ever answered leaves nothing unknown', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  host.servers.servers.delete(EXPIRED);
  await time.until(5 * SECOND);
  expect(said(host)).toMatchObject({ verdict: 'unknown', issues: [{ kind: 'unanswered' }], isReached: 0 });
  host.servers.names.set(MX, [VALID]);
  await time.until(20 * MINUTE);
  host.stop();
  expect(said(host)).toEqual(HEALTHY);
});

it('an open event about an address that left DNS is still a problem', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  await time.until(20 * MINUTE);
  host.servers.names.set(MX, [VALID]);
  await time.until(60 * MINUTE);
  host.stop();
  expect(said(host)).toEqual({ ...HEALTHY, verdict: 'problem', open: [1403, 1408], check: 'CRITICAL' });
});
