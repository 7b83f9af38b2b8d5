import { expect, test } from 'vitest';
import { verdictAt } from '../../../src/domain/certificate/chain-verdict.ts';
import { chainDetail } from '../../../src/domain/event/chain-detail.ts';

test.each([
  ['CN=R1 is an untrusted root', 'CN=R1 は信頼されたルートではありません'],
  [
    'the issuer CN=$1 was not sent, and is not a trusted root',
    '発行者 CN=$1 が送信されず、信頼されたルートでもありません',
  ],
  ['CN=R1 allows at most 2 CA certificates below it', 'CN=R1 のパス長の制限 (2) を超えています'],
  [
    'the issuer CN=A was not found; not read: /etc/a.pem',
    '発行者 CN=A が見つかりません。読み取れなかったファイル: /etc/a.pem',
  ],
  ['the limit of 200 checks for issuers was reached', '発行者の検証回数が上限 (200 回) に達しました'],
  ['what a later version says', 'what a later version says'],
])('the result of a chain verification is printed in Japanese: %s', (english, japanese) => {
  expect(chainDetail(english, 'ja')).toBe(japanese);
  expect(chainDetail(english, 'en')).toBe(english);
});

test.each([
  ['CN=A', 'CN=A の有効期限が切れており、信頼されたルートにつながる別のチェーンがありません'],
  [undefined, '発行者の有効期限が切れており、信頼されたルートにつながる別のチェーンがありません'],
])('the expiry of the chain is printed in Japanese: %s', (endsWith, japanese) => {
  const verdict = verdictAt({ status: 'trusted', anchor: 'system', holdsUntil: 0, ...(endsWith && { endsWith }) }, 1);
  expect(verdict.status === 'untrusted' && chainDetail(verdict.detail, 'ja')).toBe(japanese);
});
