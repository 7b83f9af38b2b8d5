import type { Locale } from '../../../domain/event/event-definition.ts';

/** The texts of simulations, in one language. */
interface SimulationWords {
  readonly supposed: string;
  readonly file: (path: string, store: string, services: string) => string;
  readonly authorities: (count: number) => string;
  readonly enabled: (thumbprint: string) => string;
  readonly time: (at: string) => string;
  readonly presents: string;
  readonly sameAsNow: string;
  readonly change: (connector: string, before: string, after: string) => string;
  readonly comes: string;
  readonly escalates: string;
  readonly goes: string;
  readonly events: string;
  readonly noEvent: string;
  /** The label of the fix. */
  readonly toMend: string;
  /** The label of commands for diagnosis if there is no fix. */
  readonly look: string;
  /**
   * The place of a line of YAML: a file next to the certificate, or an entry of the configuration.
   */
  readonly say: {
    readonly inFile: (line: string, file: string) => string;
    readonly ofStore: (line: string, store: string, place: string) => string;
    readonly ofConnector: (line: string, connector: string, place: string) => string;
  };
  readonly forFolder: string;
  readonly afterwards: string;
  readonly outcome: (what: string, goes: readonly number[], comes: readonly number[]) => string;
}

const counted = (ids: readonly number[], separator: string): string =>
  [...new Set(ids)].map((id) => String(id)).join(separator);

/** The texts of simulations, by language. */
export const SIMULATION_WORDS: Readonly<Record<Locale, SimulationWords>> = {
  en: {
    supposed: 'Supposed',
    file: (path, store, services) => `${path} lies in store ${store}${services === '' ? '' : `, for ${services}`}`,
    authorities: (count) => `and ${count} of ${count === 1 ? 'an authority' : 'authorities'}`,
    enabled: (thumbprint) => `${thumbprint} is enabled for SMTP`,
    time: (at) => `it is ${at}`,
    presents: 'Presents',
    sameAsNow: 'every connector the same as now',
    change: (connector, before, after) => `${connector}: ${before} -> ${after}`,
    comes: 'Comes',
    escalates: 'Worsens',
    goes: 'Goes',
    events: 'Events',
    noEvent: 'none comes, none goes',
    toMend: 'To mend',
    look: 'Look',
    say: {
      inFile: (line, file) => `write ${line} in ${file}`,
      ofStore: (line, store, place) => `write ${line} for store ${store} (${place})`,
      ofConnector: (line, connector, place) => `write ${line} for connector ${connector} (${place})`,
    },
    forFolder: '(it goes for every certificate in that folder, and before what the store says)',
    afterwards: 'Then',
    outcome: (what, goes, comes) =>
      [
        `it would present ${what}`,
        ...(goes.length === 0 ? [] : [`${counted(goes, ', ')} ${goes.length === 1 ? 'clears' : 'clear'}`]),
        comes.length === 0 ? 'nothing else comes' : `${counted(comes, ', ')} ${comes.length === 1 ? 'comes' : 'come'}`,
      ].join('; '),
  },
  ja: {
    supposed: '想定',
    file: (path, store, services) =>
      `${path} をストア「${store}」に置いた場合${services === '' ? '' : ` (サービス ${services})`}`,
    authorities: (count) => `他に CA 証明書 ${count} 個`,
    enabled: (thumbprint) => `${thumbprint} を SMTP サービスに割り当てた場合`,
    time: (at) => `${at} の時点`,
    presents: '提示する証明書',
    sameAsNow: 'すべてのコネクタで現在と同じ',
    change: (connector, before, after) => `${connector}: ${before} -> ${after}`,
    comes: '発生',
    escalates: '緊急度上昇',
    goes: '解消',
    events: 'イベント',
    noEvent: '発生も解消もありません',
    toMend: '対処',
    look: '確認',
    say: {
      inFile: (line, file) => `${file} に ${line} と記述`,
      ofStore: (line, store, place) => `ストア「${store}」(${place}) に ${line} と記述`,
      ofConnector: (line, connector, place) => `コネクタ「${connector}」(${place}) に ${line} と記述`,
    },
    forFolder: '(同じフォルダーの証明書すべてに適用され、ストアの services より優先)',
    afterwards: '対処後',
    outcome: (what, goes, comes) =>
      [
        `提示する証明書は ${what}`,
        ...(goes.length === 0 ? [] : [`${counted(goes, '、')} が解消`]),
        comes.length === 0 ? '新たな問題なし' : `${counted(comes, '、')} が発生`,
      ].join('、'),
  },
};
