import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface MailFailureArguments {
  /** `server` is the host and port: mail01.contoso.com:587. */
  readonly mail_result: { readonly server: string; readonly result: string };
  readonly mail_not_finished: { readonly seconds: number };
  readonly mail_canceled: undefined;
  readonly mail_login_not_encrypted: undefined;
  readonly mail_login_failed: { readonly cause: string };
  /** `cause` is the reply of the server. */
  readonly mail_starttls_failed: { readonly cause: string };
  readonly mail_starttls_missing: { readonly cause: string };
  readonly mail_greeting_refused: { readonly cause: string };
  readonly mail_command_refused: { readonly command: string; readonly cause: string };
  readonly mail_session_closed: undefined;
  readonly not_an_smtp_reply: undefined;
  readonly mail_accepted: { readonly response: string; readonly recipients: readonly string[] };
  readonly recipient_refused: { readonly recipient: string; readonly cause: string };
  readonly recipient_waiting: { readonly recipient: string };
  readonly recipients_finished: undefined;
}

/** The texts of attempts to send mail. */
export const MAIL_PHRASES: FailureTable<MailFailureArguments> = {
  mail_result: phrase({
    en: ({ server, result }) => `mail to ${server}: ${result}`,
    ja: ({ server, result }) => `${server} へのメール: ${result}`,
  }),
  mail_not_finished: phrase({
    en: ({ seconds }) => `not finished in ${seconds} s`,
    ja: ({ seconds }) => `${seconds} 秒以内に完了しませんでした`,
  }),
  mail_canceled: phrase({ en: 'canceled', ja: '中止しました' }),
  mail_login_not_encrypted: phrase({
    en: 'STARTTLS is not offered, and a password is only sent unencrypted with starttls: off',
    ja: 'STARTTLS が提供されていません。パスワードを暗号化せずに送信するのは、starttls: off を指定した場合だけです',
  }),
  mail_login_failed: phrase({
    en: ({ cause }) => `cannot log in: ${cause}`,
    ja: ({ cause }) => `ログインできません: ${cause}`,
  }),
  mail_starttls_failed: phrase({
    en: ({ cause }) => `STARTTLS: ${cause}`,
    ja: ({ cause }) => `STARTTLS への応答: ${cause}`,
  }),
  mail_starttls_missing: phrase({
    en: ({ cause }) => `STARTTLS is not offered: ${cause}`,
    ja: ({ cause }) => `STARTTLS が提供されていません: ${cause}`,
  }),
  mail_greeting_refused: phrase({
    en: ({ cause }) => `greeting: ${cause}`,
    ja: ({ cause }) => `グリーティング: ${cause}`,
  }),
  mail_command_refused: phrase({
    en: ({ command, cause }) => `${command}: ${cause}`,
    ja: ({ command, cause }) => `${command} への応答: ${cause}`,
  }),
  mail_session_closed: phrase({ en: 'the server closed the connection', ja: 'サーバーが接続を切断しました' }),
  not_an_smtp_reply: phrase({ en: 'not an SMTP reply', ja: 'SMTP の応答ではありません' }),
  mail_accepted: phrase({
    en: ({ response, recipients }) => `${response} (${recipients.join(', ')})`,
    ja: ({ response, recipients }) => `${response} (${recipients.join('、')})`,
  }),
  recipient_refused: phrase({
    en: ({ recipient, cause }) => `${recipient} was refused: ${cause}`,
    ja: ({ recipient, cause }) => `${recipient} は拒否されました: ${cause}`,
  }),
  recipient_waiting: phrase({
    en: ({ recipient }) => `${recipient} is waiting: an earlier mail is still pending`,
    ja: ({ recipient }) => `${recipient} への送信を待機しています (前のメールが送信待ちです)`,
  }),
  recipients_finished: phrase({
    en: 'every recipient has already accepted or refused this mail',
    ja: 'すべての宛先が、すでにこのメールを受け付けたか拒否しています',
  }),
};

/** The failures and results of attempts to send mail. */
export const MAIL_FAILURES: Failures<FailureTable<MailFailureArguments>> = failuresOf(MAIL_PHRASES);
