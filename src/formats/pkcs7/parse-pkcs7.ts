import type { Failure } from '../../domain/failure/failure.ts';
import { KEYSTORE_FAILURES } from '../../domain/failure/keystore-failures.ts';
import { TAG } from '../der/der.ts';
import { objectIdentifierText } from '../der/object-identifiers.ts';
import { BerError, children, elementAt, encodingOf, expectFirst, expectNext } from './ber.ts';

/** A certificate in a PKCS#7. */
export interface EnclosedCertificate {
  /** A view of the input buffer. */
  readonly der: Buffer;
  /** Its start in the PKCS#7, bytes. */
  readonly offset: number;
}

/** The readable contents of a PKCS#7. */
export interface Pkcs7Contents {
  readonly certificates: readonly EnclosedCertificate[];
  /** Why reading stopped; undefined if everything was read. */
  readonly error: Failure | undefined;
}

/** The maximum number of certificates; a hostile file can contain millions of two bytes each. */
const MAX_CERTIFICATES = 100_000;

const SIGNED_DATA = '1.2.840.113549.1.7.2';

/**
 * Returns the unparsed certificates of a signedData, in order; ignores its signatures. Skips
 * attribute certificates and the extended certificates of PKCS#6.
 * @see RFC 2315 section 9.1
 * @see RFC 5652 section 10.2.2
 */
export function parsePkcs7(bytes: Buffer): Pkcs7Contents {
  const certificates: EnclosedCertificate[] = [];
  try {
    const contentInfo = children(elementAt(bytes));
    const type = expectNext(contentInfo, TAG.objectIdentifier, 'contentType');
    const dotted = objectIdentifierText(bytes, type.start, type.end);
    if (dotted !== SIGNED_DATA) throw new BerError(KEYSTORE_FAILURES.content_not_signed_data({ type: dotted }));
    const signedData = children(
      expectFirst(expectNext(contentInfo, TAG.explicit0, 'content'), TAG.sequence, 'signedData'),
    );
    expectNext(signedData, TAG.integer, 'version');
    expectNext(signedData, TAG.set, 'digestAlgorithms');
    expectNext(signedData, TAG.sequence, 'contentInfo');
    const certificateSet = signedData.next().value;
    if (certificateSet?.tag !== TAG.explicit0) return { certificates, error: undefined };
    for (const element of children(certificateSet)) {
      if (element.tag !== TAG.sequence) continue;
      if (certificates.length === MAX_CERTIFICATES)
        throw new BerError(KEYSTORE_FAILURES.certificates_too_many({ limit: MAX_CERTIFICATES }));
      certificates.push({ der: encodingOf(element), offset: element.head });
    }
    return { certificates, error: undefined };
  } catch (error) {
    if (!(error instanceof BerError)) throw error;
    return { certificates, error: error.failure };
  }
}
