/** Words that mean something else, or that another word replaces in all Japanese texts. */
export const UNUSED_WORDS: RegExp =
  /サムプリント|指紋|母印|満了|期限オーバー|コネクター|個人ストア|マイストア|キーストア|トラストストア|コモンネーム|オレオレ|動詞|アドバタイズ|サーブされ|ディスク上|リニューアル|置換済み|ニアミス|サイレンス|デリバリー|配信|断念|ブラインド|取り込み|既に|プローブ|ロール(?!バック)|時計|見本|使用しない設定|サーバ(?!ー)|ユーザ(?!ー)|フォルダ(?!ー)|プロバイダ(?!ー)|メモリー|！|お待ち/;

const JAPANESE = 'ぁ-んァ-ヶー一-龠々';

/** A Japanese and a Latin word without a space between them: `SMTPサービス`. */
export const MISSING_SPACE: RegExp = new RegExp(`[${JAPANESE}][A-Za-z0-9\`]|[A-Za-z0-9\`][${JAPANESE}]`, 'g');

/** A space where a Japanese text has none: next to 「」、。, or between two Japanese characters. */
export const UNUSUAL_SPACE: RegExp = new RegExp(
  `[「」、。] +[${JAPANESE}]|[${JAPANESE}] +[」、。]|[ぁ-ん] [ぁ-ん]`,
  'g',
);
