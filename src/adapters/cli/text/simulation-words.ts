import type { Locale } from '../../../domain/text/locale.ts';

/** The texts of simulations and fixes, in one language. Arguments are escaped and formatted. */
interface SimulationWords {
  readonly assumingLabel: string;
  /**
   * An assumed file.
   * @param services empty: none
   */
  readonly file: (path: string, store: string, services: string) => string;
  readonly caCertificates: (count: number) => string;
  /** An assumed time. */
  readonly time: (at: string) => string;
  readonly selectedLabel: string;
  readonly noConnectorChanges: string;
  readonly change: (connector: string, before: string, after: string) => string;
  readonly raisedLabel: string;
  readonly escalatedLabel: string;
  readonly clearedLabel: string;
  readonly eventsLabel: string;
  readonly noEvent: string;
  /** The label of the fix. */
  readonly fixLabel: string;
  /** The label of commands for diagnosis if there is no fix. */
  readonly diagnoseLabel: string;
  /**
   * A line of YAML that a fix adds: to a file next to the certificate, or to the entry of a store
   * or connector in the configuration.
   */
  readonly configChange: {
    readonly inFile: (line: string, file: string) => string;
    readonly ofStore: (line: string, store: string, place: string) => string;
    readonly ofConnector: (line: string, connector: string, place: string) => string;
  };
  /** Follows `configChange.inFile`. */
  readonly appliesToDirectory: string;
  readonly afterFixLabel: string;
  /** The simulated result of a fix. */
  readonly outcome: (selection: string, clearedIds: readonly number[], raisedIds: readonly number[]) => string;
}

const eventIds = (ids: readonly number[], separator: string): string =>
  [...new Set(ids)].map((id) => String(id)).join(separator);

/** The texts of simulations, by language. */
export const SIMULATION_WORDS: Readonly<Record<Locale, SimulationWords>> = {
  en: {
    assumingLabel: 'Assuming',
    file: (path, store, services) => `${path} in store ${store}${services === '' ? '' : `, for ${services}`}`,
    caCertificates: (count) => `and ${count} CA ${count === 1 ? 'certificate' : 'certificates'}`,
    time: (at) => `the time is ${at}`,
    selectedLabel: 'Selected',
    noConnectorChanges: 'no change for any connector',
    change: (connector, before, after) => `${connector}: ${before} -> ${after}`,
    raisedLabel: 'Raised',
    escalatedLabel: 'Escalated',
    clearedLabel: 'Cleared',
    eventsLabel: 'Events',
    noEvent: 'none raised, none cleared',
    fixLabel: 'Fix',
    diagnoseLabel: 'Diagnose',
    configChange: {
      inFile: (line, file) => `add ${line} to ${file}`,
      ofStore: (line, store, place) => `add ${line} to store ${store} (${place})`,
      ofConnector: (line, connector, place) => `add ${line} to connector ${connector} (${place})`,
    },
    appliesToDirectory: '(applies to every certificate in that directory, and overrides the services of the store)',
    afterFixLabel: 'After fix',
    outcome: (selection, clearedIds, raisedIds) =>
      [
        `selects ${selection}`,
        ...(clearedIds.length === 0 ? [] : [`${eventIds(clearedIds, ', ')} cleared`]),
        raisedIds.length === 0 ? 'no event raised' : `${eventIds(raisedIds, ', ')} raised`,
      ].join('; '),
  },
  ja: {
    assumingLabel: '想定',
    file: (path, store, services) =>
      `${path} をストア「${store}」に置いた場合${services === '' ? '' : ` (サービス ${services})`}`,
    caCertificates: (count) => `ほかに CA 証明書 ${count} 個`,
    time: (at) => `${at} の時点`,
    selectedLabel: '選択された証明書',
    noConnectorChanges: 'すべてのコネクタで変更なし',
    change: (connector, before, after) => `${connector}: ${before} -> ${after}`,
    raisedLabel: '発生',
    escalatedLabel: '緊急度上昇',
    clearedLabel: '解消',
    eventsLabel: 'イベント',
    noEvent: '発生も解消もありません',
    fixLabel: '対処',
    diagnoseLabel: '診断',
    configChange: {
      inFile: (line, file) => `${file} に ${line} と記述`,
      ofStore: (line, store, place) => `ストア「${store}」(${place}) に ${line} と記述`,
      ofConnector: (line, connector, place) => `コネクタ「${connector}」(${place}) に ${line} と記述`,
    },
    appliesToDirectory: '(同じフォルダーの証明書すべてに適用され、ストアの services より優先)',
    afterFixLabel: '対処後',
    outcome: (selection, clearedIds, raisedIds) =>
      [
        `選択される証明書は ${selection}`,
        ...(clearedIds.length === 0 ? [] : [`${eventIds(clearedIds, '、')} が解消`]),
        raisedIds.length === 0 ? '新たな問題なし' : `${eventIds(raisedIds, '、')} が発生`,
      ].join('、'),
  },
};
