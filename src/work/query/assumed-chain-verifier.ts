import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { CertificateIndex } from '../../domain/certificate-index/certificate-index.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { NOT_ISSUED } from '../../domain/remedy/remedy.ts';
import type { Assumption } from '../operations/query-operations.ts';
import type { ChainVerifier } from '../ports/stores.ts';

/**
 * Returns a verifier for the chains of an assumed state. Certificates of assumed files are read
 * from where they are now. A certificate that is not issued yet (its thumbprint is `NOT_ISSUED`) gets
 * the verdict of a similar one.
 * @param installed the certificates of the assumed files
 */
export function assumedChainVerifier(
  verifier: ChainVerifier,
  index: CertificateIndex,
  { change: { issuedLike } = {} }: Assumption,
  installed: readonly StoredCertificate[],
): ChainVerifier {
  const similar = issuedLike === undefined ? [] : index.withThumbprint(issuedLike);
  const currentFiles: StoreSnapshot = {
    name: '',
    certificates: [...installed, ...similar],
    isGlob: false,
    unreadablePaths: [],
    unreadableSinceStart: [],
  };
  return {
    verify: async (thumbprints, snapshots, newCertificatesPem) => {
      const existing = new Set(thumbprints);
      const includesNotIssued = existing.delete(NOT_ISSUED);
      if (includesNotIssued && issuedLike !== undefined) existing.add(issuedLike);
      const verdicts = await verifier.verify(existing, [currentFiles, ...snapshots], newCertificatesPem);
      if (!includesNotIssued) return verdicts;
      const verdict: ChainVerdict | undefined =
        issuedLike === undefined ? { status: 'self-signed' } : verdicts.get(issuedLike);
      return verdict === undefined ? verdicts : new Map([...verdicts, [NOT_ISSUED, verdict]]);
    },
  };
}
