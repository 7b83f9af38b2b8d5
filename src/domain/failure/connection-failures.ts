import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface ConnectionFailureArguments {
  /** The failures of the addresses of a host. */
  readonly addresses_failed: { readonly causes: readonly string[] };
  /** `error` is that of OpenSSL. */
  readonly response_not_tls: { readonly error: string };
  readonly host_unresolved: { readonly host: string; readonly cause: string };
  readonly name_server_silent: undefined;
  readonly host_name_unknown: undefined;
  readonly resolution_canceled: undefined;
  /** The error has neither a message nor a code. */
  readonly cause_unknown: undefined;
}

/** The texts why a connection with a host failed. */
export const CONNECTION_PHRASES: FailureTable<ConnectionFailureArguments> = {
  addresses_failed: phrase({ en: ({ causes }) => causes.join('; '), ja: ({ causes }) => causes.join('、') }),
  response_not_tls: phrase({
    en: ({ error }) => `the response is not TLS (${error})`,
    ja: ({ error }) => `応答が TLS ではありません (${error})`,
  }),
  host_unresolved: phrase({
    en: ({ host, cause }) => `cannot resolve ${host}: ${cause}`,
    ja: ({ host, cause }) => `${host} を解決できません: ${cause}`,
  }),
  name_server_silent: phrase({ en: 'no name server responds', ja: '応答するネーム サーバーがありません' }),
  host_name_unknown: phrase({ en: 'the name does not exist', ja: 'この名前は存在しません' }),
  resolution_canceled: phrase({ en: 'canceled', ja: '中止しました' }),
  cause_unknown: phrase({ en: 'unknown cause', ja: '原因不明' }),
};

/** The failures of connections. */
export const CONNECTION_FAILURES: Failures<FailureTable<ConnectionFailureArguments>> = failuresOf(CONNECTION_PHRASES);
