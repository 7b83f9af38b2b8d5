import { type ClientRejectionReason, isClientRejection } from '../selection/client-rejection.ts';
import type { RejectionReason } from '../selection/selection.ts';
import { joinList } from '../text/join-list.ts';
import type { Locale } from '../text/locale.ts';
import { phrase } from '../text/phrase.ts';
import type { ConnectorsData, NameData } from './data/connector-data.ts';
import type { ReasonData } from './data/reason-data.ts';
import type { SelectionData } from './data/selection-data.ts';
import type { ServerData } from './data/server-data.ts';
import { fileErrorText, rejectionReasonText } from './rejection-text.ts';
import type { EventLine, Writer } from './writer.ts';

/**
 * The reasons why a certificate cannot be used, as predicates whose subject is the certificate.
 * They are shorter than those of `rejectionReasonText`, because they begin the first line.
 */
const SHORT_ENGLISH_REASONS: ReadonlyMap<string, string> = new Map<RejectionReason, string>([
  ['certificate-host-mismatch', 'does not match'],
  ['issuer-mismatch', 'has another issuer'],
  ['not-personal-store', 'is in an unsearched store'],
  ['version', 'is not X.509 v3'],
  ['purpose-mismatch', 'is not for TLS servers'],
  ['private-key-missing', 'has no private key'],
  ['private-key-mismatch', 'has the wrong private key'],
  ['private-key-unreadable', 'has an unreadable key'],
  ['not-enabled-for-smtp', 'is not enabled for SMTP'],
  ['not-yet-valid', 'is not yet valid'],
  ['certificate-expired', 'has expired'],
  ['certificate-refused', 'cannot be loaded by OpenSSL'],
  ['leaf-not-first', 'does not match its key'],
]);

/** The Japanese nouns for a certificate that a server uses, although clients may reject it. */
const JAPANESE_NOUNS_IN_USE: Readonly<Record<ClientRejectionReason, string>> = {
  'certificate-host-mismatch': '名前が一致しない証明書',
  'purpose-mismatch': 'サーバー用ではない証明書',
  'not-yet-valid': 'まだ有効ではない証明書',
};

/** The data that determine the cause of 12014. */
export type NoCertificateCauseData = Pick<ReasonData, 'reason'> &
  Pick<NameData, 'fqdn'> &
  Partial<
    Pick<ReasonData, 'path'> & Pick<ConnectorsData, 'fqdns'> & Pick<ServerData, 'certificateFiles'> & SelectionData
  >;

/** Maximum number of names in a line. */
const MAX_NAMES = 3;

const MORE_NAMES = phrase({
  en: (names: string, count: number) => `${names} and ${count} more`,
  ja: (names, count) => `${names} ほか ${count} 個`,
});

function namesText({ fqdn, fqdns = [fqdn] }: NoCertificateCauseData, locale: Locale): string {
  const names = [...new Set(fqdns)];
  const listed = joinList(names.slice(0, MAX_NAMES), locale);
  const more = names.length - MAX_NAMES;
  return more <= 0 ? listed : MORE_NAMES[locale](listed, more);
}

/**
 * Returns why the certificate of a server, or of a name, cannot be used: `has no private key`.
 * Returns undefined if there is no short text for the reason.
 */
function englishReason({ reason, nearestMiss }: NoCertificateCauseData, write: Writer): string | undefined {
  if (reason === 'certificate-expired' && nearestMiss !== undefined)
    return `expired on ${write.instant(nearestMiss.notAfter)}`;
  if (reason === 'not-yet-valid' && nearestMiss?.notBefore !== undefined)
    return `is not valid before ${write.instant(nearestMiss.notBefore)}`;
  return SHORT_ENGLISH_REASONS.get(reason);
}

/**
 * Returns whether the cause of 12014 is an error in one certificate or file, not that none matches.
 */
export function isErrorInCertificate({ path, reason }: NoCertificateCauseData): boolean {
  if (path !== undefined) return true;
  return SHORT_ENGLISH_REASONS.has(reason) && reason !== 'certificate-host-mismatch';
}

/**
 * Returns the cause of 12014 (no usable certificate): in English the beginning of the first line, up
 * to the colon, in Japanese its first sentence.
 */
export function noCertificateCause(domainName: string, data: NoCertificateCauseData): EventLine {
  return phrase({
    en: (write: Writer) => englishCause(domainName, data, write),
    ja: () => japaneseCause(domainName, data),
  });
}

function englishCause(domainName: string, data: NoCertificateCauseData, write: Writer): string {
  const { path, reason } = data;
  const reasonText = englishReason(data, write);
  if (path !== undefined) {
    const fileError = fileErrorText(reason, 'en');
    if (fileError !== undefined) return `Certificate file ${path} ${fileError}`;
    if (reason === 'certificate-host-mismatch') return `Certificate in ${path} does not match ${namesText(data, 'en')}`;
    return `Certificate in ${path} ${reasonText ?? 'cannot be used'}`;
  }
  if (reason === 'certificate-host-mismatch' || reason === 'subject-mismatch')
    return `No certificate matches ${domainName}`;
  return reasonText === undefined
    ? `No usable certificate for ${domainName}`
    : `Certificate for ${domainName} ${reasonText}`;
}

function japaneseCause(domainName: string, data: NoCertificateCauseData): string {
  const { path, reason, fqdns } = data;
  const name = path === undefined || fqdns === undefined ? domainName : namesText(data, 'ja');
  const noCertificateText = `${name} に使える証明書がありません。`;
  if (path === undefined || isClientRejection(reason)) return noCertificateText;
  if (reason === 'certificate-file-missing') return `証明書ファイル ${path} が存在しません。`;
  if (reason === 'certificate-file-unusable') return `証明書ファイル ${path} から証明書を読み取れません。`;
  const reasonText = rejectionReasonText(reason, 'ja');
  return reasonText === undefined ? noCertificateText : `${path} の証明書を使用できません (${reasonText})。`;
}

/**
 * Returns the Japanese noun for an unusable certificate that a server still uses; undefined if the
 * server uses none.
 */
export function japaneseCertificateInUse({
  certificateFiles = [],
  reason,
  path,
}: NoCertificateCauseData): string | undefined {
  if (certificateFiles.length === 0 || !isClientRejection(reason)) return undefined;
  return `${JAPANESE_NOUNS_IN_USE[reason]}${path === undefined ? '' : ` (${path})`}`;
}
