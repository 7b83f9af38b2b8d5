import type { Locale } from '../../../domain/event/event-definition.ts';

/** The texts of simulations, in one language. */
interface SimulationWords {
  readonly assuming: string;
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
  readonly fix: string;
  /** The label of commands for diagnosis if there is no fix. */
  readonly diagnose: string;
  /**
   * The place of a line of YAML: a file next to the certificate, or an entry of the configuration.
   */
  readonly say: {
    readonly inFile: (line: string, file: string) => string;
    readonly ofStore: (line: string, store: string, place: string) => string;
    readonly ofConnector: (line: string, connector: string, place: string) => string;
  };
  readonly forDirectory: string;
  readonly afterwards: string;
  readonly outcome: (what: string, goes: readonly number[], comes: readonly number[]) => string;
}

const counted = (ids: readonly number[], separator: string): string =>
  [...new Set(ids)].map((id) => String(id)).join(separator);

/** The texts of simulations, by language. */
export const SIMULATION_WORDS: Readonly<Record<Locale, SimulationWords>> = {
  en: {
    assuming: 'Assuming',
    file: (path, store, services) => `${path} in store ${store}${services === '' ? '' : `, for ${services}`}`,
    authorities: (count) => `and ${count} CA ${count === 1 ? 'certificate' : 'certificates'}`,
    enabled: (thumbprint) => `${thumbprint} is enabled for SMTP`,
    time: (at) => `the time is ${at}`,
    presents: 'Selected',
    sameAsNow: 'no change for any connector',
    change: (connector, before, after) => `${connector}: ${before} -> ${after}`,
    comes: 'Raised',
    escalates: 'Escalated',
    goes: 'Cleared',
    events: 'Events',
    noEvent: 'none raised, none cleared',
    fix: 'Fix',
    diagnose: 'Diagnose',
    say: {
      inFile: (line, file) => `add ${line} to ${file}`,
      ofStore: (line, store, place) => `add ${line} to store ${store} (${place})`,
      ofConnector: (line, connector, place) => `add ${line} to connector ${connector} (${place})`,
    },
    forDirectory: '(applies to every certificate in that directory, and overrides the services of the store)',
    afterwards: 'After fix',
    outcome: (what, goes, comes) =>
      [
        `selects ${what}`,
        ...(goes.length === 0 ? [] : [`${counted(goes, ', ')} cleared`]),
        comes.length === 0 ? 'no event raised' : `${counted(comes, ', ')} raised`,
      ].join('; '),
  },
  ja: {
    assuming: '想定',
    file: (path, store, services) =>
      `${path} をストア「${store}」に置いた場合${services === '' ? '' : ` (サービス ${services})`}`,
    authorities: (count) => `ほかに CA 証明書 ${count} 個`,
    enabled: (thumbprint) => `${thumbprint} を SMTP サービスに割り当てた場合`,
    time: (at) => `${at} の時点`,
    presents: '選択された証明書',
    sameAsNow: 'すべてのコネクタで変更なし',
    change: (connector, before, after) => `${connector}: ${before} -> ${after}`,
    comes: '発生',
    escalates: '緊急度上昇',
    goes: '解消',
    events: 'イベント',
    noEvent: '発生も解消もありません',
    fix: '対処',
    diagnose: '診断',
    say: {
      inFile: (line, file) => `${file} に ${line} と記述`,
      ofStore: (line, store, place) => `ストア「${store}」(${place}) に ${line} と記述`,
      ofConnector: (line, connector, place) => `コネクタ「${connector}」(${place}) に ${line} と記述`,
    },
    forDirectory: '(同じフォルダーの証明書すべてに適用され、ストアの services より優先)',
    afterwards: '対処後',
    outcome: (what, goes, comes) =>
      [
        `選択される証明書は ${what}`,
        ...(goes.length === 0 ? [] : [`${counted(goes, '、')} が解消`]),
        comes.length === 0 ? '新たな問題なし' : `${counted(comes, '、')} が発生`,
      ].join('、'),
  },
};
