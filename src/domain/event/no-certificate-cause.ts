import { type ClientRejectionReason, isClientRejection } from '../selection/client-rejection.ts';
import type { RejectionReason } from '../selection/select-certificate.ts';
import type { Locale, Wording } from './event-definition.ts';
import type { Facts } from './facts.ts';
import { FILE_WORDS, REJECTION_WORDS } from './sentences.ts';
import { when } from './wording.ts';

/** Reasons why a certificate cannot be used, as predicates; the subject is the certificate. */
const ENGLISH: Readonly<Partial<Record<RejectionReason, string>>> = {
  'certificate-host-mismatch': 'does not match',
  'issuer-mismatch': 'has another issuer',
  'not-personal-store': 'is not in a personal store',
  version: 'is not X.509 v3',
  'purpose-mismatch': 'is not for TLS servers',
  'private-key-missing': 'has no private key',
  'private-key-mismatch': 'has the wrong private key',
  'private-key-unreadable': 'has an unreadable key',
  'not-enabled-for-smtp': 'is not enabled for SMTP',
  'not-yet-valid': 'is not yet valid',
  'certificate-expired': 'has expired',
  'certificate-refused': 'cannot be loaded by OpenSSL',
  'leaf-not-first': 'does not match its key',
};

const JAPANESE_IN_USE: Readonly<Record<ClientRejectionReason, string>> = {
  'certificate-host-mismatch': '名前が一致しない証明書',
  'purpose-mismatch': 'サーバー用ではない証明書',
  'not-yet-valid': 'まだ有効ではない証明書',
};

/** Maximum number of names in a line. */
const MAX_NAMES = 3;

function namesText({ fqdn = '', fqdns = [fqdn] }: Facts, locale: Locale): string {
  const names = [...new Set(fqdns)];
  const shortList = names.slice(0, MAX_NAMES).join(locale === 'ja' ? '、' : ', ');
  if (names.length <= MAX_NAMES) return shortList;
  const more = names.length - MAX_NAMES;
  return locale === 'ja' ? `${shortList} ほか ${more} 個` : `${shortList} and ${more} more`;
}

function wordsFor<T extends string>(words: Readonly<Partial<Record<T, string>>>, reason = ''): string | undefined {
  return Object.entries<string | undefined>(words).find(([word]) => word === reason)?.[1];
}

function rejectionWords(reason = ''): Readonly<Record<Locale, string>> | undefined {
  return Object.entries(REJECTION_WORDS).find(([word]) => word === reason)?.[1];
}

/** Returns why the certificate of a server, or of a name, cannot be used: `has no private key`. */
function englishReason(facts: Facts, wording: Wording): string | undefined {
  const { reason, nearestMiss: nearest } = facts;
  if (reason === 'certificate-expired' && nearest !== undefined) return `expired on ${when(nearest.notAfter, wording)}`;
  if (reason === 'not-yet-valid' && nearest?.notBefore !== undefined)
    return `is not valid before ${when(nearest.notBefore, wording)}`;
  return wordsFor(ENGLISH, reason);
}

/** Returns whether 12014 is caused by an error in one certificate, not by a missing certificate. */
export function isOfOneCertificate({ path, reason }: Facts): boolean {
  if (path !== undefined) return true;
  return wordsFor(ENGLISH, reason) !== undefined && reason !== 'certificate-host-mismatch';
}

/** Returns the cause of 12014 in English: the beginning of its first line, up to the colon. */
export function englishCause(domainName: string, facts: Facts, wording: Wording): string {
  const { path, reason } = facts;
  const reasonText = englishReason(facts, wording);
  if (path !== undefined) {
    const file = Object.entries(FILE_WORDS).find(([word]) => word === reason)?.[1].en;
    if (file !== undefined) return `Certificate file ${path} ${file}`;
    if (reason === 'certificate-host-mismatch')
      return `Certificate in ${path} does not match ${namesText(facts, 'en')}`;
    return `Certificate in ${path} ${reasonText ?? 'cannot be used'}`;
  }
  if (reason === 'certificate-host-mismatch' || reason === 'subject-mismatch')
    return `No certificate matches ${domainName}`;
  return reasonText === undefined
    ? `No usable certificate for ${domainName}`
    : `Certificate for ${domainName} ${reasonText}`;
}

/** Returns the cause of 12014 in Japanese: the first sentence of its first line. */
export function japaneseCause(domainName: string, facts: Facts): string {
  const { path, reason } = facts;
  const none = `${path === undefined || facts.fqdns === undefined ? domainName : namesText(facts, 'ja')} に使える証明書がありません。`;
  if (path === undefined || isClientRejection(reason)) return none;
  if (reason === 'certificate-file-missing') return `証明書ファイル ${path} が存在しません。`;
  if (reason === 'certificate-file-unusable') return `証明書ファイル ${path} から証明書を読み取れません。`;
  const reasonText = rejectionWords(reason)?.ja;
  return reasonText === undefined ? none : `${path} の証明書を使用できません (${reasonText})。`;
}

/**
 * Returns the Japanese noun for an unusable certificate that a server still uses; undefined if the
 * server uses none.
 */
export function japaneseInUse({ certificateFiles = [], reason, path }: Facts): string | undefined {
  if (certificateFiles.length === 0 || !isClientRejection(reason)) return undefined;
  return `${JAPANESE_IN_USE[reason]}${path === undefined ? '' : ` (${path})`}`;
}
