import { phrase } from '../../../../domain/text/phrase.ts';

/** The help of `mailcertd notifiers` and its subcommands. */
export const NOTIFIERS_HELP = {
  description: phrase({ en: 'list notifiers, and send a test', ja: '通知先の一覧、テスト通知の送信' }),
  list: {
    description: phrase({
      en: 'list notifiers with filters, last success, queue and attempt results',
      ja: '通知先の一覧 (条件、前回の成功、送信待ち、試行の結果)',
    }),
  },
  test: {
    description: phrase({
      en: "send a marked test as the daemon's account (exit 1 if it fails)",
      ja: 'デーモンのアカウントでのテスト通知の送信 (失敗時の終了コード: 1)',
    }),
    notifier: phrase({ en: 'name of the notifier', ja: '通知先の名前' }),
  },
};
