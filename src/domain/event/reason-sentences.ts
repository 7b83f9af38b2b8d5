import { type Phrase, phrase } from '../text/phrase.ts';
import type { ReasonData } from './data/reason-data.ts';
import type { SelectionData } from './data/selection-data.ts';
import { labeledLine } from './line.ts';
import { reasonInEvent } from './reason-in-event.ts';
import { detailedRejectionText, rejectionText } from './rejection-text.ts';
import type { EventLine, Writer } from './writer.ts';

/** Returns the line with the reason and its code; empty without a reason. */
export function reasonLines({ reason }: Partial<Pick<ReasonData, 'reason'>>): readonly EventLine[] {
  // Records of earlier versions may have an empty reason.
  if (!reason) return [];
  return [labeledLine(phrase({ en: 'Reason', ja: '理由' }), (write) => reasonInEvent(reason, write.locale))];
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
  if (nearestMiss.reason === reason && detailedRejectionText(nearestMiss, 'en') === undefined)
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

const GRANT_ACCESS_TO_FILES: Phrase<string> = phrase({
  en: 'Grant the account of mailcertd read access to these files and search access (x) to the directories above them.',
  ja: 'mailcertd を実行するアカウントに、これらのファイルの読み取りと、上位フォルダーの検索 (x) を許可してください。',
});

/** Returns the line with the required access to a path; empty if access was not denied. */
export function grantAccessLines(
  { reason }: Partial<ReasonData>,
  target: 'path' | 'files' = 'path',
): readonly EventLine[] {
  if (reason !== 'permission_denied') return [];
  return [target === 'path' ? GRANT_ACCESS : GRANT_ACCESS_TO_FILES];
}
