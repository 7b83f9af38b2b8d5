import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../src/domain/certificate/chain-verdict.ts';
import { fileStoreName, isConnectorFile } from '../../src/domain/connector/certificate-file.ts';
import { DAY, HOUR, type Instant } from '../../src/domain/time.ts';
import { said } from '../domain/failure/said.ts';
import { stored } from '../domain/world.ts';

/** A certificate that is put into a slot: in place of the previous one, or next to it. */
export interface Renewal {
  readonly slot: number;
  readonly isAdditional: boolean;
  readonly lifeDays: number;
  readonly beginsInHours: number;
  readonly selfSigned: boolean;
  readonly services: readonly ('SMTP' | 'IMAP')[];
  readonly key: StoredCertificate['key']['kind'];
  readonly isWeak?: boolean;
  /** Its only name is the common name. */
  readonly isBare?: boolean;
  readonly isExposed?: boolean;
  /** An account that loads the key for a connector cannot read it. */
  readonly isDenied?: boolean;
  /** It replaces the file of the previous certificate. */
  readonly isInPlace?: boolean;
  /** The last name is missing. */
  readonly isLess?: boolean;
  readonly isOtherHouse?: boolean;
  /**
   * brief: the only issuer expires after some days; sent: the issuer is also sent, and another
   * chain may be valid longer.
   */
  readonly chain?: 'trusted' | 'unknown' | 'brief' | 'sent';
}

/** The file that the servers name. */
export const FILE = '/etc/ssl/mail.pem';

/** The names of each certificate that is renewed, and its store. */
export const SLOTS: readonly { readonly dnsNames: readonly string[]; readonly store: string }[] = [
  { dnsNames: ['mail01.contoso.com', 'MAIL01'], store: 'My' },
  { dnsNames: ['mail.contoso.com'], store: 'My' },
  { dnsNames: ['*.contoso.com'], store: 'Second' },
  { dnsNames: ['mail.contoso.com', 'partner.contoso.com'], store: 'Second' },
  { dnsNames: ['mail.contoso.com', 'relay.contoso.com'], store: fileStoreName(FILE) },
];
/** The prefix of the thumbprints of a slot. */
export const LETTERS = 'ABCDE';

/** Returns the certificates of a host after a renewal; the new one is the last. */
export function put(
  certificates: readonly StoredCertificate[],
  renewal: Renewal,
  label: string,
  now: Instant,
): readonly StoredCertificate[] {
  const { slot, isAdditional, lifeDays, beginsInHours, selfSigned, services, key } = renewal;
  const { isWeak, isBare, isExposed = false, isDenied = false, isInPlace, isLess, isOtherHouse } = renewal;
  const { dnsNames: names = [], store = 'My' } = SLOTS[slot] ?? {};
  const dnsNames = isLess ? names.slice(0, -1) : names;
  // Boundaries are at half past an hour and changes on the hour, so that no scan is exactly at a
  // boundary.
  const notBefore = Math.floor(now / HOUR) * HOUR + beginsInHours * HOUR + HOUR / 2;
  const notAfter = notBefore + lifeDays * DAY;
  const ofSlot = certificates.filter((each) => isOf(slot, each));
  const others = certificates.filter((each) => !isOf(slot, each));
  const isFile = isConnectorFile(store);
  const path = isInPlace ? ofSlot.at(-1)?.location.path : undefined;
  const denials = isDenied ? [{ account: 'mail', kind: 'file' as const, path: `/store/${label}.key` }] : [];
  const made = stored(label, {
    ...{ selfSigned, services, key, notBefore, notAfter },
    ...(isFile ? { file: FILE } : { store, ...(path === undefined ? {} : { path }) }),
    ...(isOtherHouse && !selfSigned ? { issuer: 'CN=R9,O=Fabrikam' } : {}),
    ...(isBare ? { commonName: dnsNames[0] ?? '' } : { dnsNames }),
    ...(isWeak ? { publicKeyAlgorithm: 'RSA', publicKeySize: 1024 } : {}),
    ...(isExposed || isDenied ? { access: { denials, isExposed } } : {}),
  });
  const previous = isAdditional && !isFile ? ofSlot.slice(-2).filter(({ location }) => location.path !== path) : [];
  return [...others, ...previous, made];
}

/** Returns whether a slot contains a certificate. */
export function isOf(slot: number, { certificate }: StoredCertificate): boolean {
  return certificate.thumbprint.charAt(0) === LETTERS[slot];
}

/**
 * Returns the verdict on the chain. It changes at half past an hour, like the dates of
 * certificates.
 */
export function verdictOn({ chain = 'trusted', lifeDays }: Renewal, { certificate }: StoredCertificate): ChainVerdict {
  const days = (count: number): Instant => certificate.notBefore + count * DAY;
  const issuer = { thumbprint: `Z${certificate.thumbprint.slice(1)}`, subject: 'CN=Contoso CA', notAfter: days(4) };
  const verdicts = {
    trusted: { status: 'trusted', anchor: 'system' },
    unknown: { status: 'untrusted', failure: said('the issuer CN=Contoso CA was not found') },
    brief: { status: 'trusted', anchor: 'system', holdsUntil: days(4), endsWith: 'CN=Contoso CA' },
    sent: { status: 'trusted', anchor: 'system', intermediates: [issuer], holdsUntil: days(lifeDays > 50 ? 20 : 4) },
  } as const satisfies Record<string, ChainVerdict>;
  return verdicts[chain];
}
