import { phrase } from '../../../../domain/text/phrase.ts';

/** The help of the program, of its global options, and the words of every help page. */
export const PROGRAM_HELP = {
  description: phrase({
    en: 'monitor the certificates that mail connectors use',
    ja: 'メール コネクタが使う証明書の監視',
  }),
  config: phrase({
    en: 'default: $MAILCERTD_CONFIG, then /etc/mailcertd/mailcertd.yaml',
    ja: '構成ファイル (既定値: $MAILCERTD_CONFIG、/etc/mailcertd/mailcertd.yaml の順)',
  }),
  locale: phrase({ en: 'output language', ja: '表示言語' }),
  quiet: phrase({ en: 'print only results and errors', ja: '結果とエラーだけを表示' }),
  verbose: phrase({ en: 'print more details; repeat for more', ja: '詳細を表示 (繰り返すと、さらに詳細)' }),
  noColor: phrase({ en: 'disable colors, as does NO_COLOR', ja: '色を無効化 (環境変数 NO_COLOR と同じ)' }),
  version: phrase({ en: 'print the version', ja: 'バージョンの表示' }),
  help: phrase({ en: 'print this help', ja: 'ヘルプの表示' }),
  /** The headings of commander. */
  headings: {
    'Usage:': phrase({ en: 'Usage:', ja: '使用法:' }),
    'Arguments:': phrase({ en: 'Arguments:', ja: '引数:' }),
    'Options:': phrase({ en: 'Options:', ja: 'オプション:' }),
    'Commands:': phrase({ en: 'Commands:', ja: 'コマンド:' }),
  },
  /** The words of usage lines. */
  usage: {
    options: phrase({ en: '[options]', ja: '[オプション]' }),
    optionalCommand: phrase({ en: '[command]', ja: '[コマンド]' }),
    command: phrase({ en: 'COMMAND', ja: 'コマンド' }),
  },
  /** The possible values and the default of an option or argument. */
  choices: phrase({ en: (choices: string) => `choices: ${choices}`, ja: (choices) => `選択肢: ${choices}` }),
  default: phrase({ en: (value: string) => `default: ${value}`, ja: (value) => `既定値: ${value}` }),
  details: phrase({
    en: (details: readonly string[]) => `(${details.join(', ')})`,
    ja: (details) => `(${details.join('、')})`,
  }),
};
