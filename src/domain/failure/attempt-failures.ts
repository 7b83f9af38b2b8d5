import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface AttemptFailureArguments {
  /** `request` is the method and the URL, without secrets: POST https://chat.contoso.com. */
  readonly request_result: { readonly request: string; readonly result: string };
  readonly request_through_proxy: { readonly request: string; readonly proxy: string };
  readonly request_url_wrong: undefined;
  /** `phase` names the last step of the request. */
  readonly request_not_finished: { readonly seconds: number; readonly phase: string };
  readonly request_canceled: { readonly phase: string };
  readonly phase_none: undefined;
  readonly phase_connecting: undefined;
  readonly phase_proxy: undefined;
  readonly phase_handshake: undefined;
  readonly phase_response: undefined;
  readonly closed_without_response: undefined;
  /** `response` is that of the server. */
  readonly request_redirected: { readonly response: string };
  readonly request_redirected_to: { readonly response: string; readonly target: string };
  /** `result` is that of the last request. */
  readonly conditions_sent: { readonly result: string; readonly open: number; readonly cleared: number };
  readonly attempt_interrupted: { readonly seconds: number };
  readonly attempt_unresponsive: { readonly seconds: number; readonly timeout: number };
  readonly trusted_roots_unusable: { readonly path: string; readonly cause: string };
  readonly trusted_roots_not_pem: undefined;
  readonly trusted_roots_too_large: { readonly mebibytes: number };
  readonly text_lines: { readonly lines: readonly string[] };
}

/** The texts of attempts to send alerts and heartbeats. */
export const ATTEMPT_PHRASES: FailureTable<AttemptFailureArguments> = {
  request_result: phrase({
    en: ({ request, result }) => `${request}: ${result}`,
    ja: ({ request, result }) => `${request}: ${result}`,
  }),
  request_through_proxy: phrase({
    en: ({ request, proxy }) => `${request}, through the proxy ${proxy}`,
    ja: ({ request, proxy }) => `${request} (プロキシ ${proxy} 経由)`,
  }),
  request_url_wrong: phrase({
    en: 'the URL must begin with https:// or http://',
    ja: 'URL は https:// または http:// で始まる必要があります',
  }),
  request_not_finished: phrase({
    en: ({ seconds, phase }) => `not finished in ${seconds} s (${phase})`,
    ja: ({ seconds, phase }) => `${seconds} 秒以内に完了しませんでした (${phase})`,
  }),
  request_canceled: phrase({ en: ({ phase }) => `canceled (${phase})`, ja: ({ phase }) => `中止しました (${phase})` }),
  phase_none: phrase({ en: 'before the request began', ja: '開始前' }),
  phase_connecting: phrase({ en: 'while connecting', ja: '接続中' }),
  phase_proxy: phrase({ en: 'while waiting for the proxy', ja: 'プロキシの応答待ち' }),
  phase_handshake: phrase({ en: 'during the TLS handshake', ja: 'TLS ハンドシェイク中' }),
  phase_response: phrase({ en: 'while waiting for the response', ja: '応答待ち' }),
  closed_without_response: phrase({
    en: 'the connection was closed without a response',
    ja: '応答がないまま接続が切断されました',
  }),
  request_redirected: phrase({
    en: ({ response }) =>
      `${response}; redirects are not followed; if the server has moved permanently, change the URL`,
    ja: ({ response }) =>
      `${response}。リダイレクト先には送信しません。サーバーが恒久的に移転した場合は、URL を変更してください`,
  }),
  request_redirected_to: phrase({
    en: ({ response, target }) =>
      `${response}, to ${target}; redirects are not followed; if the server has moved permanently, change the URL`,
    ja: ({ response, target }) =>
      `${response} (リダイレクト先: ${target})。リダイレクト先には送信しません。サーバーが恒久的に移転した場合は、URL を変更してください`,
  }),
  conditions_sent: phrase({
    en: ({ result, open, cleared }) => `${result}; ${open} open, ${cleared} cleared`,
    ja: ({ result, open, cleared }) => `${result}、未解消 ${open} 件、解消 ${cleared} 件`,
  }),
  attempt_interrupted: phrase({
    en: ({ seconds }) => `was interrupted after ${seconds} s because mailcertd stopped`,
    ja: ({ seconds }) => `mailcertd が停止したため、${seconds} 秒で中断しました`,
  }),
  attempt_unresponsive: phrase({
    en: ({ seconds, timeout }) => `did not stop after ${seconds} s (timeout: ${timeout} s)`,
    ja: ({ seconds, timeout }) => `${seconds} 秒が経過しても終了しませんでした (タイムアウト: ${timeout} 秒)`,
  }),
  trusted_roots_unusable: phrase({
    en: ({ path, cause }) => `cannot use the CA certificates in ${path}: ${cause}`,
    ja: ({ path, cause }) => `${path} の CA 証明書を使用できません: ${cause}`,
  }),
  trusted_roots_not_pem: phrase({
    en: 'it does not begin with a PEM certificate',
    ja: '先頭が PEM 形式の証明書ではありません',
  }),
  trusted_roots_too_large: phrase({
    en: ({ mebibytes }) => `it is larger than ${mebibytes} MiB`,
    ja: ({ mebibytes }) => `${mebibytes} MiB を超えています`,
  }),
  text_lines: phrase({ en: ({ lines }) => lines.join('\n'), ja: ({ lines }) => lines.join('\n') }),
};

/** The failures and results of attempts to send alerts and heartbeats. */
export const ATTEMPT_FAILURES: Failures<FailureTable<AttemptFailureArguments>> = failuresOf(ATTEMPT_PHRASES);
