import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import { storeLabel } from '../../domain/connector/certificate-file.ts';
import { type Instant, SECOND } from '../../domain/time.ts';
import { commonNameReader } from './common-name.ts';
import { decimalSerialNumber } from './decimal-serial-number.ts';
import type { Metric, Sample } from './metrics.ts';

/** The maximum number of certificates with their own samples. */
const MAX_CERTIFICATES = 10_000;

/**
 * Returns the metrics of certificates in files, with the names and labels of
 * x509-certificate-exporter, so that its dashboards and alerts work.
 * @param now decides which certificates have expired
 * @see https://github.com/enix/x509-certificate-exporter/blob/main/docs/metrics.md
 */
export function certificateMetrics(certificates: readonly StoredCertificate[], now: Instant): readonly Metric[] {
  const commonNameOf = commonNameReader();
  const listed =
    certificates.length <= MAX_CERTIFICATES
      ? certificates
      : certificates.toSorted((a, b) => a.certificate.notAfter - b.certificate.notAfter).slice(0, MAX_CERTIFICATES);
  const labeled = listed.map(({ certificate, store, location: { path } }) => ({
    certificate,
    labels: {
      store: storeLabel(store),
      serial_number: decimalSerialNumber(certificate.serialNumber),
      filename: path.slice(path.lastIndexOf('/') + 1),
      filepath: path,
      issuer_CN: commonNameOf(certificate.issuer),
      subject_CN: commonNameOf(certificate.subject),
    },
  }));
  const metric = (
    name: string,
    help: string,
    measure: (value: StoredCertificate['certificate']) => number,
  ): Metric => ({
    name: `x509_cert_${name}`,
    type: 'gauge',
    help,
    samples: labeled.map(({ certificate, labels }): Sample => ({ labels, value: measure(certificate) })),
  });
  return [
    metric('not_after', 'Expiry of a certificate in a file.', ({ notAfter }) => notAfter / SECOND),
    metric(
      'not_before',
      'Beginning of the validity of a certificate in a file.',
      ({ notBefore }) => notBefore / SECOND,
    ),
    metric('expired', '1 if a certificate in a file has expired, otherwise 0.', ({ notAfter }) =>
      now > notAfter ? 1 : 0,
    ),
    {
      name: 'mailcertd_certificates_omitted',
      type: 'gauge',
      help: 'Number of certificates that the metrics x509_cert leave out because of their limit of 10,000. The certificates that expire last are left out.',
      samples: [{ labels: {}, value: certificates.length - listed.length }],
    },
  ];
}
