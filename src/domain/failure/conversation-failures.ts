import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface Cause {
  readonly cause: string;
}
interface Timeout {
  readonly seconds: number;
}
interface Command {
  /** The line that mailcertd sent: EHLO mail01.contoso.com. */
  readonly command: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface ConversationFailureArguments {
  readonly not_connected: Cause;
  readonly not_connected_in_time: Timeout;
  readonly closed_while_connecting: undefined;
  readonly handshake_failed: Cause;
  readonly handshake_not_in_time: Timeout;
  readonly closed_in_handshake: undefined;
  readonly greeting_not_received: Cause;
  readonly greeting_not_in_time: Timeout;
  readonly closed_before_greeting: undefined;
  readonly reply_not_received: Command & Cause;
  readonly reply_not_in_time: Command & Timeout;
  readonly closed_before_reply: Command;
  /** `line` is that of the server. */
  readonly greeting_not_valid: { readonly line: string };
  readonly reply_not_valid: { readonly command: string; readonly line: string };
  readonly reply_line_too_long: { readonly bytes: number };
  readonly reply_lines_too_many: { readonly limit: number };
  readonly replies_too_long: { readonly bytes: number };
  readonly data_before_tls: undefined;
  readonly certificate_not_sent: undefined;
  readonly served_certificate_unreadable: undefined;
  readonly addresses_too_many: { readonly host: string; readonly count: number; readonly limit: number };
}

/** The texts why a server could not be probed. */
export const CONVERSATION_PHRASES: FailureTable<ConversationFailureArguments> = {
  not_connected: phrase({
    en: ({ cause }) => `cannot connect: ${cause}`,
    ja: ({ cause }) => `接続できません: ${cause}`,
  }),
  not_connected_in_time: phrase({
    en: ({ seconds }) => `no connection within ${seconds} s`,
    ja: ({ seconds }) => `${seconds} 秒以内に接続できませんでした`,
  }),
  closed_while_connecting: phrase({ en: 'the server closed the connection', ja: 'サーバーが接続を切断しました' }),
  handshake_failed: phrase({
    en: ({ cause }) => `the TLS handshake failed: ${cause}`,
    ja: ({ cause }) => `TLS ハンドシェイクに失敗しました: ${cause}`,
  }),
  handshake_not_in_time: phrase({
    en: ({ seconds }) => `the TLS handshake was not complete within ${seconds} s`,
    ja: ({ seconds }) => `TLS ハンドシェイクが ${seconds} 秒以内に完了しませんでした`,
  }),
  closed_in_handshake: phrase({
    en: 'the server closed the connection during the TLS handshake',
    ja: 'TLS ハンドシェイク中に、サーバーが接続を切断しました',
  }),
  greeting_not_received: phrase({
    en: ({ cause }) => `no greeting: ${cause}`,
    ja: ({ cause }) => `グリーティングを受信できません: ${cause}`,
  }),
  greeting_not_in_time: phrase({
    en: ({ seconds }) => `no greeting within ${seconds} s`,
    ja: ({ seconds }) => `${seconds} 秒以内にグリーティングがありませんでした`,
  }),
  closed_before_greeting: phrase({
    en: 'the server closed the connection without a greeting',
    ja: 'グリーティングの前に、サーバーが接続を切断しました',
  }),
  reply_not_received: phrase({
    en: ({ command, cause }) => `no response to ${command}: ${cause}`,
    ja: ({ command, cause }) => `${command} への応答を受信できません: ${cause}`,
  }),
  reply_not_in_time: phrase({
    en: ({ command, seconds }) => `no response to ${command} within ${seconds} s`,
    ja: ({ command, seconds }) => `${command} への応答が ${seconds} 秒以内にありませんでした`,
  }),
  closed_before_reply: phrase({
    en: ({ command }) => `the server closed the connection without a response to ${command}`,
    ja: ({ command }) => `${command} への応答の前に、サーバーが接続を切断しました`,
  }),
  greeting_not_valid: phrase({
    en: ({ line }) => `the greeting is "${line}"`,
    ja: ({ line }) => `グリーティングが「${line}」です`,
  }),
  reply_not_valid: phrase({
    en: ({ command, line }) => `the response to ${command} is "${line}"`,
    ja: ({ command, line }) => `${command} への応答が「${line}」です`,
  }),
  reply_line_too_long: phrase({
    en: ({ bytes }) => `a line of the response is longer than ${bytes} bytes`,
    ja: ({ bytes }) => `応答に ${bytes} バイトを超える行があります`,
  }),
  reply_lines_too_many: phrase({
    en: ({ limit }) => `the response has more than ${limit} lines`,
    ja: ({ limit }) => `応答が ${limit} 行を超えています`,
  }),
  replies_too_long: phrase({
    en: ({ bytes }) => `the response has more than ${bytes} bytes`,
    ja: ({ bytes }) => `応答が ${bytes} バイトを超えています`,
  }),
  data_before_tls: phrase({
    en: 'the server sent unencrypted data after the response that starts TLS',
    ja: 'サーバーが、TLS を開始する応答の後に暗号化されていないデータを送信しました',
  }),
  certificate_not_sent: phrase({ en: 'the server sent no certificate', ja: 'サーバーが証明書を送信しませんでした' }),
  served_certificate_unreadable: phrase({
    en: 'the certificate of the server cannot be read',
    ja: 'サーバーの証明書を読み取れません',
  }),
  addresses_too_many: phrase({
    en: ({ host, count, limit }) => `${host} has ${count} addresses; only the first ${limit} are probed`,
    ja: ({ host, count, limit }) =>
      `${host} のアドレスは ${count} 個あります。接続確認の対象は最初の ${limit} 個だけです`,
  }),
};

/** The failures of conversations with servers. */
export const CONVERSATION_FAILURES: Failures<FailureTable<ConversationFailureArguments>> =
  failuresOf(CONVERSATION_PHRASES);
