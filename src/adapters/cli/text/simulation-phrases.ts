import { phrase } from '../../../domain/text/phrase.ts';

const eventIds = (ids: readonly number[], separator: string): string =>
  [...new Set(ids)].map((id) => String(id)).join(separator);

/** The texts of simulations and fixes. Arguments are escaped and formatted. */
export const SIMULATION_PHRASES = {
  assumingLabel: phrase({ en: 'Assuming', ja: '想定' }),
  /**
   * An assumed file.
   * @param services empty: none
   */
  file: phrase({
    en: (path: string, store: string, services: string) =>
      `${path} in store ${store}${services === '' ? '' : `, for ${services}`}`,
    ja: (path, store, services) =>
      `${path} をストア「${store}」に置いた場合${services === '' ? '' : ` (サービス ${services})`}`,
  }),
  caCertificates: phrase({
    en: (count: number) => `and ${count} CA ${count === 1 ? 'certificate' : 'certificates'}`,
    ja: (count) => `ほかに CA 証明書 ${count} 個`,
  }),
  /** An assumed time. */
  time: phrase({ en: (at: string) => `the time is ${at}`, ja: (at) => `${at} の時点` }),
  selectedLabel: phrase({ en: 'Selected', ja: '選択された証明書' }),
  noConnectorChanges: phrase({ en: 'no change for any connector', ja: 'すべてのコネクタで変更なし' }),
  change: phrase({
    en: (connector: string, before: string, after: string) => `${connector}: ${before} -> ${after}`,
    ja: (connector, before, after) => `${connector}: ${before} -> ${after}`,
  }),
  raisedLabel: phrase({ en: 'Raised', ja: '発生' }),
  escalatedLabel: phrase({ en: 'Escalated', ja: '緊急度上昇' }),
  clearedLabel: phrase({ en: 'Cleared', ja: '解消' }),
  eventsLabel: phrase({ en: 'Events', ja: 'イベント' }),
  noEvent: phrase({ en: 'none raised, none cleared', ja: '発生も解消もありません' }),
  /** The label of the fix. */
  fixLabel: phrase({ en: 'Fix', ja: '対処' }),
  /** The label of commands for diagnosis if there is no fix. */
  diagnoseLabel: phrase({ en: 'Diagnose', ja: '診断' }),
  /**
   * A line of YAML that a fix adds: to a file next to the certificate, or to the entry of a store
   * or connector in the configuration.
   */
  configChange: {
    inFile: phrase({
      en: (line: string, file: string) => `add ${line} to ${file}`,
      ja: (line, file) => `${file} に ${line} と記述`,
    }),
    ofStore: phrase({
      en: (line: string, store: string, place: string) => `add ${line} to store ${store} (${place})`,
      ja: (line, store, place) => `ストア「${store}」(${place}) に ${line} と記述`,
    }),
    ofConnector: phrase({
      en: (line: string, connector: string, place: string) => `add ${line} to connector ${connector} (${place})`,
      ja: (line, connector, place) => `コネクタ「${connector}」(${place}) に ${line} と記述`,
    }),
  },
  /** Follows `configChange.inFile`. */
  appliesToDirectory: phrase({
    en: '(applies to every certificate in that directory, and overrides the services of the store)',
    ja: '(同じフォルダーの証明書すべてに適用され、ストアの services より優先)',
  }),
  afterFixLabel: phrase({ en: 'After fix', ja: '対処後' }),
  /** The simulated result of a fix. */
  outcome: phrase({
    en: (selection: string, clearedIds: readonly number[], raisedIds: readonly number[]) =>
      [
        `selects ${selection}`,
        ...(clearedIds.length === 0 ? [] : [`${eventIds(clearedIds, ', ')} cleared`]),
        raisedIds.length === 0 ? 'no event raised' : `${eventIds(raisedIds, ', ')} raised`,
      ].join('; '),
    ja: (selection, clearedIds, raisedIds) => {
      const changes = [
        ...(clearedIds.length === 0 ? [] : [`${eventIds(clearedIds, '、')} が解消`]),
        raisedIds.length === 0 ? '新たな問題なし' : `${eventIds(raisedIds, '、')} が発生`,
      ];
      return `選択される証明書: ${selection}。${changes.join('、')}`;
    },
  }),
};
