import type { Certificate } from '../../domain/certificate/certificate.ts';
import type { Profile } from '../../domain/settings.ts';
import { CertificateRow } from '../../formats/packed/certificate-row.ts';
import type { VisibleWriter } from '../../formats/visible-writer.ts';
import { cell } from './cell.ts';
import type { CertificateField } from './certificate-field.ts';
import { fieldOf, type Listed } from './certificate-fields.ts';
import { writeUtcTime } from './written-times.ts';

/** Writes one field of what is listed. */
export type WriteCell = (listed: Listed, out: VisibleWriter) => void;

/** What writes what `cell` makes of a field; of a certificate that lies in a row, straight from there. */
export function cellWriter(field: CertificateField, profile: Profile): WriteCell {
  const writeAny: WriteCell = (listed, out) => out.text(cell(fieldOf(listed, field, profile)));
  const ofCertificate =
    (write: (certificate: Certificate, out: VisibleWriter) => void): WriteCell =>
    (listed, out) => {
      if ('request' in listed) writeAny(listed, out);
      else write(listed.stored.certificate, out);
    };
  const ofRow =
    (write: (row: CertificateRow, out: VisibleWriter) => void): WriteCell =>
    (listed, out) => {
      const certificate = 'request' in listed ? undefined : listed.stored.certificate;
      if (certificate instanceof CertificateRow) write(certificate, out);
      else writeAny(listed, out);
    };
  switch (field) {
    case 'notBefore':
    case 'notAfter':
      return ofCertificate((certificate, out) => writeUtcTime(certificate[field], out));
    case 'issuer':
      return ofCertificate(({ issuer }, out) => out.text(issuer));
    case 'thumbprint':
    case 'sha256Fingerprint':
    case 'publicKeySha256':
      return ofRow((row, out) => row.writeHash(field, out));
    case 'subject':
    case 'serialNumber':
    case 'dnsNames':
    case 'ipAddresses':
    case 'subjectKeyIdentifier':
      return ofRow((row, out) => row.writeTexts(field, out));
    default:
      return writeAny;
  }
}
