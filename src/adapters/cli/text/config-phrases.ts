import { phrase } from '../../../domain/text/phrase.ts';

/** The texts about the configuration file. */
export const CONFIG_PHRASES = {
  valid: phrase({ en: (file: string) => `${file}: OK`, ja: (file) => `${file}: 問題ありません` }),
  warning: phrase({ en: (text: string) => `warning: ${text}`, ja: (text) => `警告: ${text}` }),
  written: phrase({ en: (file: string) => `Written: ${file}`, ja: (file) => `作成しました: ${file}` }),
  /** The new file needs the name of the computer. */
  computerNotSet: phrase({
    en: 'computer is not set, because the FQDN of this host is unknown; config check reports an error until you set it',
    ja: 'computer が未設定です。このホストの FQDN を判別できないため、この行に設定するまで config check はエラーになります',
  }),
  nextStep: phrase({
    en: 'Review the file, then run: mailcertd config check',
    ja: '内容を確認してから: mailcertd config check',
  }),
  /** Follows the first error if only the event log is used. */
  configurationInvalid: phrase({
    en: 'mailcertd: the configuration file has errors (run: mailcertd config check). A running daemon still uses the previous configuration; this is its event log.',
    ja: 'mailcertd: 構成に誤りがあります (確認: mailcertd config check)。動作中のデーモンは以前の構成を使用しており、そのイベント ログを表示します。',
  }),
  /**
   * The configuration file is invalid, and is replaced by the configuration that the daemon
   * accepted.
   * @param time when the daemon accepted it
   * @param checkCommand lists all errors of the file
   */
  configurationAccepted: phrase({
    en: (error: string, time: string, checkCommand: string) =>
      `${error}; the configuration that the daemon accepted on ${time} is used instead: fix the file, then run ${checkCommand}`,
    ja: (error, time, checkCommand) =>
      `${error}。代わりに、デーモンが ${time} に適用した構成を使用しています。ファイルを修正してから ${checkCommand} を実行してください`,
  }),
};
