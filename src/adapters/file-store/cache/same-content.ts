import type { FileContent } from '../read/file-content.ts';

/** Whether two readings of a file came to the same: then what is known of it stays the same object. */
export function sameContent(one: FileContent, other: FileContent): boolean {
  return (
    one.certificates.length === other.certificates.length &&
    one.certificates.every(({ block, alias, certificate }, at) => {
      const counterpart = other.certificates[at];
      return (
        counterpart?.block === block &&
        counterpart.alias === alias &&
        counterpart.certificate.sha256Fingerprint === certificate.sha256Fingerprint
      );
    }) &&
    one.tookPasswords === other.tookPasswords &&
    sameValues(one.requests, other.requests) &&
    sameValues(one.keys, other.keys) &&
    sameValues(one.problems, other.problems)
  );
}

/** Of plain values that were made in the same order. */
function sameValues(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && (one.length === 0 || JSON.stringify(one) === JSON.stringify(other));
}
