import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface HttpServerFailureArguments {
  readonly request_target_invalid: undefined;
  readonly request_host_refused: undefined;
  readonly request_cross_site: undefined;
  readonly request_method_refused: { readonly allowed: string };
  readonly request_body_refused: undefined;
  readonly request_path_unknown: undefined;
  readonly request_token_missing: undefined;
  readonly request_token_wrong: undefined;
  readonly request_token_unavailable: undefined;
  readonly parameter_unknown: { readonly name: string; readonly known: readonly string[] };
  readonly parameter_misspelled: { readonly name: string; readonly suggestion: string };
  readonly parameter_repeated: { readonly name: string };
  /** `hint` says which values are valid. */
  readonly parameter_invalid: { readonly name: string; readonly value: string; readonly hint: string };
  readonly record_unknown: undefined;
  readonly streams_exhausted: { readonly maximum: number };
  readonly request_failed: { readonly cause: string };

  readonly service_not_scanned: undefined;
  readonly service_scan_overdue: undefined;
  readonly service_not_storing: undefined;

  readonly listen_address_in_use: undefined;
  readonly listen_path_in_use: undefined;
  readonly listen_address_missing: undefined;
  readonly listen_not_permitted: undefined;
  readonly access_token_unusable: { readonly path: string; readonly cause: string };
  readonly access_token_too_short: { readonly minimum: number };
  readonly access_token_not_one_word: undefined;
  readonly access_token_world_readable: undefined;
  readonly tls_file_unusable: { readonly path: string; readonly cause: string };
  readonly tls_files_do_not_match: { readonly certificateFile: string; readonly keyFile: string };
}

