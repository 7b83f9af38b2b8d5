import { type DerReader, TAG } from '../der/der.ts';
import { findObjectIdentifier, objectIdentifierText, SIGNATURE_ALGORITHMS } from '../der/object-identifiers.ts';

/**
 * Reads the AlgorithmIdentifier of a signature. Returns a name such as `sha256WithRSAEncryption`,
 * or the OID.
 * @see RFC 5280 section 4.1.1.2
 */
export function readSignatureAlgorithm(reader: DerReader): string {
  const bytes = reader.bytes;
  reader.expect(TAG.sequence, 'signatureAlgorithm');
  const after = reader.enter();
  reader.expect(TAG.objectIdentifier, 'signatureAlgorithm');
  const { start, end } = reader;
  reader.leave(after);
  return findObjectIdentifier(SIGNATURE_ALGORITHMS, bytes, start, end) ?? objectIdentifierText(bytes, start, end);
}
