/** What commander says, and the same in Japanese; what stands in brackets is carried over. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^option '(.+?)' argument '(.*)' is invalid\.? ?(.*)$/, 'オプション $1 の値「$2」は使用できません。$3'],
  [
    /^command-argument value '(.*)' is invalid for argument '(.+?)'\.? ?(.*)$/,
    '引数 $2 の値「$1」は使用できません。$3',
  ],
  [/^unknown option '(.+?)'(?: \(Did you mean (.+?)\?\))?$/, 'オプション $1 はありません。$2'],
  [/^unknown command '(.+?)'(?: \(Did you mean (.+?)\?\))?$/, 'コマンド $1 はありません。$2'],
  [/^option '(.+?)' argument missing$/, 'オプション $1 に値がありません。'],
  [/^required option '(.+?)' not specified$/, 'オプション $1 を指定してください。'],
  [/^option '(.+?)' cannot be used with option '(.+?)'$/, 'オプション $1 と $2 は同時に指定できません。'],
  [/^missing required argument '(.+?)'$/, '引数 $1 がありません。'],
  [
    /^too many arguments(?: for '.+?')?\. Expected (\d+) arguments? but got (\d+).*$/,
    '引数が多すぎます ($1 個のところ $2 個)。',
  ],
];

/** A refusal of commander in Japanese; one that is not known stays as it is. One line. */
export function refusalInJapanese(message: string): string {
  for (const [pattern, sentence] of SENTENCES) {
    if (pattern.test(message)) return message.replace(pattern, sentence).replace(/。\.?$/, '');
  }
  return message;
}
