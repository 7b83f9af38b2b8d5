import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../src/domain/served/served.ts';
import type { Explanation } from '../../../src/domain/status/status.ts';
import { DAY, HOUR, SECOND } from '../../../src/domain/time.ts';
import { renderMetrics } from '../../../src/formats/metrics/metrics.ts';
import { servedMetrics } from '../../../src/formats/metrics/served-metrics.ts';
import { endpoint, NOT_OFFERED, seen, serves, silent, target } from '../../domain/serving.ts';
import { connector, NOON, stored } from '../../domain/world.ts';
import { parseMetrics } from './parse-metrics.ts';

const LEAF = stored('mail', {
  ...{ subject: 'CN=mail.contoso.com', issuer: 'CN=R3', dnsNames: ['mail.contoso.com', 'mx.contoso.com'] },
  notAfter: NOON + 20 * DAY,
});
const ISSUER = stored('r3', { subject: 'CN=R3', issuer: 'CN=Root', notAfter: NOON + 5 * DAY }).certificate;

const explained = (endpoints: readonly Endpoint[], host = 'mail.contoso.com'): Explanation => ({
  connector: connector('Default', 'mail.contoso.com', { probe: target({ host, port: 25 }) }),
  selection: { kind: 'not-applicable' },
  ...{ origins: new Map(), stores: [], at: NOON, open: undefined, remedy: undefined, diagnostics: [] },
  served: seen(NOON, endpoints),
});

const samplesOf = (explanation: Explanation): ReturnType<typeof parseMetrics> =>
  parseMetrics(renderMetrics(servedMetrics([explanation]), 'prometheus'));

const served = endpoint(seen(NOON - HOUR, serves(LEAF, { issuers: [ISSUER] })), '192.0.2.1');

describe('the metrics of served certificates', () => {
  it('have the names and labels of ssl_exporter and blackbox_exporter', () => {
    const [earliest, leaf, issuer] = samplesOf(explained([served]));
    expect(earliest).toMatchObject({ name: 'probe_ssl_earliest_cert_expiry', value: ISSUER.notAfter / SECOND });
    expect(Object.fromEntries(earliest?.labels ?? [])).toEqual({
      connector: 'Default',
      instance: 'mail.contoso.com:25',
    });
    expect(leaf).toMatchObject({ name: 'ssl_cert_not_after', value: LEAF.certificate.notAfter / SECOND });
    expect(Object.fromEntries(leaf?.labels ?? [])).toEqual({
      ...{ connector: 'Default', instance: 'mail.contoso.com:25' },
      serial_no: BigInt(`0x${LEAF.certificate.serialNumber}`).toString(),
      ...{ issuer_cn: 'R3', cn: 'mail.contoso.com', dnsnames: ',mail.contoso.com,mx.contoso.com,' },
    });
    expect(issuer?.labels.get('cn')).toBe('R3');
    expect(issuer?.labels.get('dnsnames')).toBe('');
  });

  it('print a certificate of several addresses once', () => {
    const other = endpoint(seen(NOON - HOUR, serves(LEAF, { issuers: [ISSUER] })), '192.0.2.2');
    expect(samplesOf(explained([served, other])).map(({ name }) => name)).toEqual([
      'probe_ssl_earliest_cert_expiry',
      'ssl_cert_not_after',
      'ssl_cert_not_after',
    ]);
  });

  it('keep the certificate of the last successful probe', () => {
    const failed = endpoint(silent(NOON, 1, { at: NOON - HOUR, value: serves(LEAF) }), '192.0.2.1');
    expect(samplesOf(explained([failed]))).toHaveLength(2);
  });

  it('put brackets around an IPv6 address', () => {
    const [sample] = samplesOf(explained([served], '2001:db8::25'));
    expect(sample?.labels.get('instance')).toBe('[2001:db8::25]:25');
  });

  it.each([
    ['a server without STARTTLS', explained([endpoint(seen(NOON, NOT_OFFERED), '192.0.2.1')])],
    ['a result from before a change', explained([{ ...served, outdatedAt: NOON }])],
    ['a connector that was never probed', { ...explained([]), served: undefined }],
  ])('are missing for %s', (_case, explanation) => {
    expect(samplesOf(explanation)).toEqual([]);
  });
});
