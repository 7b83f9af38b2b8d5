type Sentences = readonly (readonly [RegExp, string])[];

/** What was being done when a change of the store failed. */
const DOING: Sentences = [
  [/^taking the store (.*?) for a change$/s, 'ストア $1 の変更の開始'],
  [/^making the personal store (.*)$/s, 'ストア $1 の作成'],
  [/^writing certificate (\w+) into the store (.*)$/s, 'ストア $2 への証明書 $1 の書き込み'],
  [/^writing (request-\w+) into the store (.*)$/s, 'ストア $2 への要求 $1 の書き込み'],
  [/^enabling certificate (\w+) in the store (.*)$/s, 'ストア $2 の証明書 $1 のサービスへの割り当て'],
  [/^removing certificate (\w+) from the store (.*)$/s, 'ストア $2 からの証明書 $1 の削除'],
  [/^removing (request-\w+) from the store (.*)$/s, 'ストア $2 からの要求 $1 の削除'],
];

/** What came back, and what to do next. */
const ANSWERS: Sentences = [
  [/^(\w+): this account may not write there$/, 'このアカウントには書き込みの権限がありません ($1)'],
  [
    /^(\w+): the store belongs to user (\d+); run this as that account, or as root$/,
    'ストアの所有者はユーザー ID $2 です。そのアカウントか root で実行してください ($1)',
  ],
  [
    /^(\w+): the store belongs to (.*); run this as that account, or as root$/s,
    'ストアの所有者は $2 です。そのアカウントか root で実行してください ($1)',
  ],
  [
    /^(\w+): its file system is mounted read-only; mount it for writing$/,
    'ファイル システムが読み取り専用でマウントされています。書き込み可能な状態でマウントしてください ($1)',
  ],
  [
    /^(\w+): no room is left on its file system; make some and try again$/,
    'ファイル システムに空きがありません。空きを作ってから再実行してください ($1)',
  ],
  [
    /^(\w+): its folder lies in another file system than the store$/,
    '移動先がストアと別のファイル システムにあります ($1)',
  ],
  [/^(\w+): something there is gone; look again$/, 'あるはずのものがなくなっています。もう一度確認してください ($1)'],
  [/^(E[A-Z0-9]+)$/, 'システムのエラー $1'],
  [/^something stands there already$/, '同じ名前のものがすでにあります'],
];

const NOTHING_CHANGED = '; nothing was changed';

function inJapanese(text: string, sentences: Sentences): string | undefined {
  const known = sentences.find(([pattern]) => pattern.test(text));
  return known === undefined ? undefined : text.replace(...known);
}

/** A failed change of the store in Japanese; what is not known stays as it is. */
export function storeFailureInJapanese(message: string): string {
  if (!message.endsWith(NOTHING_CHANGED)) return message;
  const told = message.slice(0, -NOTHING_CHANGED.length);
  // A path may have a colon in it.
  for (let end = told.indexOf(': '); end !== -1; end = told.indexOf(': ', end + 1)) {
    const doing = inJapanese(told.slice(0, end), DOING);
    const answer = inJapanese(told.slice(end + 2), ANSWERS);
    if (doing !== undefined && answer !== undefined) return `${doing}: ${answer}。変更はしていません`;
  }
  return message;
}
