import { expect, test } from 'vitest';
import { ATTEMPT_FAILURES } from '../../../src/domain/failure/attempt-failures.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { FILE_CAUSE_FAILURES } from '../../../src/domain/failure/file-cause-failures.ts';
import { HOOK_FAILURES } from '../../../src/domain/failure/hook-failures.ts';
import { MAIL_FAILURES } from '../../../src/domain/failure/mail-failures.ts';

const request = 'POST https://chat.contoso.com';
const server = 'mail01.contoso.com:587';
const hook = '20-sms';
const { request_result, request_not_finished, request_redirected_to, phase_handshake } = ATTEMPT_FAILURES;

test.each([
  [
    request_result({ request, result: request_not_finished({ seconds: 30, phase: phase_handshake }) }),
    'POST https://chat.contoso.com: not finished in 30 s (during the TLS handshake)',
    'POST https://chat.contoso.com: 30 秒以内に完了しませんでした (TLS ハンドシェイク中)',
  ],
  [
    request_result({
      request,
      result: request_redirected_to({ response: '302 Found', target: 'https://login.contoso.com/…' }),
    }),
    'POST https://chat.contoso.com: 302 Found, to https://login.contoso.com/…; redirects are not followed; if the server has moved permanently, change the URL',
    'POST https://chat.contoso.com: 302 Found (リダイレクト先: https://login.contoso.com/…)。リダイレクト先には送信しません。サーバーが恒久的に移転した場合は、URL を変更してください',
  ],
  [
    ATTEMPT_FAILURES.trusted_roots_unusable({ path: '/etc/ssl/ca.pem', cause: FILE_CAUSE_FAILURES.file_not_found }),
    'cannot use the CA certificates in /etc/ssl/ca.pem: it does not exist',
    '/etc/ssl/ca.pem の CA 証明書を使用できません: 存在しません',
  ],
  [
    MAIL_FAILURES.mail_result({ server, result: MAIL_FAILURES.mail_login_failed({ cause: '535 5.7.8 no' }) }),
    'mail to mail01.contoso.com:587: cannot log in: 535 5.7.8 no',
    'mail01.contoso.com:587 へのメール: ログインできません: 535 5.7.8 no',
  ],
  [
    MAIL_FAILURES.recipient_refused({
      recipient: 'ops@contoso.com',
      cause: MAIL_FAILURES.mail_command_refused({ command: 'RCPT TO', cause: '550 5.1.1 unknown' }),
    }),
    'ops@contoso.com was refused: RCPT TO: 550 5.1.1 unknown',
    'ops@contoso.com は拒否されました: RCPT TO への応答: 550 5.1.1 unknown',
  ],
  [
    HOOK_FAILURES.hook_skipped({ hook, cause: HOOK_FAILURES.hook_not_executable({ command: 'chmod 755 /x' }) }),
    '20-sms: skipped, not executable; run: chmod 755 /x',
    '20-sms: 実行しません: 実行権がありません。許可するコマンド: chmod 755 /x',
  ],
  [
    HOOK_FAILURES.hook_was_run({ hook, result: HOOK_FAILURES.program_timed_out, seconds: '30.0' }),
    '20-sms: timed out, and stopped, after 30.0 s',
    '20-sms: タイムアウトしたため終了させました (30.0 秒)',
  ],
])('%o has a text in both languages', (failure, english, japanese) => {
  expect([failureText(failure, 'en'), failureText(failure, 'ja')]).toEqual([english, japanese]);
});
