import { phrase } from '../../src/domain/text/phrase.ts';

/** The texts that only manual pages have: headings as man-pages(7) names them, and the pages' names. */
export const MAN_PHRASES = {
  name: phrase({ en: 'NAME', ja: '名前' }),
  synopsis: phrase({ en: 'SYNOPSIS', ja: '書式' }),
  description: phrase({ en: 'DESCRIPTION', ja: '説明' }),
  commands: phrase({ en: 'COMMANDS', ja: 'コマンド' }),
  options: phrase({ en: 'OPTIONS', ja: 'オプション' }),
  exitStatus: phrase({ en: 'EXIT STATUS', ja: '終了ステータス' }),
  files: phrase({ en: 'FILES', ja: 'ファイル' }),
  examples: phrase({ en: 'EXAMPLES', ja: '使用例' }),
  seeAlso: phrase({ en: 'SEE ALSO', ja: '関連項目' }),
  userCommands: phrase({ en: 'User Commands', ja: 'ユーザー コマンド' }),
  fileFormats: phrase({ en: 'File Formats', ja: 'ファイル形式' }),
  miscellaneous: phrase({ en: 'Miscellaneous', ja: 'その他' }),
  configurationFile: phrase({ en: 'configuration file of mailcertd', ja: 'mailcertd の構成ファイル' }),
  events: phrase({ en: 'events that mailcertd writes', ja: 'mailcertd のイベント' }),
  parameters: phrase({ en: 'Parameters:', ja: 'パラメーター:' }),
  globalOptions: phrase({
    en: 'The options of all commands are in',
    ja: 'すべてのコマンドに共通のオプション:',
  }),
};
