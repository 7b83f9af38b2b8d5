import { reasonText } from '../failure/reason-text.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import type { ReasonData } from './data/reason-data.ts';
import type { SelectionData } from './data/selection-data.ts';
import { fileErrorText, rejectionReasonText, rejectionText } from './rejection-text.ts';
import type { EventLine, Writer } from './writer.ts';

/**
 * Japanese texts of TLS failures, by the result types that mail servers report.
 * @see RFC 8460 section 4.3
 */
const JAPANESE_TLS_TEXTS: ReadonlyMap<string, string> = new Map([
  ['starttls-not-supported', 'STARTTLS を利用できません'],
  ['certificate-not-trusted', '証明書が信頼されていません'],
  ['validation-failure', '安全とみなせない接続です'],
]);

/** Returns a reason with its code, or the code of a reason that this version does not know. */
function reasonInJapanese(reason: string): string {
  const text =
    rejectionReasonText(reason, 'ja') ??
    fileErrorText(reason, 'ja') ??
    JAPANESE_TLS_TEXTS.get(reason) ??
    reasonText(reason, 'ja');
  return text === undefined ? reason : `${text} (${reason})`;
}

/**
 * Returns the line with the reason. It contains the code of the reason, so that administrators can
 * search for it. Empty without a reason.
 */
export function reasonLines({ reason, path }: Partial<ReasonData>): readonly EventLine[] {
  if (reason === undefined || reason === '') return [];
  const fileError = fileErrorText(reason, 'en');
  if (path !== undefined && fileError !== undefined) {
    return [
      phrase({
        en: () => `Reason: ${reason}: ${path} ${fileError}`,
        ja: () => `理由: ${fileErrorText(reason, 'ja')}: ${path} (${reason})`,
      }),
    ];
  }
  return [phrase({ en: () => `Reason: ${reason}`, ja: () => `理由: ${reasonInJapanese(reason)}` })];
}

const NO_CLOSEST_CERTIFICATE: Phrase<string> = phrase({
  en: 'Closest certificate: none; no certificate in the stores has a name of this domain.',
  ja: '最も近い候補: なし (このドメインの名前を含む証明書はストアにありません)',
});

/**
 * Returns the line with the certificate that was almost selected, and why it was rejected, unless
 * that is only the reason of the event.
 */
export function closestCertificateLine({ nearestMiss, reason }: Partial<SelectionData & ReasonData>): EventLine {
  if (nearestMiss === undefined) return NO_CLOSEST_CERTIFICATE;
  const { thumbprint, notAfter } = nearestMiss;
  const names = (write: Writer): string => write.list(nearestMiss.names.slice(0, 5));
  if (rejectionText(nearestMiss, 'en') === rejectionReasonText(reason ?? '', 'en'))
    return phrase({
      en: (write: Writer) =>
        `Closest certificate: ${thumbprint} (${names(write)}; expires on ${write.instant(notAfter)})`,
      ja: (write) => `最も近い候補: ${thumbprint} (${names(write)}、有効期限 ${write.instant(notAfter)})`,
    });
  return phrase({
    en: (write: Writer) =>
      `Closest certificate: ${thumbprint} (${names(write)}; expires on ${write.instant(notAfter)}) ${rejectionText(nearestMiss, 'en')}.`,
    ja: (write) =>
      `最も近い候補: ${thumbprint} (${names(write)}、有効期限 ${write.instant(notAfter)})。${rejectionText(nearestMiss, 'ja')}。`,
  });
}

const GRANT_ACCESS: Phrase<string> = phrase({
  en: 'Grant the account of mailcertd read access to this path and search access (x) to the directories above it.',
  ja: 'mailcertd を実行するアカウントに、このパスの読み取りと、上位フォルダーの検索 (x) を許可してください。',
});

/** Returns the line with the required access to a path; empty if access was not denied. */
export function grantAccessLines({ reason }: Partial<ReasonData>): readonly EventLine[] {
  return reason === 'permission_denied' ? [GRANT_ACCESS] : [];
}
