import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { CHAIN_SENTENCES, NOT_READ } from '../../../src/domain/certificate/chain-sentences.ts';
import { verdictAt } from '../../../src/domain/certificate/chain-verdict.ts';
import { chainDetail } from '../../../src/domain/event/chain-detail.ts';
import { expectTranslated } from '../sentence-law.ts';

const SOURCE = new URL('../../../src/', import.meta.url);

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

test.each(Object.entries(CHAIN_SENTENCES))('the result %s is printed in Japanese with any values', (_, sentence) => {
  expectTranslated(sentence, (detail) => chainDetail(detail, 'ja'));
  const unread = '/etc/a: b$&; not read: c\n.pem';
  expectTranslated(sentence, (detail) => {
    const whole = chainDetail(`${detail}${NOT_READ.en}${unread}`, 'ja');
    return whole.slice(0, whole.lastIndexOf(`${NOT_READ.ja}${unread}`));
  });
});

/** Returns the texts with several words in a module. */
function textsIn(path: string): readonly string[] {
  const module = ts.createSourceFile(path, readFileSync(new URL(path, SOURCE), 'utf8'), ts.ScriptTarget.ESNext, true);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) texts.push(node.getText());
    else ts.forEachChild(node, visit);
  };
  visit(module);
  return texts.filter((text) => /[a-z] ([a-z]|\$\{)/.test(text));
}

test('no module that verifies chains has a sentence of its own, so each result has a Japanese text', () => {
  const directories = ['adapters/chain', 'domain/served'];
  const modules = directories.flatMap((path) => readdirSync(new URL(path, SOURCE)).map((name) => `${path}/${name}`));
  modules.push('domain/certificate/chain-verdict.ts');
  // Reasons why trusted roots cannot be read, which are no results.
  const others = ["'it does not exist'", "'permission denied'"];
  expect(modules.flatMap(textsIn).filter((text) => !others.includes(text))).toEqual([]);
});
