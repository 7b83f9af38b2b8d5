import { joinJapanese } from '../text/join-japanese.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import type { Instant } from '../time.ts';
import type { CertificateData } from './data/certificate-data.ts';
import type { ListData } from './data/list-data.ts';
import type { ObservationData } from './data/probe-data.ts';
import { remainingTimeOf } from './format-duration.ts';
import type { EventLine, Writer } from './writer.ts';

/** Returns the line with the expiry of the certificate of an event. */
export function expiryLine({ notAfter }: Pick<CertificateData, 'notAfter'>): EventLine {
  return phrase({
    en: (write: Writer) => `It expires on ${write.instant(notAfter)}.`,
    ja: (write) => `有効期限: ${write.instant(notAfter)}`,
  });
}

/**
 * Returns the remaining time of a certificate; in Japanese as the end of a sentence: `71 時間 (2 日 23
 * 時間) です`.
 */
export function remainingTime(
  data: Pick<CertificateData, 'notAfter'>,
  timeCreated: Instant | undefined,
  hours: string,
): EventLine {
  return phrase({
    en: () => remainingTimeOf(data, timeCreated, hours, 'en'),
    ja: () => joinJapanese(remainingTimeOf(data, timeCreated, hours, 'ja'), 'です'),
  });
}

/**
 * Returns the line with the earlier scan on which the event is based, if the store cannot be read.
 */
export function earlierScanLines({ lastSeen }: Partial<ObservationData>): readonly EventLine[] {
  if (lastSeen === undefined) return [];
  return [
    phrase({
      en: (write: Writer) =>
        `The store cannot be read at present; this event is based on the scan of ${write.instant(lastSeen)}.`,
      ja: (write) => `ストアを現在読み取れないため、${write.instant(lastSeen)} のスキャンに基づいています。`,
    }),
  ];
}

/** Returns the line with the number of objects that are not listed; empty if all are. */
export function othersLines(count: number, listed: number): readonly EventLine[] {
  const others = count - listed;
  return others <= 0 ? [] : [phrase({ en: `and ${others} more`, ja: `ほか ${others} 個` })];
}

/** Returns a line for each listed certificate, with names and expiry, and a count of the others. */
export function certificateLines({
  certificates,
  count,
}: Pick<ListData, 'certificates' | 'count'>): readonly EventLine[] {
  const lines = certificates.map(({ thumbprint, names, notAfter, detail }) => {
    const object = (write: Writer): string => `${thumbprint} (${write.list(names)})`;
    return phrase({
      en: (write: Writer) =>
        `${object(write)}: ${detail === undefined ? '' : `${detail}; `}expiry ${write.instant(notAfter)}`,
      ja: (write) =>
        `${object(write)}: ${detail === undefined ? '' : `${detail}、`}有効期限 ${write.instant(notAfter)}`,
    });
  });
  return [...lines, ...othersLines(count, certificates.length)];
}

/** The line that mail servers must be reloaded after a renewal. */
export const RELOAD_SERVERS: Phrase<string> = phrase({
  en: 'Mail servers serve the old certificate until they are reloaded: mailcertd connectors reload --all',
  ja: 'メール サーバーは、再読み込みするまで以前の証明書を提示し続けます。再読み込みのコマンド: mailcertd connectors reload --all',
});
