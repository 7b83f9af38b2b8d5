import { countWithNoun } from '../../../domain/event/count-with-noun.ts';
import { formatDuration } from '../../../domain/event/format-duration.ts';
import { phrase } from '../../../domain/text/phrase.ts';
import { renderDuration } from '../../../formats/text/duration.ts';
import { CONDITION_PHRASES, type OpenCounts } from './condition-phrases.ts';

/** The texts of `check`. Arguments are escaped and formatted. */
export const CHECK_PHRASES = {
  /** Follows the result of a scan by the command itself. */
  scannedNow: phrase({
    en: 'scanned now, because no daemon has scanned here',
    ja: 'デーモンのスキャンがないため、今回スキャンしました',
  }),
  /** Follows `scannedNow` for a store that does not exist yet; begins with its separator. */
  storeNotCreatedYet: phrase({
    en: (store: string) => `; the daemon creates ${store} at its first start`,
    ja: (store) => `。${store} は初回起動時に作成されます`,
  }),
  openConditions: phrase({
    en: (open: OpenCounts, first: string) => `${CONDITION_PHRASES.counts.en(open)}: ${first}`,
    ja: (open, first) => `${CONDITION_PHRASES.counts.ja(open)}: ${first}`,
  }),
  noOpenConditions: phrase({
    en: (connectors: number) => `${countWithNoun(connectors, 'connector')}, no open conditions`,
    ja: (connectors) => `コネクタ ${connectors} 個、未解消の問題なし`,
  }),
  allValid: phrase({
    en: (certificates: number) => `${countWithNoun(certificates, 'certificate')} valid`,
    ja: (certificates) => `証明書 ${certificates} 個すべて有効`,
  }),
  firstExpires: phrase({
    en: (name: string, timeLeft: string) => `${name} expires first, in ${timeLeft}`,
    ja: (name, timeLeft) => `最も早い有効期限は ${name} (あと ${timeLeft})`,
  }),
  expiredAgo: phrase({
    en: (name: string, ago: string, path: string) => `${name} expired ${ago} ago (${path})`,
    ja: (name, ago, path) => `${name} は ${ago}前に有効期限切れ (${path})`,
  }),
  expiresIn: phrase({
    en: (name: string, timeLeft: string, path: string) => `${name} expires in ${timeLeft} (${path})`,
    ja: (name, timeLeft, path) => `${name} の有効期限まであと ${timeLeft} (${path})`,
  }),
  notYetValid: phrase({
    en: (name: string, path: string) => `${name} is not valid yet (${path})`,
    ja: (name, path) => `${name} はまだ有効ではありません (${path})`,
  }),
  andOthers: phrase({ en: (count: number) => `and ${count} more`, ja: (count) => `ほか ${count} 件` }),
  noCertificate: phrase({
    en: (paths: string) => `no certificate in ${paths}`,
    ja: (paths) => `${paths} に証明書がありません`,
  }),
  cannotRead: phrase({
    en: (location: string, error: string) => `cannot read ${location}: ${error}`,
    ja: (location, error) => `${location} を読み取れません: ${error}`,
  }),
  /**
   * The limits cannot be applied.
   * @param others the number of further connectors
   */
  limitsUnknown: phrase({
    en: (connector: string, others: number) =>
      `cannot apply -w/-c to ${connector}${others === 0 ? '' : ` and ${others} more`}: no permission to read the certificates; run as a user who can`,
    ja: (connector, others) =>
      `-w と -c を適用できません: ${connector}${others === 0 ? ' ' : ` ほか ${others} 個`}の証明書を読み取る権限がありません。権限のあるユーザーで実行してください`,
  }),
  /** @param duration ms */
  timedOut: phrase({
    en: (duration: number) => `timed out after ${renderDuration(duration)}`,
    ja: (duration) => `${formatDuration(duration, 'ja')}でタイムアウトしました`,
  }),
};
