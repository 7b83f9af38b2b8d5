import { phrase } from '../../../../domain/text/phrase.ts';

/** The help of `mailcertd state` and its subcommands. */
export const STATE_HELP = {
  description: phrase({
    en: 'back up and restore events, conditions, silences and deliveries',
    ja: 'イベント、問題、通知停止、送信のバックアップと復元',
  }),
  backup: {
    description: phrase({
      en: 'write a backup of the state to a file, also while the daemon runs',
      ja: '状態のファイルへのバックアップ (デーモンの動作中も可)',
    }),
    file: phrase({
      en: 'the new file, readable only by its owner',
      ja: '新しいファイル (所有者だけが読み取り可能)',
    }),
    force: phrase({ en: 'replace the file if it exists', ja: '既存のファイルを置き換え' }),
  },
  restore: {
    description: phrase({
      en: 'replace the state with a backup, while the daemon is stopped',
      ja: 'バックアップからの状態の復元 (デーモンの停止中のみ)',
    }),
    file: phrase({ en: 'a file of state backup', ja: 'state backup で作成したファイル' }),
  },
};
