import { phrase } from '../../../../domain/text/phrase.ts';

/** The help of `mailcertd config` and its subcommands. */
export const CONFIG_HELP = {
  description: phrase({ en: 'write, check and show the configuration', ja: '構成の作成、検査、表示' }),
  init: {
    description: phrase({
      en: 'write a first configuration from discovery; never overwrites a file',
      ja: '検出結果から最初の構成ファイルを作成 (上書きなし)',
    }),
    personalStore: phrase({
      en: 'add a personal store (My), in which certificates are created',
      ja: '証明書の作成先となる個人用ストア (My) を追加',
    }),
  },
  check: {
    description: phrase({
      en: 'list all errors and warnings as file:line:column (exit 0 or 2)',
      ja: 'すべてのエラーと警告の一覧 (ファイル:行:列、終了コード: 0 または 2)',
    }),
  },
  show: {
    description: phrase({
      en: 'print the configuration of the file, with all defaults, as YAML',
      ja: 'ファイルの構成を、すべての既定値とともに YAML で表示',
    }),
  },
  schema: {
    description: phrase({
      en: 'print the JSON Schema of the configuration, for editors',
      ja: '構成の JSON スキーマの表示 (エディター用)',
    }),
  },
};
