import { EVERY_STORE, type Scope } from '../../scope.ts';
import type { Locale, Localization } from '../../text/locale.ts';
import type { EventContent, EventDefinition } from '../event-definition.ts';
import type { Evidence, Facts } from '../facts.ts';
import { formatDuration } from '../format-duration.ts';
import { formatInstant } from '../format-instant.ts';
import { quoteName } from '../quote-name.ts';
import { connectorName } from '../sentences.ts';
import { storeName } from '../store-name.ts';

/** Returns the name of the settings of a discovered server, with the file. */
function settingsName(inventory: string, path: string | undefined, locale: Locale): string {
  const name = quoteName(inventory, locale);
  const settings = locale === 'ja' ? `${name}の設定` : `the settings of ${name}`;
  return path === undefined ? settings : `${settings} (${path})`;
}

/** Returns the object of a cleared condition, for the middle of a sentence. */
function objectName(subject: string, facts: Facts, locale: Locale): string {
  if (facts.connector !== undefined) return connectorName(facts.connector, facts.direction, locale);
  if (facts.store !== undefined && facts.thumbprint === undefined) return storeName(facts.store, locale);
  // For settings of a discovered server, the subject is a key that is too long to read.
  if (facts.inventory !== undefined) return settingsName(facts.inventory, facts.path, locale);
  if (facts.thumbprint === undefined) return subject;
  // Administrators know a certificate by the name that connectors require, or by its subject.
  const name = facts.fqdn ?? facts.subject;
  const thumbprint = locale === 'ja' ? `拇印 ${facts.thumbprint}` : `thumbprint ${facts.thumbprint}`;
  if (name === undefined) return thumbprint;
  return locale === 'ja' ? `${name} の証明書 (${thumbprint})` : `the certificate for ${name} (${thumbprint})`;
}

/** Returns the name of what was scanned or probed. */
function scopeName(scope: Scope, locale: Locale): string {
  const ja = locale === 'ja';
  const name = scope.slice(scope.indexOf(':') + 1);
  if (scope === EVERY_STORE) return ja ? 'すべての証明書ストア' : 'every certificate store';
  if (scope.startsWith('store:')) return storeName(name, locale);
  if (scope.startsWith('probe:')) {
    return ja ? `コネクタ${quoteName(name, locale)}への接続` : `the probe of connector ${quoteName(name, locale)}`;
  }
  return ja ? '構成' : 'the configuration';
}

/** The texts of the reasons, except `observed`: a scan or probe confirmed the clearing. */
const REASON_TEXTS: Readonly<Record<Exclude<Evidence['reason'], 'observed'>, Readonly<Record<Locale, string>>>> = {
  'connector-removed': {
    en: 'the connector was removed from the configuration.',
    ja: 'コネクタが構成から削除されました。',
  },
  'store-removed': { en: 'the store was removed from the configuration.', ja: 'ストアが構成から削除されました。' },
  'connector-off': {
    en: 'the connector is disabled, no longer offers TLS, or needs no certificate.',
    ja: 'コネクタが無効になったか、TLS を提供しなくなったか、証明書が不要になりました。',
  },
  'not-probed': {
    en: 'the probe was removed from the configuration.',
    ja: '接続確認 (probe) が構成から削除されました。',
  },
  'address-removed': {
    en: 'the server no longer has any address with the problem.',
    ja: '問題のあったアドレスは、このサーバーのアドレスではなくなりました。',
  },
  reclassified: {
    en: 'it is now reported as another event, which is still open.',
    ja: '現在は別のイベントとして記録しています。',
  },
  expired: {
    en: 'the certificate has expired, which is reported as another event.',
    ja: '有効期限切れになりました。以後は別のイベントで記録します。',
  },
};

/** Returns the line with the scan or probe that confirmed the clearing, or with another reason. */
function confirmationLines({ cleared }: Facts, localization: Localization): readonly string[] {
  if (cleared === undefined) return [];
  const { reason, scope, at, thumbprint } = cleared.evidence;
  const { locale } = localization;
  // A reason that this version does not know is shown as a confirmation.
  if (reason !== 'observed' && reason in REASON_TEXTS)
    return [`${locale === 'ja' ? '理由' : 'Reason'}: ${REASON_TEXTS[reason][locale]}`];
  const scopeText = scopeName(scope, locale);
  const timeText = formatInstant(at, localization);
  if (locale === 'ja') {
    const currentCertificate = thumbprint === undefined ? '' : `現在の証明書は ${thumbprint} です。`;
    return [`確認: ${scopeText} (${timeText})。${currentCertificate}`];
  }
  const currentCertificate = thumbprint === undefined ? '' : ` The selected certificate is now ${thumbprint}.`;
  return [`Confirmed by: ${scopeText}, on ${timeText}.${currentCertificate}`];
}

/**
 * Returns the line with the files that the cleared event named; empty if it named a certificate.
 */
function fileLines({ store, thumbprint, locations, files = [] }: Facts, locale: Locale): readonly string[] {
  const paths = locations ?? files.map(({ path }) => path);
  if (store === undefined || thumbprint !== undefined || paths.length === 0) return [];
  return [`${locale === 'ja' ? '通知していたファイル' : 'Named files'}: ${paths.join(', ')}`];
}

/**
 * Returns the first line: the object, and how long the condition was open. The line does not say
 * `Resolved` if the problem continues as another event.
 */
function firstLine({ parameters, facts }: EventContent, locale: Locale): string {
  const [eventId = '', subject = '', seconds = '0'] = parameters;
  const durationText = formatDuration(Number(seconds) * 1000, locale);
  const objectText = objectName(subject, facts, locale);
  const reason = facts.cleared?.evidence.reason;
  if (reason !== 'expired' && reason !== 'reclassified') {
    return locale === 'ja'
      ? `解消しました (${durationText}継続): イベント ${eventId}、${objectText}`
      : `Resolved after ${durationText}: event ${eventId}, ${objectText}.`;
  }
  const isExpired = reason === 'expired';
  if (locale === 'ja')
    return `${isExpired ? '有効期限切れになりました' : '別のイベントに移行しました'} (イベント ${eventId}、${durationText}継続): ${objectText}`;
  return `${isExpired ? 'Expired' : 'Replaced by another event'} after ${durationText}: event ${eventId}, ${objectText}.`;
}

/**
 * A condition was cleared. Parameters: number and subject of its event, and its duration in
 * seconds.
 */
export const conditionCleared: EventDefinition = {
  eventId: 1900,
  symbolicName: 'ConditionCleared',
  provider: 'own',
  level: 'Information',
  parameters: ['eventId', 'subject', 'seconds'],
  en: (content, localization) => [
    firstLine(content, 'en'),
    ...confirmationLines(content.facts, localization),
    ...fileLines(content.facts, 'en'),
  ],
  ja: (content, localization) => [
    firstLine(content, 'ja'),
    ...confirmationLines(content.facts, localization),
    ...fileLines(content.facts, 'ja'),
  ],
};
