import { failuresOf } from '../../../domain/failure/failure.ts';
import { phrase } from '../../../domain/text/phrase.ts';

interface InvalidValue {
  readonly value: string;
  /** The values that are valid. */
  readonly hint: string;
}

interface OptionFlags {
  /** For example `-w, --warning <duration>`. */
  readonly option: string;
}

interface Unknown {
  readonly word: string;
  /** Similar known words. */
  readonly similar: readonly string[];
}

/** The similar words after a sentence, if there are any. */
const SUGGESTION = phrase({
  en: (similar: readonly string[]) =>
    similar.length === 0 ? '' : ` (did you mean ${similar.length === 1 ? '' : 'one of '}${similar.join(', ')}?)`,
  ja: (similar) => (similar.length === 0 ? '' : `。もしかして: ${similar.join('、')}`),
});

/**
 * The texts of options and arguments that are not accepted.
 * The hints about valid values come last.
 */
export const ARGUMENT_PHRASES = {
  option_value_invalid: phrase({
    en: ({ option, value, hint }: InvalidValue & OptionFlags) => `option ${option}: "${value}" is invalid; ${hint}`,
    ja: ({ option, value, hint }) => `オプション ${option} の値「${value}」は使用できません。${hint}`,
  }),
  argument_value_invalid: phrase({
    en: ({ argument, value, hint }: InvalidValue & { readonly argument: string }) =>
      `argument ${argument}: "${value}" is invalid; ${hint}`,
    ja: ({ argument, value, hint }) => `引数 ${argument} の値「${value}」は使用できません。${hint}`,
  }),
  option_unknown: phrase({
    en: ({ word, similar }: Unknown) => `there is no option "${word}"${SUGGESTION.en(similar)}`,
    ja: ({ word, similar }) => `オプション「${word}」はありません${SUGGESTION.ja(similar)}`,
  }),
  command_unknown: phrase({
    en: ({ word, similar }: Unknown) => `there is no command "${word}"${SUGGESTION.en(similar)}`,
    ja: ({ word, similar }) => `コマンド「${word}」はありません${SUGGESTION.ja(similar)}`,
  }),
  option_value_missing: phrase({
    en: ({ option }: OptionFlags) => `option ${option} requires a value`,
    ja: ({ option }) => `オプション ${option} に値がありません`,
  }),
  option_missing: phrase({
    en: ({ option }: OptionFlags) => `option ${option} is required`,
    ja: ({ option }) => `オプション ${option} を指定してください`,
  }),
  options_exclude_each_other: phrase({
    en: ({ option, other }: OptionFlags & { readonly other: string }) =>
      `option ${option} cannot be used with option ${other}`,
    ja: ({ option, other }) => `オプション ${option} と ${other} は同時に指定できません`,
  }),
  argument_missing: phrase({
    en: ({ argument }: { readonly argument: string }) => `argument ${argument} is required`,
    ja: ({ argument }) => `引数 ${argument} がありません`,
  }),
  too_many_arguments: phrase({
    en: ({ expected, given }: { readonly expected: number; readonly given: number }) =>
      `too many arguments: expected ${expected}, got ${given}`,
    ja: ({ expected, given }) => `引数が多すぎます (指定できるのは ${expected} 個、指定されたのは ${given} 個)`,
  }),
  word_not_an_option: phrase({
    en: ({ word, next }: { readonly word: string; readonly next: string }) => `there is no option "${word}"; ${next}`,
    ja: ({ word, next }) => `オプション「${word}」はありません。${next}`,
  }),
  word_not_a_command: phrase({
    en: ({ word, next }: { readonly word: string; readonly next: string }) => `there is no command "${word}"; ${next}`,
    ja: ({ word, next }) => `コマンド「${word}」はありません。${next}`,
  }),
  see_help: phrase({
    en: ({ command }: { readonly command: string }) => `see ${command} --help`,
    ja: ({ command }) => `${command} --help を参照してください`,
  }),
  /** The refused part of a command, with a reference to the help of the command. */
  refused_by_command: phrase({
    en: ({ command, cause }: { readonly command: string; readonly cause: string }) => `${cause}; see ${command} --help`,
    ja: ({ command, cause }) => `${cause}。${command} --help を参照してください`,
  }),

  choices: phrase({
    en: ({ choices }: { readonly choices: readonly string[] }) => `write one of ${choices.join(', ')}`,
    ja: ({ choices }) => `${choices.join('、')} のいずれかを指定してください`,
  }),
  name_list: phrase({
    en: 'write comma-separated names, for example a.example,b.example',
    ja: 'a.example,b.example のように、名前をコンマで区切って指定してください',
  }),
  dns_name: phrase({
    en: 'write a DNS name in ASCII (xn--… for other letters)',
    ja: 'DNS 名を A ラベル (国際化ドメイン名は xn-- の形式) で指定してください',
  }),
  short_reason: phrase({ en: 'write a short reason', ja: '短い理由を指定してください' }),
  characters_at_most: phrase({
    en: ({ limit }: { readonly limit: number }) => `write at most ${limit} characters`,
    ja: ({ limit }) => `${limit} 文字以内で指定してください`,
  }),
};

/** The failures of options and arguments that are not accepted, and the hints about valid values. */
export const ARGUMENT_FAILURES = failuresOf(ARGUMENT_PHRASES);
