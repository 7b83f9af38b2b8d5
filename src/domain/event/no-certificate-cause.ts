import type { RejectionReason } from '../selection/selection.ts';
import { joinList } from '../text/join-list.ts';
import type { Locale } from '../text/locale.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import type { ConnectorsData, NameData } from './data/connector-data.ts';
import type { ReasonData } from './data/reason-data.ts';
import type { SelectionData } from './data/selection-data.ts';
import type { ServerData } from './data/server-data.ts';
import { fileErrorText } from './rejection-text.ts';
import type { EventLine, Writer } from './writer.ts';

/**
 * The reasons why a certificate cannot be used, as predicates whose subject is the certificate; the
 * Japanese ones begin with their particle. They are shorter than those of `rejectionReasonText`,
 * because they begin the first line.
 */
const SHORT_REASONS: ReadonlyMap<string, Phrase<string>> = new Map<RejectionReason, Phrase<string>>([
  ['certificate-host-mismatch', phrase({ en: 'does not match', ja: 'は名前が一致しません' })],
  ['issuer-mismatch', phrase({ en: 'has another issuer', ja: 'は発行者が異なります' })],
  ['not-personal-store', phrase({ en: 'is in an unsearched store', ja: 'は検索されないストアにあります' })],
  ['version', phrase({ en: 'is not X.509 v3', ja: 'は X.509 v3 ではありません' })],
  ['purpose-mismatch', phrase({ en: 'is not for TLS servers', ja: 'は TLS サーバー用ではありません' })],
  ['private-key-missing', phrase({ en: 'has no private key', ja: 'には秘密キーがありません' })],
  ['private-key-mismatch', phrase({ en: 'has the wrong private key', ja: 'は秘密キーが一致しません' })],
  ['private-key-unreadable', phrase({ en: 'has an unreadable key', ja: 'は秘密キーを読み取れません' })],
  ['not-enabled-for-smtp', phrase({ en: 'is not enabled for SMTP', ja: 'は SMTP サービスに割り当てられていません' })],
  ['not-yet-valid', phrase({ en: 'is not yet valid', ja: 'はまだ有効ではありません' })],
  ['certificate-expired', phrase({ en: 'has expired', ja: 'は有効期限が切れています' })],
  ['certificate-refused', phrase({ en: 'cannot be loaded by OpenSSL', ja: 'は OpenSSL で読み込めません' })],
  ['leaf-not-first', phrase({ en: 'does not match its key', ja: 'は秘密キーと一致しません' })],
]);

/** The reasons with a time; the Japanese ones begin with their particle. */
const TIMED_REASONS = {
  expired: phrase({
    en: (when: string) => `expired on ${when}`,
    ja: (when) => `は ${when} に有効期限切れとなりました`,
  }),
  notYetValid: phrase({
    en: (when: string) => `is not valid before ${when}`,
    ja: (when) => `は ${when} まで有効ではありません`,
  }),
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
function shortReason({ reason, nearestMiss }: NoCertificateCauseData, write: Writer): string | undefined {
  if (reason === 'certificate-expired' && nearestMiss !== undefined)
    return TIMED_REASONS.expired[write.locale](write.instant(nearestMiss.notAfter));
  if (reason === 'not-yet-valid' && nearestMiss?.notBefore !== undefined)
    return TIMED_REASONS.notYetValid[write.locale](write.instant(nearestMiss.notBefore));
  return SHORT_REASONS.get(reason)?.[write.locale];
}

/**
 * Returns whether the cause of 12014 is an error in one certificate or file, not that none matches.
 */
export function isErrorInCertificate({ path, reason }: NoCertificateCauseData): boolean {
  if (path !== undefined) return true;
  return SHORT_REASONS.has(reason) && reason !== 'certificate-host-mismatch';
}

/**
 * Returns the cause of 12014 (no usable certificate): in English the beginning of the first line, up
 * to the colon, in Japanese its first sentence.
 */
export function noCertificateCause(domainName: string, data: NoCertificateCauseData): EventLine {
  return phrase({
    en: (write: Writer) => englishCause(domainName, data, write),
    ja: (write) => japaneseCause(domainName, data, write),
  });
}

function englishCause(domainName: string, data: NoCertificateCauseData, write: Writer): string {
  const { path, reason } = data;
  const reasonText = shortReason(data, write);
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

function japaneseCause(domainName: string, data: NoCertificateCauseData, write: Writer): string {
  const { path, reason } = data;
  const reasonText = shortReason(data, write);
  if (path !== undefined) {
    if (reason === 'certificate-file-missing') return `証明書ファイル ${path} が存在しません。`;
    if (reason === 'certificate-file-unusable') return `証明書ファイル ${path} から証明書を読み取れません。`;
    if (reason === 'certificate-host-mismatch') return `${path} の証明書は ${namesText(data, 'ja')} と一致しません。`;
    return `${path} の証明書${reasonText ?? 'を使用できません'}。`;
  }
  if (reason === 'certificate-host-mismatch' || reason === 'subject-mismatch')
    return `${domainName} に一致する証明書がありません。`;
  return reasonText === undefined
    ? `${domainName} に使える証明書がありません。`
    : `${domainName} の証明書${reasonText}。`;
}
