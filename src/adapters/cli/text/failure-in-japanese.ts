import { answerInJapanese } from './answer-in-japanese.ts';

/** The failed operation, in English and Japanese. */
const DOING: readonly (readonly [RegExp, string])[] = [
  [/^issuing a self-signed certificate for (.*)$/s, '$1 の自己署名証明書の作成'],
  [/^requesting a certificate for (.*)$/s, '$1 の証明書の要求の作成'],
  [/^taking the store (.*?) for a change$/s, 'ストア $1 の変更の開始'],
  [/^making the personal store (.*)$/s, 'ストア $1 の作成'],
  [/^writing certificate (\w+) into the store (.*)$/s, 'ストア $2 への証明書 $1 の書き込み'],
  [/^adding issuers of certificate (\w+) in the store (.*)$/s, 'ストア $2 の証明書 $1 への発行者の追加'],
  [/^writing (request-\w+) into the store (.*)$/s, 'ストア $2 への要求 $1 の書き込み'],
  [/^enabling certificate (\w+) in the store (.*)$/s, 'ストア $2 の証明書 $1 のサービスへの割り当て'],
  [/^removing certificate (\w+) from the store (.*)$/s, 'ストア $2 からの証明書 $1 の削除'],
  [/^removing (request-\w+) from the store (.*)$/s, 'ストア $2 からの要求 $1 の削除'],
  [
    /^recording (\w+) as the internal transport certificate in the store (.*)$/s,
    'ストア $2 の内部トランスポート証明書としての $1 の記録',
  ],
  [/^exporting certificate (\w+) to (.*)$/s, '$2 への証明書 $1 のエクスポート'],
  [/^cannot read the configuration (.*)$/s, '構成ファイル $1 の読み取り'],
  [/^cannot read the host's name$/, 'ホスト名の読み取り'],
  [/^reading the ledger (.*)$/s, 'イベント ログ $1 の読み取り'],
  [/^opening the ledger (.*)$/s, 'イベント ログ $1 のオープン'],
  [/^writing the ledger (.*)$/s, 'イベント ログ $1 への書き込み'],
  [/^storing a silence in the ledger (.*)$/s, 'イベント ログ $1 への通知停止の保存'],
  [/^ending a silence in the ledger (.*)$/s, 'イベント ログ $1 の通知停止の終了'],
  [/^storing a delivery in the ledger (.*)$/s, 'イベント ログ $1 への配信の保存'],
  [/^storing a request for probes in the ledger (.*)$/s, 'イベント ログ $1 への接続確認要求の保存'],
  [/^storing what came of a test in the ledger (.*)$/s, 'イベント ログ $1 へのテスト結果の保存'],
  [/^storing what came of a reload in the ledger (.*)$/s, 'イベント ログ $1 への再読み込みの結果の保存'],
];

const NOTHING_CHANGED = '; nothing was changed';

function doingInJapanese(text: string): string | undefined {
  const known = DOING.find(([pattern]) => pattern.test(text));
  return known === undefined ? undefined : text.replace(...known);
}

/**
 * Translates the error of a store change, an export or the event log: operation, cause and next
 * step. Unknown texts and system messages stay unchanged.
 */
export function failureInJapanese(message: string): string {
  const isUnchanged = message.endsWith(NOTHING_CHANGED);
  const told = isUnchanged ? message.slice(0, -NOTHING_CHANGED.length) : message;
  let known: string | undefined;
  // A path may contain a colon. The first split with two known parts is used, otherwise the first
  // with one.
  for (let end = told.indexOf(': '); end !== -1; end = told.indexOf(': ', end + 1)) {
    const doing = doingInJapanese(told.slice(0, end));
    if (doing === undefined) continue;
    const answer = answerInJapanese(told.slice(end + 2));
    const ends = isUnchanged ? '。変更はしていません' : '';
    if (answer !== undefined) return `${doing}: ${answer}${ends}`;
    known ??= `${doing}: ${told.slice(end + 2)}${ends}`;
  }
  return known ?? message;
}
