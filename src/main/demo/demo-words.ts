import { countWithNoun } from '../../domain/event/count-with-noun.ts';
import type { Locale } from '../../domain/text/locale.ts';

/** The texts of the demo in one language. Commands, paths and times are inserted as they are. */
interface DemoWords {
  readonly title: (version: string, directory: string) => string;
  readonly store: string;
  readonly issued: string;
  readonly unchanged: string;
  readonly connectors: string;
  readonly fqdnOfComputer: (fqdn: string) => string;
  readonly fix: string;
  readonly undo: string;
  readonly inAnotherTerminal: string;
  readonly willClear: string;
  readonly willBeRaised: string;
  readonly query: string;
  readonly setUp: string;
  readonly scanned: (certificates: number, connectors: number) => string;
  readonly events: (scanned: string, count: number) => string;
  readonly nothingNew: (scanned: string) => string;
  readonly stillOpen: (count: number, notified: string, next: string) => string;
  readonly showsEvents: (command: string) => string;
}

/** The texts of the demo, by language. */
export const DEMO_WORDS: Readonly<Record<Locale, DemoWords>> = {
  en: {
    title: (version, directory) =>
      `mailcertd ${version} demo: a sample store, real files, a real scan. It changes files only in ./${directory}. Press Ctrl-C to stop.`,
    store: 'store',
    issued: 'issued just now',
    unchanged: 'unchanged',
    connectors: 'connectors',
    fqdnOfComputer: (fqdn) => `(FQDN of this computer: ${fqdn})`,
    fix: 'Fix',
    undo: 'Undo',
    inAnotherTerminal: 'in another terminal, in this directory:',
    willClear: '12014 then clears here.',
    willBeRaised: '12014 is then raised again here.',
    query: 'Query',
    setUp: 'Set up',
    scanned: (certificates, connectors) =>
      `Scanned ${countWithNoun(certificates, 'certificate')} and ${countWithNoun(connectors, 'connector')}`,
    events: (scanned, count) => `${scanned}: ${countWithNoun(count, 'event')}.`,
    nothingNew: (scanned) => `${scanned}: no new events.`,
    stillOpen: (count, notified, next) =>
      `${countWithNoun(count, 'condition')} still open, last notified ${notified}; next reminder ${next}.`,
    showsEvents: (command) => `${command} shows the events.`,
  },
  ja: {
    title: (version, directory) =>
      `mailcertd ${version} デモ: サンプルの証明書ストアを実際にスキャンします。./${directory} の外には触れません。Ctrl-C で終了します。`,
    store: 'ストア',
    issued: '今回発行',
    unchanged: '前回のまま',
    connectors: 'コネクタ',
    fqdnOfComputer: (fqdn) => `(コンピューターの FQDN ${fqdn})`,
    fix: '対処',
    undo: '復元',
    inAnotherTerminal: '別の端末で、このフォルダーから:',
    willClear: 'を実行すると、12014 の解消がここに表示されます。',
    willBeRaised: 'を実行すると、12014 が再びここに表示されます。',
    query: '確認',
    setUp: '導入',
    scanned: (certificates, connectors) => `スキャン完了: 証明書 ${certificates} 個、コネクタ ${connectors} 個`,
    events: (scanned, count) => `${scanned}、イベント ${count} 件`,
    nothingNew: (scanned) => `${scanned}、新しいイベントはありません`,
    stillOpen: (count, notified, next) => `未解消の問題 ${count} 件 (通知 ${notified}、次回 ${next})`,
    showsEvents: (command) => `通知済みのイベントは ${command} で表示できます。`,
  },
};
