import type { FileContent } from '../open/file-content.ts';
import type { FileSource } from '../open/file-source.ts';

/**
 * Returns whether reading a file twice gave the same content. The cache then keeps its objects, so
 * that later steps of a scan can detect unchanged certificates by identity.
 */
export function isSameSource(left: FileSource, right: FileSource): boolean {
  return left.kind === 'content' && right.kind === 'content' && isSameContent(left.content, right.content);
}

function isSameContent(left: FileContent, right: FileContent): boolean {
  return (
    left.certificates.length === right.certificates.length &&
    left.certificates.every(({ block, alias, certificate }, index) => {
      const counterpart = right.certificates[index];
      return (
        counterpart?.block === block &&
        counterpart.alias === alias &&
        counterpart.certificate.sha256Fingerprint === certificate.sha256Fingerprint
      );
    }) &&
    left.dependsOnPasswords === right.dependsOnPasswords &&
    areSameValues(left.requests, right.requests) &&
    areSameValues(left.keys, right.keys) &&
    areSameValues(left.problems, right.problems)
  );
}

/** Compares values as JSON; their properties must have the same order. */
function areSameValues(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && (left.length === 0 || JSON.stringify(left) === JSON.stringify(right));
}
