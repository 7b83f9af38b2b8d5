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
  yaml_invalid: {
    en: ({ error }) => `invalid YAML: ${error}`,
    ja: ({ error }) => `YAML として正しくありません: ${error}`,
  },
  yaml_alias_of_tag: {
    en: 'an alias cannot have a tag or an anchor; remove them',
    ja: 'エイリアスにタグやアンカーは指定できません。削除してください',
  },
  yaml_alias_unknown: {
    en: 'unknown alias; put a value that begins with * in quotes',
    ja: 'エイリアスに対応するアンカーがありません。* で始まる値は引用符で囲んでください',
  },
  yaml_aliases_unusable: {
    en: 'too many values by alias; write the values instead of aliases',
    ja: 'エイリアスによる値が多すぎます。エイリアスではなく値を記述してください',
  },
  yaml_anchor_invalid: {
    en: 'the name of an anchor or alias is missing or ends with a colon; put a value that begins with & or * in quotes',
    ja: 'アンカーまたはエイリアスの名前がないか、コロンで終わっています。& または * で始まる値は引用符で囲んでください',
  },
  yaml_anchors: {
    en: 'a value has more than one anchor; remove one',
    ja: '1 つの値にアンカーが複数あります。1 つだけ残してください',
  },
  yaml_block_in_brackets: {
    en: 'a list with "- " or a map without braces cannot be in brackets; use brackets for it too',
    ja: '括弧の中では、"- " のリストや波括弧のないマップは使用できません。内側にも括弧を使用してください',
  },
  yaml_character_missing: {
    en: 'a character is missing: a colon after a key, a comma, a space, a closing quote or a line break',
    ja: '文字が足りません。キーの後のコロン、コンマ、スペース、閉じ引用符、改行のいずれかが必要です',
  },
  yaml_directive_unknown: {
    en: 'unknown directive; remove the line, or put a value that begins with % in quotes',
    ja: '使用できないディレクティブです。行を削除するか、% で始まる値を引用符で囲んでください',
  },
  yaml_documents: {
    en: 'the file must contain only one document; remove the line ---',
    ja: 'ファイルに含められるドキュメントは 1 つだけです。--- の行を削除してください',
  },
  yaml_escape_invalid: {
    en: String.raw`invalid escape sequence in double quotes; write \\ for a backslash`,
    ja: '二重引用符の中のエスケープ シーケンスが正しくありません。バックスラッシュは \\\\ と記述してください',
  },
  yaml_explicit_key: {
    en: 'a key cannot begin with "? "; write key: value',
    ja: 'キーの先頭に "? " は使用できません。「キー: 値」の形式で記述してください',
  },
  yaml_indentation: {
    en: 'wrong indentation or missing bracket; indent the keys of a map equally, and close each bracket',
    ja: 'インデントが正しくないか、閉じ括弧がありません。同じマップのキーは同じ数のスペースでインデントし、括弧を閉じてください',
  },
  yaml_key_lines: {
    en: 'a key must be on one line; put a colon after the key of the previous line, or indent equally',
    ja: 'キーが複数の行にわたっています。前の行のキーの後にコロンを付けるか、インデントをそろえてください',
  },
  yaml_key_not_text: {
    en: 'a key must be text, not a list or a map',
    ja: 'キーは文字列で記述してください。リストやマップはキーにできません',
  },
  yaml_key_too_long: {
    en: 'a key must have at most 1024 characters',
    ja: 'キーの長さの上限は 1024 文字です',
  },
  yaml_nested_brackets: {
    en: ({ limit }) => `more than ${limit} brackets are open here; close some`,
    ja: ({ limit }) => `閉じていない括弧が ${limit} 個を超えています。括弧を閉じてください`,
  },
  yaml_nested_collections: {
    en: ({ limit }) => `more than ${limit} lists or maps begin on this line`,
    ja: ({ limit }) => `この行で始まるリストとマップが ${limit} 個を超えています`,
  },
  yaml_nested_keys: {
    en: 'two keys on one line; put a value that contains ": " in quotes',
    ja: '1 行にキーが 2 つあります。": " を含む値は引用符で囲んでください',
  },
  yaml_reserved_character: {
    en: 'a value cannot begin with @ or `; put it in quotes',
    ja: '値の先頭に @ と ` は使用できません。値を引用符で囲んでください',
  },
  yaml_tab: {
    en: 'tabs are not allowed as indentation; use spaces',
    ja: 'インデントにタブは使用できません。スペースを使用してください',
  },
  yaml_tag_unknown: {
    en: 'unknown tag; put a value that begins with ! in quotes',
    ja: '使用できないタグです。! で始まる値は引用符で囲んでください',
  },
  yaml_tags: {
    en: 'a value has more than one tag; remove one',
    ja: '1 つの値にタグが複数あります。1 つだけ残してください',
  },
  yaml_unexpected_text: {
    en: 'unexpected text; put a value with special characters in quotes',
    ja: 'この位置に記述できない文字です。記号を含む値は引用符で囲んでください',
  },
  key_duplicate: {
    en: ({ key }) => `key ${key} is a duplicate; remove one`,
    ja: ({ key }) => `キー ${key} が重複しています。1 つだけ残してください`,
  },
};
