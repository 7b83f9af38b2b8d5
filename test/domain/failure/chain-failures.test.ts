import { expect, test } from 'vitest';
import { verdictAt } from '../../../src/domain/certificate/chain-verdict.ts';
import { CHAIN_FAILURES } from '../../../src/domain/failure/chain-failures.ts';
import type { Failure } from '../../../src/domain/failure/failure.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';

test.each<[Failure | string, string, string]>([
  [
    CHAIN_FAILURES.chain_root_untrusted({ subject: 'CN=R1' }),
    'CN=R1 is an untrusted root',
    'CN=R1 は信頼されたルートではありません',
  ],
  [
    CHAIN_FAILURES.chain_issuer_not_sent({ issuer: 'CN=$1' }),
    'the issuer CN=$1 was not sent, and is not a trusted root',
    '発行者 CN=$1 の証明書が送信されておらず、信頼されたルートでもありません',
  ],
  [
    CHAIN_FAILURES.chain_path_length_exceeded({ subject: 'CN=R1', limit: 2 }),
    'there are more CA certificates below CN=R1 than the 2 that it allows',
    'CN=R1 の下の CA 証明書の数が、許可された数 (2) を超えています',
  ],
  [
    CHAIN_FAILURES.chain_roots_not_read({
      cause: CHAIN_FAILURES.chain_issuer_not_found({ issuer: 'CN=A' }),
      files: ['/etc/a.pem'],
    }),
    'the issuer CN=A was not found; not read: /etc/a.pem',
    '発行者 CN=A が見つかりません。読み取れなかったファイル: /etc/a.pem',
  ],
  [
    CHAIN_FAILURES.chain_check_limit_reached({ limit: 200 }),
    'the chain could not be verified within 200 checks',
    '発行者の検証回数が上限 (200 回) に達したため、チェーンを検証できませんでした',
  ],
  ['what an earlier version stored', 'what an earlier version stored', 'what an earlier version stored'],
])('the result of a chain verification is printed in both languages: %j', (failure, english, japanese) => {
  expect(failureText(failure, 'en')).toBe(english);
  expect(failureText(failure, 'ja')).toBe(japanese);
});

test.each([
  ['CN=A', 'CN=A の有効期限が切れており、信頼されたルートにつながる別のチェーンがありません'],
  [undefined, '発行者の有効期限が切れており、信頼されたルートにつながる別のチェーンがありません'],
])('the expiry of the chain is printed in Japanese: %s', (endsWith, japanese) => {
  const verdict = verdictAt({ status: 'trusted', anchor: 'system', holdsUntil: 0, ...(endsWith && { endsWith }) }, 1);
  expect(verdict.status === 'untrusted' && failureText(verdict.failure, 'ja')).toBe(japanese);
});
