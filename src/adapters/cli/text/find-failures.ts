import { quoteName } from '../../../domain/event/quote-name.ts';
import { failuresOf } from '../../../domain/failure/failure.ts';
import { phrase } from '../../../domain/text/phrase.ts';

interface Word {
  /** The word of the command line. */
  readonly word: string;
}

/** A word without a match, and the next step. */
interface NoMatch extends Word {
  readonly next: string;
}

/** A word with several matches, which are `quoted_names`. */
interface SeveralMatches extends Word {
  readonly matches: string;
}

/** Names, and the number of further ones. */
interface QuotedNames {
  readonly names: readonly string[];
  readonly more: number;
}

/** The texts of words that name nothing, or several things. The next steps come last. */
export const FIND_PHRASES = {
  id_not_found: phrase({
    en: ({ noun, word, next }: NoMatch & { readonly noun: string }) =>
      `cannot find ${noun} "${word}": no such ID; ${next}`,
    ja: ({ noun, word, next }) => `${noun}「${word}」が見つかりません: 該当する ID がありません。${next}`,
  }),
  id_ambiguous: phrase({
    en: ({ noun, word, matches }: SeveralMatches & { readonly noun: string }) =>
      `"${word}" matches more than one ${noun}: ${matches}; give more of the ID`,
    ja: ({ noun, word, matches }) =>
      `${noun}「${word}」を特定できません: 候補は${matches}です。ID をもう少し長く指定してください`,
  }),
  delivery: phrase({ en: 'delivery', ja: '送信' }),
  silence: phrase({ en: 'silence', ja: '通知停止' }),
  delivery_pruned: phrase({
    en: ({ word }: Word) =>
      `cannot show delivery "${word}": it has just been pruned; to list the others: mailcertd deliveries`,
    ja: ({ word }) =>
      `送信「${word}」を表示できません: 保存期間を過ぎたため、たった今削除されました。mailcertd deliveries で一覧を表示できます`,
  }),
  certificate_not_found: phrase({
    en: ({ word, next }: NoMatch) => `cannot find certificate "${word}": no such thumbprint, name or file; ${next}`,
    ja: ({ word, next }) => `証明書「${word}」が見つかりません: 該当する拇印、名前、ファイルがありません。${next}`,
  }),
  certificate_ambiguous: phrase({
    en: ({ word, matches }: SeveralMatches) =>
      `"${word}" matches more than one certificate: ${matches}; give more of the thumbprint`,
    ja: ({ word, matches }) =>
      `証明書「${word}」を特定できません: 候補は${matches}です。拇印をもう少し長く指定してください`,
  }),
  thumbprint_prefix_too_short: phrase({
    en: ({ word, digits }: Word & { readonly digits: number }) =>
      `cannot find certificate "${word}": a thumbprint prefix needs at least ${digits} digits; give more of it`,
    ja: ({ word, digits }) => `証明書「${word}」を検索できません: 拇印は先頭の ${digits} 桁以上を指定してください`,
  }),
  certificate_pending: phrase({
    en: ({ word, path, command }: Word & { readonly path: string; readonly command: string }) =>
      `cannot find certificate "${word}": it is a pending CSR (${path}); import the certificate from the CA: ${command}`,
    ja: ({ word, path, command }) =>
      `証明書「${word}」が見つかりません: 証明書の要求 (CSR、${path}) が保留中です。証明機関が発行した証明書をインポートするコマンド: ${command}`,
  }),
  connector_not_found: phrase({
    en: ({ word, next }: NoMatch) => `cannot find connector "${word}": no such name; ${next}`,
    ja: ({ word, next }) => `コネクタ「${word}」が見つかりません: この名前のコネクタはありません。${next}`,
  }),
  connector_ambiguous: phrase({
    en: ({ word, matches }: SeveralMatches) =>
      `"${word}" matches more than one connector: ${matches}; give more of the name`,
    ja: ({ word, matches }) =>
      `コネクタ「${word}」を特定できません: 候補は${matches}です。名前をもう少し長く指定してください`,
  }),
  server_not_found: phrase({
    en: ({ word, next }: NoMatch) => `cannot find server "${word}": no connector belongs to it; ${next}`,
    ja: ({ word, next }) => `サーバー「${word}」が見つかりません: このサーバーに属するコネクタがありません。${next}`,
  }),
  notifier_not_found: phrase({
    en: ({ word, next }: NoMatch) => `cannot find notifier "${word}": no such name; ${next}`,
    ja: ({ word, next }) => `通知先「${word}」が見つかりません: この名前の通知先はありません。${next}`,
  }),
  event_record_not_found: phrase({
    en: ({ eventRecordId }: { readonly eventRecordId: number }) =>
      `cannot find event record ${eventRecordId}: no such record; to list them: mailcertd events`,
    ja: ({ eventRecordId }) =>
      `イベント レコード ${eventRecordId} が見つかりません: この番号のレコードはありません。mailcertd events で一覧を表示できます`,
  }),
  event_id_not_record: phrase({
    en: ({ eventId }: { readonly eventId: number }) =>
      `cannot find event record ${eventId}: it is an event ID, not the number of a record; to list its records: mailcertd events ${eventId}`,
    ja: ({ eventId }) =>
      `イベント レコード ${eventId} が見つかりません: ${eventId} はレコードの番号ではなくイベント ID です。mailcertd events ${eventId} でレコードの一覧を表示できます`,
  }),

  quoted_name: phrase({
    en: ({ name }: { readonly name: string }) => `"${name}"`,
    ja: ({ name }) => quoteName(name, 'ja'),
  }),
  quoted_names: phrase({
    en: ({ names, more }: QuotedNames) =>
      `${names.map((name) => `"${name}"`).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    ja: ({ names, more }) =>
      `${names.map((name) => quoteName(name, 'ja')).join('、')}${more > 0 ? `ほか ${more} 個` : ''}`,
  }),
  did_you_mean: phrase({
    en: ({ name }: { readonly name: string }) => `did you mean ${name}?`,
    ja: ({ name }) => `もしかして: ${name}`,
  }),
  list_with_command: phrase({
    en: ({ command }: { readonly command: string }) => `to list them: ${command}`,
    ja: ({ command }) => `${command} で一覧を表示できます`,
  }),
  known_connectors: phrase({
    en: ({ names }: { readonly names: string }) => `known connectors: ${names}`,
    ja: ({ names }) => `コネクタは${names}です`,
  }),
  no_connectors: phrase({ en: 'the configuration has no connectors', ja: '構成にコネクタがありません' }),
  known_servers: phrase({
    en: ({ names }: { readonly names: string }) => `known servers: ${names}`,
    ja: ({ names }) => `サーバーは${names}です`,
  }),
  known_notifiers: phrase({
    en: ({ names }: { readonly names: string }) => `known notifiers: ${names}`,
    ja: ({ names }) => `通知先は${names}です`,
  }),
  no_notifiers: phrase({ en: 'the configuration has no notifiers', ja: '構成に通知先がありません' }),
  known_stores: phrase({
    en: ({ names }: { readonly names: string }) => `known stores: ${names}`,
    ja: ({ names }) => `ストアは${names}です`,
  }),
  no_stores: phrase({ en: 'there are no stores', ja: '構成にストアがありません' }),
};

/** The failures of words that name nothing, or several things, and the next steps. */
export const FIND_FAILURES = failuresOf(FIND_PHRASES);
