/** The errors of a subject name and their translations; groups are inserted. */
const CLAUSES: readonly (readonly [RegExp, string])[] = [
  [/^it is empty$/, '空です'],
  [/^it is longer than (\d+) characters$/, '$1 文字を超えています'],
  [/^an attribute is missing$/, '属性がありません'],
  [/^(.+) has no = behind it$/s, '$1 の後に = がありません'],
  [/^(.+) is no attribute type that is known here$/s, '$1 は使用できる属性の種類ではありません'],
  [/^a quotation mark stands inside a value; write (.+)$/, '値の途中に引用符があります。$1 と記述してください'],
  [/^behind # come pairs of hex digits$/, '# の後は 2 桁ずつの 16 進数です'],
  [/^the quotation mark has no other at its end$/, '引用符が閉じていません'],
  [/^more stands behind the quotation mark$/, '引用符の後に余分な文字があります'],
  [/^nothing stands behind the backslash$/, 'バックスラッシュ (\\) の後に文字がありません'],
  [/^its escaped bytes are not UTF-8$/, 'エスケープされたバイト列が UTF-8 ではありません'],
  [/^(\S+) is no text$/, '$1 が文字列ではありません'],
  [/^(\S+) has characters that cannot be seen$/, '$1 に表示できない文字が含まれています'],
  [/^(\S+) has 1 to (\d+) characters$/, '$1 は 1 ～ $2 文字です'],
  [/^(\S+) has letters, digits and (\S+) alone$/, '$1 に使用できるのは英数字と $2 だけです'],
  [/^(\S+) has ASCII alone$/, '$1 に使用できるのは ASCII 文字だけです'],
  [/^(\S+) has the two letters of a country, such as US$/, '$1 は US のような 2 文字の国コードです'],
];

/** Translates the error of a subject name. Unknown errors stay unchanged. */
export function subjectFaultInJapanese(clause: string): string {
  for (const [pattern, japanese] of CLAUSES) if (pattern.test(clause)) return clause.replace(pattern, japanese);
  return clause;
}
