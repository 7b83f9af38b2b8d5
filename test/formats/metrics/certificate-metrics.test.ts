import { describe, expect, it } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { DAY, SECOND } from '../../../src/domain/time.ts';
import { certificateMetrics } from '../../../src/formats/metrics/certificate-metrics.ts';
import { renderMetrics } from '../../../src/formats/metrics/metrics.ts';
import { NOON, stored } from '../../domain/world.ts';
import { parseMetrics } from './parse-metrics.ts';

const samplesOf = (certificates: readonly StoredCertificate[]): ReturnType<typeof parseMetrics> =>
  parseMetrics(renderMetrics(certificateMetrics(certificates, NOON), 'prometheus'));

const at = (certificate: StoredCertificate, path: string): StoredCertificate => ({
  ...certificate,
  location: { ...certificate.location, path },
});

describe('the metrics of certificates in files', () => {
  it('have the names and labels of x509-certificate-exporter', () => {
    const certificate = stored('mail', {
      ...{ subject: 'CN=mail.contoso.com,O=Contoso', issuer: 'CN=R3,O=Let\\2C Us,C=US' },
      ...{ notBefore: NOON - DAY, notAfter: NOON + 10 * DAY },
    });
    const { serialNumber } = certificate.certificate;
    const labels = {
      store: 'My',
      serial_number: BigInt(`0x${serialNumber}`).toString(),
      filename: 'fullchain.pem',
      filepath: '/etc/letsencrypt/live/mail/fullchain.pem',
      issuer_CN: 'R3',
      subject_CN: 'mail.contoso.com',
    };
    const samples = samplesOf([at(certificate, '/etc/letsencrypt/live/mail/fullchain.pem')]);
    expect(samples.map(({ name, labels: printed, value }) => [name, Object.fromEntries(printed), value])).toEqual([
      ['x509_cert_not_after', labels, (NOON + 10 * DAY) / SECOND],
      ['x509_cert_not_before', labels, (NOON - DAY) / SECOND],
      ['x509_cert_expired', labels, 0],
      ['mailcertd_certificates_omitted', {}, 0],
    ]);
  });

  it.each([
    [-1, 1],
    [0, 0],
    [1, 0],
  ])('count a certificate as expired after its last instant: %i ms', (until, expired) => {
    const samples = samplesOf([stored('a', { notAfter: NOON + until })]);
    expect(samples.find(({ name }) => name === 'x509_cert_expired')?.value).toBe(expired);
  });

  it('have an empty label for a certificate without a common name', () => {
    const [sample] = samplesOf([stored('a', { subject: '', issuer: 'O=Contoso' })]);
    expect([sample?.labels.get('subject_CN'), sample?.labels.get('issuer_CN')]).toEqual(['', '']);
  });

  it('leave out the certificates that expire last if there are more than 10,000', () => {
    const first = stored('a', { notAfter: NOON + DAY });
    const certificates = Array.from({ length: 10_002 }, (_, index) => {
      const notAfter = NOON + (10_002 - index) * DAY;
      return at({ ...first, certificate: { ...first.certificate, notAfter } }, `/etc/ssl/${index}.pem`);
    });
    const samples = samplesOf(certificates);
    expect(samples.filter(({ name }) => name === 'x509_cert_not_after')).toHaveLength(10_000);
    expect(samples.some(({ labels }) => labels.get('filename') === '0.pem')).toBe(false);
    expect(samples.some(({ labels }) => labels.get('filename') === '10001.pem')).toBe(true);
    expect(samples.at(-1)).toMatchObject({ name: 'mailcertd_certificates_omitted', value: 2 });
  });
});