/** The texts of the HTTP server: refused requests, and why it does not listen. */
export const HTTP_SERVER_PHRASES: FailureTable<HttpServerFailureArguments> = {
  request_target_invalid: phrase({
    en: 'the request must name a path that begins with /',
    ja: '要求には / で始まるパスを指定してください',
  }),
  request_host_refused: phrase({
    en: 'the Host header must be an address of this server, localhost, or the name of the computer',
    ja: 'Host ヘッダーには、このサーバーのアドレス、localhost、またはコンピューター名を指定してください',
  }),
  request_cross_site: phrase({
    en: 'requests of pages of other sites are refused',
    ja: 'ほかのサイトのページからの要求は受け付けません',
  }),
  request_method_refused: phrase({
    en: ({ allowed }) => `this path accepts only ${allowed}`,
    ja: ({ allowed }) => `このパスで使用できるメソッドは次のものだけです: ${allowed}`,
  }),
  request_body_refused: phrase({ en: 'the request must not have a body', ja: '要求に本文は使用できません' }),
  request_path_unknown: phrase({ en: 'this path does not exist', ja: 'このパスは存在しません' }),
  request_token_missing: phrase({
    en: 'the request must contain the header "Authorization: Bearer" with the token',
    ja: '要求には、トークンを指定した Authorization: Bearer ヘッダーが必要です',
  }),
  request_token_wrong: phrase({ en: 'the token is wrong', ja: 'トークンが正しくありません' }),
  request_token_unavailable: phrase({
    en: 'the server cannot read the token that it expects; its log has the reason',
    ja: 'サーバーがトークンを読み取れません。理由はサーバーのログに記録されています',
  }),
  parameter_unknown: phrase({
    en: ({ name, known }) =>
      known.length === 0
        ? `unknown parameter ${name}; this path has no parameters`
        : `unknown parameter ${name}; the parameters are ${known.join(', ')}`,
    ja: ({ name, known }) =>
      known.length === 0
        ? `パラメーター ${name} はありません。このパスにパラメーターはありません`
        : `パラメーター ${name} はありません。使用できるパラメーター: ${known.join('、')}`,
  }),
  parameter_misspelled: phrase({
    en: ({ name, suggestion }) => `unknown parameter ${name}; did you mean ${suggestion}?`,
    ja: ({ name, suggestion }) => `パラメーター ${name} はありません。もしかして: ${suggestion}`,
  }),
  parameter_repeated: phrase({
    en: ({ name }) => `the parameter ${name} must not be repeated`,
    ja: ({ name }) => `パラメーター ${name} を繰り返し指定することはできません`,
  }),
  parameter_invalid: phrase({
    en: ({ name, value, hint }) => `the value "${value}" of the parameter ${name} is invalid; ${hint}`,
    ja: ({ name, value, hint }) => `パラメーター ${name} の値「${value}」は使用できません。${hint}`,
  }),
  record_unknown: phrase({
    en: 'the event log does not have this record',
    ja: 'このレコードはイベント ログにありません',
  }),
  streams_exhausted: phrase({
    en: ({ maximum }) => `${maximum} clients already follow the events, which is the maximum`,
    ja: ({ maximum }) => `すでに上限の ${maximum} 個のクライアントがイベントを追跡しています`,
  }),
  request_failed: phrase({
    en: ({ cause }) => `the request failed: ${cause}`,
    ja: ({ cause }) => `要求を処理できませんでした: ${cause}`,
  }),

  service_not_scanned: phrase({
    en: 'the first scan since the start has not ended yet',
    ja: '起動後の最初のスキャンがまだ完了していません',
  }),
  service_scan_overdue: phrase({ en: 'the next scan is overdue', ja: '次回のスキャンが遅れています' }),
  service_not_storing: phrase({
    en: 'the daemon cannot write to the event log',
    ja: 'デーモンがイベント ログに書き込めません',
  }),

  listen_address_in_use: phrase({
    en: 'another program uses this address',
    ja: '別のプログラムがこのアドレスを使用しています',
  }),
  listen_path_in_use: phrase({
    en: 'another program or file uses this path',
    ja: '別のプログラムまたはファイルがこのパスを使用しています',
  }),
  listen_address_missing: phrase({
    en: 'this computer does not have the address',
    ja: 'このコンピューターにはこのアドレスがありません',
  }),
  listen_not_permitted: phrase({
    en: 'permission denied; under systemd, the unit must allow the port with SocketBindAllow=',
    ja: 'アクセス権がありません。systemd では、ユニットの SocketBindAllow= でポートを許可する必要があります',
  }),
  access_token_unusable: phrase({
    en: ({ path, cause }) => `cannot use the token in ${path}: ${cause}`,
    ja: ({ path, cause }) => `${path} のトークンを使用できません: ${cause}`,
  }),
  access_token_too_short: phrase({
    en: ({ minimum }) => `it must have at least ${minimum} characters; to create one: openssl rand -base64 32`,
    ja: ({ minimum }) => `トークンには ${minimum} 文字以上が必要です。生成するコマンド: openssl rand -base64 32`,
  }),
  access_token_not_one_word: phrase({
    en: 'it must be one word of ASCII characters; to create one: openssl rand -base64 32',
    ja: 'トークンには空白を含まない ASCII の文字列を指定してください。生成するコマンド: openssl rand -base64 32',
  }),
  access_token_world_readable: phrase({
    en: 'every account can read the file; set its mode to 0640',
    ja: 'すべてのアカウントがファイルを読み取れます。アクセス許可を 0640 に変更してください',
  }),
  tls_file_unusable: phrase({
    en: ({ path, cause }) => `cannot use ${path}: ${cause}`,
    ja: ({ path, cause }) => `${path} を使用できません: ${cause}`,
  }),
  tls_files_do_not_match: phrase({
    en: ({ certificateFile, keyFile }) => `the key in ${keyFile} does not match the certificate in ${certificateFile}`,
    ja: ({ certificateFile, keyFile }) => `${keyFile} の秘密キーが ${certificateFile} の証明書と一致しません`,
  }),
};

/** The failures of the HTTP server. */
export const HTTP_SERVER_FAILURES: Failures<FailureTable<HttpServerFailureArguments>> = failuresOf(HTTP_SERVER_PHRASES);
