import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface Limit {
  readonly limit: number;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface NginxFailureArguments {
  readonly nginx_listen_missing: undefined;
  /** `value` is the first word of `listen`, truncated. */
  readonly nginx_listen_invalid: { readonly value: string };
  readonly nginx_protocol_unknown: undefined;
  readonly nginx_address_unknown: { readonly name: string };
  readonly nginx_only_for_proxies: undefined;
  readonly nginx_socket_shared: undefined;
  readonly nginx_certificate_missing: undefined;
  readonly nginx_certificates_too_many: Limit;
  readonly nginx_file_unknown: undefined;
  readonly nginx_words_too_many: Limit;
  readonly nginx_blocks_too_deep: Limit;
  readonly nginx_block_open: undefined;
  readonly nginx_token_unexpected: { readonly token: string };
  readonly nginx_end_unexpected: undefined;
}

/** The texts of settings of nginx that are wrong or cannot be determined. */
export const NGINX_PHRASES: FailureTable<NginxFailureArguments> = {
  nginx_listen_missing: phrase({ en: 'it has no "listen"', ja: '「listen」がありません' }),
  nginx_listen_invalid: phrase({
    en: ({ value }) => `"${value}" is not an address with a port`,
    ja: ({ value }) => `「${value}」はポート付きのアドレスではありません`,
  }),
  nginx_protocol_unknown: phrase({
    en: 'its protocol is unknown: it has no "protocol" and no well-known port',
    ja: 'プロトコルが不明です。「protocol」がなく、ポートも標準のものではありません',
  }),
  nginx_address_unknown: phrase({
    en: ({ name }) => `cannot find an address for "${name}"`,
    ja: ({ name }) => `このコンピューターでは「${name}」のアドレスが不明です`,
  }),
  nginx_only_for_proxies: phrase({
    en: 'proxy_protocol: only a proxy can connect, so it is not probed',
    ja: 'proxy_protocol が指定されています。プロキシだけが接続できるため、接続確認の対象外です',
  }),
  nginx_socket_shared: phrase({
    en: 'another server block has the same socket; the certificate that this block serves to clients that request its name is not checked',
    ja: '別の server ブロックが同じソケットを使用しています。名前を要求するクライアントにこのブロックが提示する証明書は、確認の対象外です',
  }),
  nginx_certificate_missing: phrase({
    en: 'it offers TLS, but has no "ssl_certificate"',
    ja: 'TLS を提供しますが、「ssl_certificate」がありません',
  }),
  nginx_certificates_too_many: phrase({
    en: ({ limit }) => `it has more than ${limit} certificates`,
    ja: ({ limit }) => `証明書が ${limit} 個を超えています`,
  }),
  nginx_file_unknown: phrase({
    en: 'the path of one of its certificates or keys contains a variable, or does not name a file',
    ja: '証明書または秘密キーのパスに変数が含まれているか、パスがファイルを示していません',
  }),
  nginx_words_too_many: phrase({
    en: ({ limit }) => `it has more than ${limit} words`,
    ja: ({ limit }) => `単語が ${limit} 個を超えています`,
  }),
  nginx_blocks_too_deep: phrase({
    en: ({ limit }) => `blocks are nested more than ${limit} deep`,
    ja: ({ limit }) => `ブロックの入れ子が ${limit} 段を超えています`,
  }),
  nginx_block_open: phrase({ en: 'the block is not closed', ja: 'ブロックが閉じていません' }),
  nginx_token_unexpected: phrase({
    en: ({ token }) => `unexpected "${token}"`,
    ja: ({ token }) => `予期しない「${token}」があります`,
  }),
  nginx_end_unexpected: phrase({
    en: 'unexpected end of file, expecting ";" or "}"',
    ja: 'ファイルが途中で終わっています。「;」または「}」が必要です',
  }),
};

/** The failures of settings of nginx. */
export const NGINX_FAILURES: Failures<FailureTable<NginxFailureArguments>> = failuresOf(NGINX_PHRASES);
