import type { RejectionReason } from '../selection/selection.ts';
import type { PreferenceReason } from '../selection/selection-order.ts';
import { joinList } from '../text/join-list.ts';
import type { Locale } from '../text/locale.ts';
import { inLanguage, type Phrase, phrase } from '../text/phrase.ts';
import type { ConnectorsData, NameData } from './data/connector-data.ts';
import type { EventReason, ReasonData } from './data/reason-data.ts';
import type { SelectionData } from './data/selection-data.ts';
import type { ServerData } from './data/server-data.ts';
import type { EventLine, Writer } from './writer.ts';

/** The reasons why no certificate can be used: without those by which another one is preferred. */
type CauseReason = Exclude<RejectionReason, PreferenceReason> | 'certificate-expired';

/**
 * The reasons why a certificate cannot be used, as predicates whose subject is the certificate; the
 * Japanese ones begin with their particle. They are shorter than those of `REJECTION_TEXTS`,
 * because they begin the first line.
 */
const PREDICATES: Readonly<Record<CauseReason, Phrase<string>>> = {
  'certificate-host-mismatch': phrase({ en: 'does not match', ja: 'は名前が一致しません' }),
  'issuer-mismatch': phrase({ en: 'has another issuer', ja: 'は発行者が異なります' }),
  'not-personal-store': phrase({ en: 'is in an unsearched store', ja: 'は検索されないストアにあります' }),
  version: phrase({ en: 'is not X.509 v3', ja: 'は X.509 v3 ではありません' }),
  'purpose-mismatch': phrase({ en: 'is not for TLS servers', ja: 'は TLS サーバー用ではありません' }),
  'private-key-missing': phrase({ en: 'has no private key', ja: 'には秘密キーがありません' }),
  'private-key-mismatch': phrase({ en: 'has the wrong private key', ja: 'は秘密キーが一致しません' }),
  'private-key-unreadable': phrase({ en: 'has an unreadable key', ja: 'は秘密キーを読み取れません' }),
  'not-enabled-for-smtp': phrase({ en: 'is not enabled for SMTP', ja: 'は SMTP サービスに割り当てられていません' }),
  'not-yet-valid': phrase({ en: 'is not yet valid', ja: 'はまだ有効ではありません' }),
  'certificate-expired': phrase({ en: 'has expired', ja: 'は有効期限が切れています' }),
  'certificate-refused': phrase({ en: 'cannot be loaded by OpenSSL', ja: 'は OpenSSL で読み込めません' }),
  'subject-mismatch': phrase({ en: 'has another subject', ja: 'はサブジェクトが異なります' }),
  'other-file-unusable': phrase({ en: 'is used with an unusable one', ja: 'は同時に指定された証明書が使用できません' }),
  'leaf-not-first': phrase({ en: 'does not match its key', ja: 'は秘密キーと一致しません' }),
};

/** Predicates with a time, and that of an unknown reason. */
const OTHER_PREDICATES = {
  expired: phrase({
    en: (when: string) => `expired on ${when}`,
    ja: (when) => `は ${when} に有効期限切れとなりました`,
  }),
  notYetValid: phrase({
    en: (when: string) => `is not valid before ${when}`,
    ja: (when) => `は ${when} まで有効ではありません`,
  }),
  unusable: phrase({ en: 'cannot be used', ja: 'を使用できません' }),
};

/** The causes: in English up to the colon, in Japanese a sentence. */
const CAUSES = {
  fileMissing: phrase({
    en: (path: string) => `Certificate file ${path} does not exist`,
    ja: (path) => `証明書ファイル ${path} が存在しません。`,
  }),
  fileUnusable: phrase({
    en: (path: string) => `Certificate file ${path} has no readable certificate`,
    ja: (path) => `証明書ファイル ${path} から証明書を読み取れません。`,
  }),
  fileNameMismatch: phrase({
    en: (path: string, names: string) => `Certificate in ${path} does not match ${names}`,
    ja: (path, names) => `${path} の証明書は ${names} と一致しません。`,
  }),
  fileCertificate: phrase({
    en: (path: string, predicate: string) => `Certificate in ${path} ${predicate}`,
    ja: (path, predicate) => `${path} の証明書${predicate}。`,
  }),
  noMatch: phrase({
    en: (domainName: string) => `No certificate matches ${domainName}`,
    ja: (domainName) => `${domainName} に一致する証明書がありません。`,
  }),
  certificate: phrase({
    en: (domainName: string, predicate: string) => `Certificate for ${domainName} ${predicate}`,
    ja: (domainName, predicate) => `${domainName} の証明書${predicate}。`,
  }),
  noUsable: phrase({
    en: (domainName: string) => `No usable certificate for ${domainName}`,
    ja: (domainName) => `${domainName} に使える証明書がありません。`,
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

const isCauseReason = (reason: EventReason): reason is CauseReason => Object.hasOwn(PREDICATES, reason);

const isNameMismatch = (reason: EventReason): boolean =>
  reason === 'certificate-host-mismatch' || reason === 'subject-mismatch';

/**
 * Returns why the certificate of a server, or of a name, cannot be used: `has no private key`.
 * Returns undefined if there is no short text for the reason.
 */
function predicateOf({ reason, nearestMiss }: NoCertificateCauseData, write: Writer): string | undefined {
  const { expired, notYetValid } = inLanguage(OTHER_PREDICATES, write.locale);
  if (reason === 'certificate-expired' && nearestMiss !== undefined)
    return expired(write.instant(nearestMiss.notAfter));
  if (reason === 'not-yet-valid' && nearestMiss?.notBefore !== undefined)
    return notYetValid(write.instant(nearestMiss.notBefore));
  return isCauseReason(reason) ? PREDICATES[reason][write.locale] : undefined;
}

/**
 * Returns whether the cause of 12014 is an error in one certificate or file, not that none matches.
 */
export function isErrorInCertificate({ path, reason }: NoCertificateCauseData): boolean {
  return path !== undefined || (isCauseReason(reason) && !isNameMismatch(reason));
}

/**
 * Returns the cause of 12014 (no usable certificate): in English the beginning of the first line, up
 * to the colon, in Japanese its first sentence.
 */
export function noCertificateCause(domainName: string, data: NoCertificateCauseData): EventLine {
  const { path, reason } = data;
  return (write) => {
    const cause = inLanguage(CAUSES, write.locale);
    const predicate = predicateOf(data, write);
    if (path !== undefined) {
      if (reason === 'certificate-file-missing') return cause.fileMissing(path);
      if (reason === 'certificate-file-unusable') return cause.fileUnusable(path);
      if (reason === 'certificate-host-mismatch') return cause.fileNameMismatch(path, namesText(data, write.locale));
      return cause.fileCertificate(path, predicate ?? write.text(OTHER_PREDICATES.unusable));
    }
    if (isNameMismatch(reason)) return cause.noMatch(domainName);
    return predicate === undefined ? cause.noUsable(domainName) : cause.certificate(domainName, predicate);
  };
}
