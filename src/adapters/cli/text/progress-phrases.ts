import { singularOrPlural } from '../../../domain/event/count-with-noun.ts';
import { type Phrase, phrase } from '../../../domain/text/phrase.ts';

/** The counts of a progress line. */
export interface ProgressCounts {
  readonly done: number;
  /** undefined: not known yet. */
  readonly total: number | undefined;
}

/**
 * Returns the phrase for the counts of one unit: `3 of 8 files`, or without a total `3 files`.
 * @param unit in English, for singular and plural; in Japanese, with the noun and the counter
 */
function countsOf(unit: Phrase<(text: string, count: number) => string>): Phrase<(counts: ProgressCounts) => string> {
  return phrase({
    en: ({ done, total }: ProgressCounts) =>
      unit.en(total === undefined ? String(done) : `${done} of ${total}`, total ?? done),
    ja: ({ done, total }) => unit.ja(total === undefined ? String(done) : `${done}/${total}`, total ?? done),
  });
}

/** The texts of progress lines. Names are escaped. */
export const PROGRESS_PHRASES = {
  /** The activities. */
  discover: phrase({ en: 'Discovering servers', ja: 'サーバーを検出中' }),
  readStore: phrase({
    en: (store: string) => `Reading store "${store}"`,
    ja: (store) => `「${store}」を読み取り中`,
  }),
  readFile: phrase({
    en: (path: string) => `Reading ${path}`,
    ja: (path) => `${path} を読み取り中`,
  }),
  probe: phrase({ en: 'Probing servers', ja: 'サーバーの接続確認中' }),
  probeServer: phrase({ en: (url: string) => `Probing ${url}`, ja: (url) => `${url} の接続確認中` }),
  export: phrase({ en: 'Exporting', ja: 'エクスポート中' }),
  backUp: phrase({ en: 'Backing up', ja: 'バックアップ中' }),
  restore: phrase({ en: 'Restoring', ja: '復元中' }),
  check: phrase({ en: 'Checking the copy', ja: 'コピーを検証中' }),
  /** The counts. */
  sources: countsOf(
    phrase({
      en: (text: string, count: number) => `${text} ${singularOrPlural(count, 'source', 'sources')}`,
      ja: (text) => `検出元 ${text} 個`,
    }),
  ),
  files: countsOf(
    phrase({
      en: (text: string, count: number) => `${text} ${singularOrPlural(count, 'file', 'files')}`,
      ja: (text) => `ファイル ${text} 個`,
    }),
  ),
  connectors: countsOf(
    phrase({
      en: (text: string, count: number) => `${text} ${singularOrPlural(count, 'connector', 'connectors')}`,
      ja: (text) => `コネクタ ${text} 個`,
    }),
  ),
  addresses: countsOf(
    phrase({
      en: (text: string, count: number) => `${text} ${singularOrPlural(count, 'address', 'addresses')}`,
      ja: (text) => `アドレス ${text} 個`,
    }),
  ),
  events: countsOf(
    phrase({
      en: (text: string, count: number) => `${text} ${singularOrPlural(count, 'event', 'events')}`,
      ja: (text) => `イベント ${text} 件`,
    }),
  ),
  megabytes: phrase({
    en: ({ done, total }: ProgressCounts) => `${total === undefined ? done : `${done} of ${total}`} MB`,
    ja: ({ done, total }) => `${total === undefined ? done : `${done}/${total}`} MB`,
  }),
  /** The rest of the line. */
  activityWith: phrase({
    en: (activity: string, counts: string) => `${activity}: ${counts}`,
    ja: (activity, counts) => `${activity}: ${counts}`,
  }),
  perSecond: phrase({ en: (rate: string) => `${rate}/s`, ja: (rate) => `毎秒 ${rate}` }),
  left: phrase({ en: (duration: string) => `${duration} left`, ja: (duration) => `残り ${duration}` }),
  separator: phrase({ en: ', ', ja: '、' }),
};
