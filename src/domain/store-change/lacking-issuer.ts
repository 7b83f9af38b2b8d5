import type { StoredCertificate } from '../certificate/certificate.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import type { InstallChange } from './store-change.ts';

/**
 * The subject of the issuer that does not go along with a certificate, and that a server would have to send; undefined: none,
 * as far as that can be told. A root is not sent: clients have it.
 * @param known what lies in the stores
 * @param verdict of the certificate, with what goes along with it; undefined: nobody knows
 * @see https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2
 */
export function lackingIssuer(
  { certificate, issuers }: Pick<InstallChange, 'certificate' | 'issuers'>,
  known: readonly StoredCertificate[],
  verdict: ChainVerdict | undefined,
): string | undefined {
  const top = issuers.at(-1) ?? certificate;
  if (top.isSelfIssued) return undefined;
  const above = known.filter((stored) => stored.certificate.isCa && stored.certificate.subject === top.issuer);
  if (above.length > 0) return above.some((stored) => stored.certificate.isSelfIssued) ? undefined : top.issuer;
  // Above an issuer that goes along, what nobody knows here is most likely a root.
  const isUnknown = verdict?.status === 'untrusted' && verdict.missingIssuer === top.issuer;
  return isUnknown && issuers.length === 0 ? top.issuer : undefined;
}
