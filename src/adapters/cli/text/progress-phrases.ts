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
 * @param ja the noun and the counter
 */
function countsOf(
  singular: string,
  plural: string,
  ja: readonly [noun: string, counter: string],
): Phrase<(counts: ProgressCounts) => string> {
  return phrase({
    en: ({ done, total }: ProgressCounts) =>
      `${total === undefined ? done : `${done} of ${total}`} ${singularOrPlural(total ?? done, singular, plural)}`,
    ja: ({ done, total }) => `${ja[0]} ${total === undefined ? done : `${done}/${total}`} ${ja[1]}`,
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
  sources: countsOf('source', 'sources', ['検出元', '個']),
  files: countsOf('file', 'files', ['ファイル', '個']),
  connectors: countsOf('connector', 'connectors', ['コネクタ', '個']),
  addresses: countsOf('address', 'addresses', ['アドレス', '個']),
  events: countsOf('event', 'events', ['イベント', '件']),
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
