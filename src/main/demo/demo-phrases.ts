import { countWithNoun } from '../../domain/event/count-with-noun.ts';
import { phrase } from '../../domain/text/phrase.ts';

/** The texts of the demo. Commands, paths and times are inserted as they are. */
export const DEMO_PHRASES = {
  title: phrase({
    en: (version: string, directory: string) =>
      `mailcertd ${version} demo: a sample store, real files, a real scan. It changes files only in ./${directory}. Press Ctrl-C to stop.`,
    ja: (version, directory) =>
      `mailcertd ${version} デモ: サンプルの証明書ストアを実際にスキャンします。./${directory} の外には触れません。Ctrl-C で終了します。`,
  }),
  store: phrase({ en: 'store', ja: 'ストア' }),
  issued: phrase({ en: 'issued just now', ja: '今回発行' }),
  unchanged: phrase({ en: 'unchanged', ja: '前回のまま' }),
  connectors: phrase({ en: 'connectors', ja: 'コネクタ' }),
  fqdnOfComputer: phrase({
    en: (fqdn: string) => `(FQDN of this computer: ${fqdn})`,
    ja: (fqdn) => `(コンピューターの FQDN ${fqdn})`,
  }),
  fix: phrase({ en: 'Fix', ja: '対処' }),
  undo: phrase({ en: 'Undo', ja: '復元' }),
  inAnotherTerminal: phrase({ en: 'in another terminal, in this directory:', ja: '別の端末で、このフォルダーから:' }),
  willClear: phrase({ en: '12014 then clears here.', ja: 'を実行すると、12014 の解消がここに表示されます。' }),
  willBeRaised: phrase({
    en: '12014 is then raised again here.',
    ja: 'を実行すると、12014 が再びここに表示されます。',
  }),
  query: phrase({ en: 'Query', ja: '確認' }),
  setUp: phrase({ en: 'Set up', ja: '導入' }),
  scanned: phrase({
    en: (certificates: number, connectors: number) =>
      `Scanned ${countWithNoun(certificates, 'certificate')} and ${countWithNoun(connectors, 'connector')}`,
    ja: (certificates, connectors) => `スキャン完了: 証明書 ${certificates} 個、コネクタ ${connectors} 個`,
  }),
  events: phrase({
    en: (scanned: string, count: number) => `${scanned}: ${countWithNoun(count, 'event')}.`,
    ja: (scanned, count) => `${scanned}、イベント ${count} 件`,
  }),
  nothingNew: phrase({
    en: (scanned: string) => `${scanned}: no new events.`,
    ja: (scanned) => `${scanned}、新しいイベントはありません`,
  }),
  stillOpen: phrase({
    en: (count: number, notified: string, next: string) =>
      `${countWithNoun(count, 'condition')} still open, last notified ${notified}; next reminder ${next}.`,
    ja: (count, notified, next) => `未解消の問題 ${count} 件 (通知 ${notified}、次回 ${next})`,
  }),
  showsEvents: phrase({
    en: (command: string) => `${command} shows the events.`,
    ja: (command) => `通知済みのイベントは ${command} で表示できます。`,
  }),
};
