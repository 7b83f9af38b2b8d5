import type { Profile } from '../../../domain/assessment/settings.ts';
import { CertificateRow } from '../../../formats/certificate-table/certificate-row.ts';
import type { CertificateField } from '../../../formats/document/certificate-field.ts';
import { fieldValue, type ListedItem } from '../../../formats/document/certificate-fields.ts';
import type { VisibleWriter } from '../../../formats/terminal/visible-writer.ts';
import { writeUtcTime } from '../../../formats/text/utc-time.ts';
import { cell } from './cell.ts';

/** A function that writes the fields of one listed object. */
export type WriteCells = (listed: ListedItem, out: VisibleWriter) => void;

/** A function that writes one field from the bytes of a row, without creating a string. */
type WriteField = (row: CertificateRow, out: VisibleWriter) => void;

/**
 * Returns a function that writes the fields of an object, separated by a byte. Each field has the
 * text that `cell` returns; where possible, it is copied from the bytes of a certificate row.
 */
export function cellsWriter(fields: readonly CertificateField[], profile: Profile, separator: number): WriteCells {
  const writers = fields.map(fieldWriter);
  return (listed, out) => {
    const row = rowOf(listed);
    for (let index = 0; index < fields.length; index++) {
      if (index > 0) out.writeByte(separator);
      const field = fields[index];
      const write = writers[index];
      if (row !== undefined && write !== undefined) write(row, out);
      else if (field !== undefined) out.writeText(cell(fieldValue(listed, field, profile)));
    }
  };
}

/**
 * Returns the row of a certificate table; undefined for a CSR, or a certificate outside a table.
 */
function rowOf(listed: ListedItem): CertificateRow | undefined {
  if ('request' in listed) return undefined;
  const { certificate } = listed.stored;
  return certificate instanceof CertificateRow ? certificate : undefined;
}

/** Returns the writer of a field; undefined if it is not in the row, or rarely requested. */
function fieldWriter(field: CertificateField): WriteField | undefined {
  switch (field) {
    case 'notBefore':
      return ({ notBefore }, out) => writeUtcTime(notBefore, out);
    case 'notAfter':
      return ({ notAfter }, out) => writeUtcTime(notAfter, out);
    case 'issuer':
      return ({ issuer }, out) => out.writeText(issuer);
    case 'thumbprint':
    case 'sha256Fingerprint':
    case 'publicKeySha256':
      return (row, out) => row.writeHash(field, out);
    case 'subject':
    case 'serialNumber':
    case 'dnsNames':
    case 'ipAddresses':
    case 'subjectKeyIdentifier':
      return (row, out) => row.writeTexts(field, out);
    default:
      return undefined;
  }
}
