import { phrase } from '../text/phrase.ts';
import type { FailureTable } from './failure.ts';

/** The codes of these texts, with the arguments of each; undefined: a fixed text. */
export interface HttpFailureArguments {
  readonly off_or_a_map: undefined;
  readonly a_listen_address: undefined;
  readonly listen_address_invalid: { readonly value: string };
  readonly socket_path_too_long: { readonly value: string; readonly maximum: number };
  readonly remote_address_without_tls: { readonly address: string };
  readonly remote_address_without_token: { readonly address: string };
  readonly http_key_without_certificate: { readonly key: string };
  readonly http_file_unusable: { readonly key: string; readonly cause: string };
}

/** The phrases of the key `http`. */
export const HTTP_KEY_PHRASES: FailureTable<HttpFailureArguments> = {
  off_or_a_map: phrase({ en: 'off, or a map of keys', ja: 'off、またはキーと値のマップ' }),
  a_listen_address: phrase({
    en: 'an address such as 127.0.0.1:12014, the absolute path of a socket, or a list of them',
    ja: '127.0.0.1:12014 のようなアドレス、ソケットの絶対パス、またはそのリスト',
  }),
  listen_address_invalid: phrase({
    en: ({ value }) =>
      `${value} is not an address to listen on; write an IP address and a port, for example 127.0.0.1:12014 or "[::1]:12014", or the absolute path of a socket`,
    ja: ({ value }) =>
      `${value} は待ち受けに使用できるアドレスではありません。127.0.0.1:12014 や "[::1]:12014" のような IP アドレスとポート、またはソケットの絶対パスを指定してください`,
  }),
  socket_path_too_long: phrase({
    en: ({ value, maximum }) => `the path of the socket ${value} must have at most ${maximum} bytes`,
    ja: ({ value, maximum }) => `ソケットのパス ${value} の長さの上限は ${maximum} バイトです`,
  }),
  remote_address_without_tls: phrase({
    en: ({ address }) =>
      `${address} can be reached from other computers, which requires TLS: set certificateFile, and tokenFile or clientCaFile; or listen on 127.0.0.1:12014`,
    ja: ({ address }) =>
      `${address} にはほかのコンピューターから接続できるため、TLS が必要です。certificateFile と、tokenFile または clientCaFile を指定するか、127.0.0.1:12014 で待ち受けてください`,
  }),
  remote_address_without_token: phrase({
    en: ({ address }) =>
      `${address} can be reached from other computers, so clients must identify themselves: set tokenFile or clientCaFile; or listen on 127.0.0.1:12014`,
    ja: ({ address }) =>
      `${address} にはほかのコンピューターから接続できるため、クライアントの認証が必要です。tokenFile または clientCaFile を指定するか、127.0.0.1:12014 で待ち受けてください`,
  }),
  http_key_without_certificate: phrase({
    en: ({ key }) => `${key} is only valid with certificateFile; add it, or remove ${key}`,
    ja: ({ key }) =>
      `${key} は certificateFile と組み合わせて使用します。certificateFile を追加するか、${key} を削除してください`,
  }),
  http_file_unusable: phrase({
    en: ({ key, cause }) => `${key}: ${cause}; the HTTP server does not start until this is fixed`,
    ja: ({ key, cause }) => `${key}: ${cause}。修正するまで、HTTP サーバーは起動しません`,
  }),
};
