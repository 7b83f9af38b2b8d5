import { ISSUE_CAUSES } from '../../../domain/certificate/issue-sentences.ts';
import { EVENT_LOG_CAUSES } from '../../../domain/event/event-log-sentences.ts';
import { inWords } from '../../../domain/event/reason-words.ts';
import { translatorOf } from '../../../domain/sentence.ts';
import { STORE_CHANGE_SENTENCES } from '../../../domain/store-change/store-change-sentences.ts';
import { SHORTAGES } from '../../../work/errors.ts';

/** The failed operation, in English and Japanese. */
const DOING: readonly (readonly [RegExp, string])[] = [
  [/^cannot create a self-signed certificate for (.*)$/s, '$1 の自己署名証明書の作成'],
  [/^cannot create a CSR for (.*)$/s, '$1 の証明書の要求の作成'],
  [/^cannot lock the store (.*?)$/s, 'ストア $1 の変更の開始'],
  [/^cannot create the personal store (.*)$/s, 'ストア $1 の作成'],
  [/^cannot write certificate (\w+) into the store (.*)$/s, 'ストア $2 への証明書 $1 の書き込み'],
  [/^cannot write (request-\w+) into the store (.*)$/s, 'ストア $2 への要求 $1 の書き込み'],
  [/^cannot enable certificate (\w+) in the store (.*)$/s, 'ストア $2 の証明書 $1 のサービスへの割り当て'],
  [/^cannot remove certificate (\w+) from the store (.*)$/s, 'ストア $2 からの証明書 $1 の削除'],
  [/^cannot remove (request-\w+) from the store (.*)$/s, 'ストア $2 からの要求 $1 の削除'],
  [
    /^cannot set (\w+) as the internal transport certificate in the store (.*)$/s,
    'ストア $2 の内部トランスポート証明書としての $1 の設定',
  ],
  [/^cannot export certificate (\w+) to (.*)$/s, '$2 への証明書 $1 のエクスポート'],
  [/^cannot read the configuration (.*)$/s, '構成ファイル $1 の読み取り'],
  [/^cannot read the host's name$/, 'ホスト名の読み取り'],
  [/^cannot read the event log (.*)$/s, 'イベント ログ $1 の読み取り'],
  [/^cannot open the event log (.*)$/s, 'イベント ログ $1 を開く処理'],
  [/^cannot write the event log (.*)$/s, 'イベント ログ $1 への書き込み'],
  [/^cannot store a silence in the event log (.*)$/s, 'イベント ログ $1 への通知停止の保存'],
  [/^cannot end a silence in the event log (.*)$/s, 'イベント ログ $1 の通知停止の終了'],
  [/^cannot store a delivery in the event log (.*)$/s, 'イベント ログ $1 への送信の保存'],
  [/^cannot store a request for probes in the event log (.*)$/s, 'イベント ログ $1 への接続確認要求の保存'],
  [/^cannot store the result of a test in the event log (.*)$/s, 'イベント ログ $1 へのテスト結果の保存'],
  [/^cannot store the result of a reload in the event log (.*)$/s, 'イベント ログ $1 への再読み込みの結果の保存'],
];

const NOTHING_CHANGED = '; nothing was changed';

function doingInJapanese(text: string): string | undefined {
  const known = DOING.find(([pattern]) => pattern.test(text));
  return known === undefined ? undefined : text.replace(...known);
}

const causeInJapanese = translatorOf([
  ...STORE_CHANGE_SENTENCES,
  ...Object.values(SHORTAGES),
  ...Object.values(ISSUE_CAUSES),
  ...Object.values(EVENT_LOG_CAUSES),
  { en: '{code:errno}', ja: 'システムのエラー {code}' },
]);

/** Translates a problem: its reason, and the code of a system or standard. */
function problemInJapanese(text: string): string | undefined {
  const [, reason = '', detail = ''] = /^([a-z0-9]+(?:_[a-z0-9]+)+)(?::? (.*))?$/s.exec(text) ?? [];
  const words = inWords(reason, 'ja');
  if (words === reason) return undefined;
  const code = /\b(E[A-Z0-9]{2,}|[A-Z0-9._-]{3,})$/.exec(detail)?.[0];
  return code === undefined ? words : `${words} (${code})`;
}

/**
 * Translates the error of a store change, an export or the event log: operation, cause and next
 * step. Unknown texts and system messages stay unchanged.
 */
export function failureInJapanese(message: string): string {
  const isUnchanged = message.endsWith(NOTHING_CHANGED);
  const text = isUnchanged ? message.slice(0, -NOTHING_CHANGED.length) : message;
  let known: string | undefined;
  // A path may contain a colon. The first split with two known parts is used, otherwise the first
  // with one.
  for (let end = text.indexOf(': '); end !== -1; end = text.indexOf(': ', end + 1)) {
    const doing = doingInJapanese(text.slice(0, end));
    if (doing === undefined) continue;
    const cause = text.slice(end + 2);
    const answer = causeInJapanese(cause) ?? problemInJapanese(cause);
    const ends = isUnchanged ? '。変更はしていません' : '';
    if (answer !== undefined) return `${doing}: ${answer}${ends}`;
    known ??= `${doing}: ${cause}${ends}`;
  }
  return known ?? message;
}
