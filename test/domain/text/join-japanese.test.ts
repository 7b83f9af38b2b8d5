import { expect, test } from 'vitest';
import { joinJapanese } from '../../../src/domain/text/join-japanese.ts';
import { withoutFullStop } from '../../../src/domain/text/without-full-stop.ts';

test.each([
  [['key には', 'SMTP', 'を指定'], 'key には SMTP を指定'],
  [['key には', '期間', 'を指定'], 'key には期間を指定'],
  [['残り ', '71 時間 (2 日)', 'です'], '残り 71 時間 (2 日) です'],
  [['ありません。', 'off', '。'], 'ありません。off。'],
  [['名前', '"x"', ': 誤り'], '名前 "x": 誤り'],
  [['', 'です'], 'です'],
])('%j is joined with a space where Latin and Japanese meet', (parts, text) => {
  expect(joinJapanese(...parts)).toBe(text);
});

test.each([
  ['It expired.', 'It expired'],
  ['期限が切れています。', '期限が切れています'],
  ['no stop', 'no stop'],
  ['', ''],
])('%j loses only its full stop', (sentence, text) => {
  expect(withoutFullStop(sentence)).toBe(text);
});
