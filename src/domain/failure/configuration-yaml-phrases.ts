import { phrase } from '../text/phrase.ts';
import type { FailureTable } from './failure.ts';

/** The codes of these texts, with the arguments of each; undefined: a fixed text. */
export interface YamlFailureArguments {
  readonly yaml_invalid: { readonly error: string };
  readonly yaml_alias_of_tag: undefined;
  readonly yaml_alias_unknown: undefined;
  readonly yaml_aliases_unusable: undefined;
  readonly yaml_anchor_invalid: undefined;
  readonly yaml_anchors: undefined;
  readonly yaml_block_in_brackets: undefined;
  readonly yaml_character_missing: undefined;
  readonly yaml_directive_unknown: undefined;
  readonly yaml_documents: undefined;
  readonly yaml_escape_invalid: undefined;
  readonly yaml_explicit_key: undefined;
  readonly yaml_indentation: undefined;
  readonly yaml_key_lines: undefined;
  readonly yaml_key_not_text: undefined;
  readonly yaml_key_too_long: undefined;
  readonly yaml_nested_brackets: { readonly limit: number };
  readonly yaml_nested_collections: { readonly limit: number };
  readonly yaml_nested_keys: undefined;
  readonly yaml_reserved_character: undefined;
  readonly yaml_tab: undefined;
  readonly yaml_tag_unknown: undefined;
  readonly yaml_tags: undefined;
  readonly yaml_unexpected_text: undefined;
  readonly key_duplicate: { readonly key: string };
}

/** The phrases of YAML errors in the configuration file. */
export const YAML_PHRASES: FailureTable<YamlFailureArguments> = {
  yaml_invalid: phrase({
    en: ({ error }) => `invalid YAML: ${error}`,
    ja: ({ error }) => `YAML として正しくありません: ${error}`,
  }),
  yaml_alias_of_tag: phrase({
    en: 'an alias cannot have a tag or an anchor; remove them',
    ja: 'エイリアスにタグやアンカーは指定できません。削除してください',
  }),
  yaml_alias_unknown: phrase({
    en: 'unknown alias; put a value that begins with * in quotes',
    ja: 'エイリアスに対応するアンカーがありません。* で始まる値は引用符で囲んでください',
  }),
  yaml_aliases_unusable: phrase({
    en: 'too many values by alias; write the values instead of aliases',
    ja: 'エイリアスによる値が多すぎます。エイリアスではなく値を記述してください',
  }),
  yaml_anchor_invalid: phrase({
    en: 'the name of an anchor or alias is missing or ends with a colon; put a value that begins with & or * in quotes',
    ja: 'アンカーまたはエイリアスの名前がないか、コロンで終わっています。& または * で始まる値は引用符で囲んでください',
  }),
  yaml_anchors: phrase({
    en: 'a value has more than one anchor; remove one',
    ja: '1 つの値にアンカーが複数あります。1 つだけ残してください',
  }),
  yaml_block_in_brackets: phrase({
    en: 'a list with "- " or a map without braces cannot be in brackets; use brackets for it too',
    ja: '括弧の中では、"- " のリストや波括弧のないマップは使用できません。内側にも括弧を使用してください',
  }),
  yaml_character_missing: phrase({
    en: 'a character is missing: a colon after a key, a comma, a space, a closing quote or a line break',
    ja: '文字が足りません。キーの後のコロン、コンマ、スペース、閉じ引用符、改行のいずれかが必要です',
  }),
  yaml_directive_unknown: phrase({
    en: 'unknown directive; remove the line, or put a value that begins with % in quotes',
    ja: '使用できないディレクティブです。行を削除するか、% で始まる値を引用符で囲んでください',
  }),
  yaml_documents: phrase({
    en: 'the file must contain only one document; remove the line ---',
    ja: 'ファイルに含められるドキュメントは 1 つだけです。--- の行を削除してください',
  }),
  yaml_escape_invalid: phrase({
    en: String.raw`invalid escape sequence in double quotes; write \\ for a backslash`,
    ja: '二重引用符の中のエスケープ シーケンスが正しくありません。バックスラッシュは \\\\ と記述してください',
  }),
  yaml_explicit_key: phrase({
    en: 'a key cannot begin with "? "; write key: value',
    ja: 'キーの先頭に "? " は使用できません。「キー: 値」の形式で記述してください',
  }),
  yaml_indentation: phrase({
    en: 'wrong indentation or missing bracket; indent the keys of a map equally, and close each bracket',
    ja: 'インデントが正しくないか、閉じ括弧がありません。同じマップのキーは同じ数のスペースでインデントし、括弧を閉じてください',
  }),
  yaml_key_lines: phrase({
    en: 'a key must be on one line; put a colon after the key of the previous line, or indent equally',
    ja: 'キーが複数の行にわたっています。前の行のキーの後にコロンを付けるか、インデントをそろえてください',
  }),
  yaml_key_not_text: phrase({
    en: 'a key must be text, not a list or a map',
    ja: 'キーは文字列で記述してください。リストやマップはキーにできません',
  }),
  yaml_key_too_long: phrase({
    en: 'a key must have at most 1024 characters',
    ja: 'キーの長さの上限は 1024 文字です',
  }),
  yaml_nested_brackets: phrase({
    en: ({ limit }) => `more than ${limit} brackets are open here; close some`,
    ja: ({ limit }) => `閉じていない括弧が ${limit} 個を超えています。括弧を閉じてください`,
  }),
  yaml_nested_collections: phrase({
    en: ({ limit }) => `more than ${limit} lists or maps begin on this line`,
    ja: ({ limit }) => `この行で始まるリストとマップが ${limit} 個を超えています`,
  }),
  yaml_nested_keys: phrase({
    en: 'two keys on one line; put a value that contains ": " in quotes',
    ja: '1 行にキーが 2 つあります。": " を含む値は引用符で囲んでください',
  }),
  yaml_reserved_character: phrase({
    en: 'a value cannot begin with @ or `; put it in quotes',
    ja: '値の先頭に @ と ` は使用できません。値を引用符で囲んでください',
  }),
  yaml_tab: phrase({
    en: 'tabs are not allowed as indentation; use spaces',
    ja: 'インデントにタブは使用できません。スペースを使用してください',
  }),
  yaml_tag_unknown: phrase({
    en: 'unknown tag; put a value that begins with ! in quotes',
    ja: '使用できないタグです。! で始まる値は引用符で囲んでください',
  }),
  yaml_tags: phrase({
    en: 'a value has more than one tag; remove one',
    ja: '1 つの値にタグが複数あります。1 つだけ残してください',
  }),
  yaml_unexpected_text: phrase({
    en: 'unexpected text; put a value with special characters in quotes',
    ja: 'この位置に記述できない文字です。記号を含む値は引用符で囲んでください',
  }),
  key_duplicate: phrase({
    en: ({ key }) => `key ${key} is a duplicate; remove one`,
    ja: ({ key }) => `キー ${key} が重複しています。1 つだけ残してください`,
  }),
};
