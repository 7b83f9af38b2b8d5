import { failuresOf } from '../../../domain/failure/failure.ts';
import type { Reason } from '../../../domain/failure/problem.ts';
import { reasonTextOrCode } from '../../../domain/failure/reason-text.ts';
import { phrase } from '../../../domain/text/phrase.ts';

interface RefusedFile {
  readonly location: string;
  readonly reason: Reason;
  readonly detail: string;
}

interface FileCause {
  readonly file: string;
}

/** The texts of commands that cannot be carried out as written. */
export const COMMAND_FAILURE_PHRASES = {
  node_not_supported: phrase({
    en: ({ version }: { readonly version: string }) =>
      `cannot run on Node ${version}: mailcertd needs Node 20 (20.19 or newer), Node 22 (22.13 or newer), or Node 24 or newer; install Node 22 or 24`,
    ja: ({ version }) =>
      `Node ${version} では実行できません。mailcertd には Node 20 (20.19 以降)、22 (22.13 以降)、または 24 以降が必要です。Node 22 または 24 をインストールしてください`,
  }),
  daemon_without_configuration: phrase({
    en: ({ file }: FileCause) =>
      `cannot start the daemon: configuration ${file} does not exist; to write one: mailcertd config init`,
    ja: ({ file }) =>
      `デーモンを起動できません: 構成ファイル ${file} がありません。mailcertd config init で作成できます`,
  }),
  configuration_not_found: phrase({
    en: ({ file }: FileCause) =>
      `cannot find a configuration: ${file} does not exist; give yours with --config, or write one: mailcertd config init`,
    ja: ({ file }) =>
      `構成ファイルが見つかりません: ${file} がありません。既存のファイルを --config で指定するか、mailcertd config init で作成してください`,
  }),
  configuration_exists: phrase({
    en: ({ file }: FileCause) =>
      `cannot write a first configuration: ${file} already exists; give another file with --config`,
    ja: ({ file }) =>
      `構成ファイルを作成できません: ${file} はすでに存在するため、変更していません。別のファイルを --config で指定してください`,
  }),
  configuration_not_written: phrase({
    en: ({ cause }: { readonly cause: string }) =>
      `cannot write a first configuration: ${cause}; give another file with --config`,
    ja: ({ cause }) => `構成ファイルを作成できません: ${cause}。別のファイルを --config で指定してください`,
  }),
  configuration_needs_root: phrase({
    en: ({ cause }: { readonly cause: string }) =>
      `cannot write a first configuration: ${cause}; run this as root (sudo), or give another file with --config`,
    ja: ({ cause }) =>
      `構成ファイルを作成できません: ${cause}。root (sudo) で再実行するか、別のファイルを --config で指定してください`,
  }),
  /** A file or directory that the system refused. */
  file_refused: phrase({
    en: ({ location, reason, detail }: RefusedFile) => `${location}: ${reasonTextOrCode(reason, 'en')} (${detail})`,
    ja: ({ location, reason, detail }) => `${location}: ${reasonTextOrCode(reason, 'ja')} (${detail})`,
  }),
  limits_not_in_order: phrase({
    en: ({ warning, critical }: { readonly warning: string; readonly critical: string }) =>
      `cannot check: -w ${warning} is less than -c ${critical}; exchange the two values`,
    ja: ({ warning, critical }) =>
      `しきい値が正しくありません: -w ${warning} が -c ${critical} より短くなっています。値を入れ替えてください`,
  }),
  follow_with_until: phrase({
    en: 'cannot follow the event log: --until and --follow exclude each other; remove one of them',
    ja: 'イベント ログを追跡できません: --until と --follow は同時に指定できません。どちらかを外してください',
  }),
  event_export_format_unknown: phrase({
    en: ({ file }: FileCause) =>
      `cannot export to ${file}: its name does not end with .evtx, .xml, .csv or .json; give --format`,
    ja: ({ file }) =>
      `${file} にエクスポートできません: 名前の末尾が .evtx、.xml、.csv、.json のいずれでもありません。--format を指定してください`,
  }),
  evtx_to_standard_output: phrase({
    en: 'cannot export to standard output: an .evtx file has a header that is written last; give a file with --out, or another --format',
    ja: '標準出力にエクスポートできません: .evtx のヘッダーは最後に書き込まれます。--out にファイルを指定するか、--format に別の形式を指定してください',
  }),
  follow_with_export: phrase({
    en: 'cannot export while following the event log: remove --follow',
    ja: 'イベント ログを追跡しながらエクスポートすることはできません。--follow を外してください',
  }),
  export_format_unknown: phrase({
    en: ({ file }: FileCause) =>
      `cannot export to ${file}: its name does not end with .p12, .pfx or .pem; give --as pkcs12 or --as pem`,
    ja: ({ file }) =>
      `${file} にエクスポートできません: 名前の末尾が .p12、.pfx、.pem のいずれでもありません。--as pkcs12 か --as pem を指定してください`,
  }),
  export_password_missing: phrase({
    en: ({ file }: FileCause) =>
      `cannot export to ${file}: PKCS#12 requires a password; give the file that contains it with --password-file`,
    ja: ({ file }) =>
      `${file} にエクスポートできません: PKCS#12 にはパスワードが必要です。パスワードのファイルを --password-file で指定してください`,
  }),
  simulation_store_without_file: phrase({
    en: 'cannot simulate: --store requires --with; give the file to install with --with',
    ja: 'シミュレーションできません: --store は --with のファイルを置くストアです。--with も指定してください',
  }),
  simulation_store_required: phrase({
    en: 'cannot simulate: connectors search no store; give one with --store',
    ja: 'シミュレーションできません: コネクタが検索するストアがありません。--store で指定してください',
  }),
  simulation_store_unknown: phrase({
    en: ({ word, next }: { readonly word: string; readonly next: string }) =>
      `cannot simulate: there is no store "${word}"; ${next}`,
    ja: ({ word, next }) => `シミュレーションできません: ストア「${word}」はありません。${next}`,
  }),
  simulation_file_unusable: phrase({
    en: ({ path, cause }: { readonly path: string; readonly cause: string }) =>
      `cannot simulate with ${path}: ${cause}`,
    ja: ({ path, cause }) => `シミュレーションできません (${path}): ${cause}`,
  }),
  no_certificate_in_file: phrase({ en: 'it contains no certificate', ja: '証明書がありません' }),
};

/** The failures of commands that cannot be carried out as written. */
export const COMMAND_FAILURES = failuresOf(COMMAND_FAILURE_PHRASES);
