import type { Profile } from '../../../domain/assessment/settings.ts';
import { CertificateRow } from '../../../formats/certificate-table/certificate-row.ts';
import type { VisibleWriter } from '../../../formats/terminal/visible-writer.ts';
import type { CertificateField } from '../json/certificate-field.ts';
import { fieldValue, type ListedItem } from '../json/certificate-fields.ts';
import { writeUtcTime } from '../text/written-times.ts';
import { cell } from './cell.ts';

/** A function that writes the fields of one listed object. */
export type WriteCells = (listed: ListedItem, out: VisibleWriter) => void;

/** A function that writes one field directly from a row, without creating a certificate object. */
type WriteField = (row: CertificateRow, out: VisibleWriter) => void;

/**
 * Returns a function that writes the same text as `cell` for each field, separated by this byte.
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

function rowOf(listed: ListedItem): CertificateRow | undefined {
  if ('request' in listed) return undefined;
  const { certificate } = listed.stored;
  return certificate instanceof CertificateRow ? certificate : undefined;
}

/**
 * Returns the writer of a field; undefined: the row lacks the field, or the field is rarely
 * requested.
 */
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
