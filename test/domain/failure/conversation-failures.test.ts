import { expect, test } from 'vitest';
import { CONNECTION_FAILURES } from '../../../src/domain/failure/connection-failures.ts';
import { CONVERSATION_FAILURES } from '../../../src/domain/failure/conversation-failures.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';

const { response_not_tls, host_unresolved, name_server_silent, addresses_failed } = CONNECTION_FAILURES;

test.each([
  [
    CONVERSATION_FAILURES.not_connected({ cause: 'connect ECONNREFUSED 192.0.2.25:25' }),
    'cannot connect: connect ECONNREFUSED 192.0.2.25:25',
    '接続できません: connect ECONNREFUSED 192.0.2.25:25',
  ],
  [
    CONVERSATION_FAILURES.not_connected_in_time({ seconds: 10 }),
    'no connection within 10 s',
    '10 秒以内に接続できませんでした',
  ],
  [
    CONVERSATION_FAILURES.handshake_failed({ cause: response_not_tls({ error: 'wrong version number' }) }),
    'the TLS handshake failed: the response is not TLS (wrong version number)',
    'TLS ハンドシェイクに失敗しました: 応答が TLS ではありません (wrong version number)',
  ],
  [
    CONVERSATION_FAILURES.greeting_not_in_time({ seconds: 10 }),
    'no greeting within 10 s',
    '10 秒以内にグリーティングがありませんでした',
  ],
  [
    CONVERSATION_FAILURES.closed_before_reply({ command: 'EHLO mail01.contoso.com' }),
    'the server closed the connection without a response to EHLO mail01.contoso.com',
    'EHLO mail01.contoso.com への応答の前に、サーバーが接続を切断しました',
  ],
  [
    CONVERSATION_FAILURES.reply_not_valid({ command: 'CAPA', line: '502 what' }),
    'the response to CAPA is "502 what"',
    'CAPA への応答が「502 what」です',
  ],
  [
    CONVERSATION_FAILURES.addresses_too_many({ host: 'more.contoso.com', count: 40, limit: 32 }),
    'more.contoso.com has 40 addresses; only the first 32 are probed',
    'more.contoso.com のアドレスは 40 個あります。接続確認の対象は最初の 32 個だけです',
  ],
  [
    host_unresolved({ host: 'chat.contoso.com', cause: name_server_silent }),
    'cannot resolve chat.contoso.com: no name server responds',
    'chat.contoso.com を解決できません: 応答するネーム サーバーがありません',
  ],
  [
    addresses_failed({ causes: ['connect ECONNREFUSED ::1:25', 'connect ECONNREFUSED 127.0.0.1:25'] }),
    'connect ECONNREFUSED ::1:25; connect ECONNREFUSED 127.0.0.1:25',
    'connect ECONNREFUSED ::1:25、connect ECONNREFUSED 127.0.0.1:25',
  ],
])('%o has a text in both languages', (failure, english, japanese) => {
  expect([failureText(failure, 'en'), failureText(failure, 'ja')]).toEqual([english, japanese]);
});
