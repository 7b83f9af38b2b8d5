/**
 * A sentence in both languages, with placeholders. `{error}` can be any value, and
 * `{size:number}` a value with the form `number`.
 *
 * An English text is translated by the pattern of its sentence. To make the pattern unambiguous, at
 * most one placeholder of a sentence has no form or the form `path` or `quoted`.
 */
export interface Sentence {
  readonly en: string;
  readonly ja: string;
}

/** The names of the values in a template. */
type Names<Template extends string> = Template extends `${string}{${infer Placeholder}}${infer Rest}`
  ? (Placeholder extends `${infer Name}:${string}` ? Name : Placeholder) | Names<Rest>
  : never;

const PLACEHOLDER = /\{(\w+)(?::(\w+))?\}/g;

/**
 * The patterns of the forms. In a sentence, the character after a placeholder must not match its
 * form. `path` and `quoted` match every character.
 */
const FORMS: Readonly<Record<string, string>> = {
  number: String.raw`\d+`,
  word: String.raw`[\w-]+`,
  /** The code of a system error. */
  errno: 'E[A-Z0-9]+',
  /** The name of a file. */
  name: '[^/]{0,255}',
  /** The name of a file at the start of a sentence, where a colon would end the previous part. */
  firstName: '[^/:]{0,255}',
  accountName: String.raw`[^\s:;,]+`,
  /** The name of an account, or its number, which is translated. */
  account: String.raw`user \d+|[^\s:;,]+`,
  /** An absolute path. */
  path: '/[^]*',
  /** A JSON string. */
  quoted: '"[^]*"',
};

/** The text for an account without a name. */
export const NAMELESS_ACCOUNT = { en: 'user {userId:number}', ja: 'ユーザー ID {userId}' } as const;

/** Returns a sentence in one language, with a value in place of each placeholder. */
export function fill<Template extends string>(
  template: Template,
  values: Readonly<Record<Names<Template>, string | number>>,
): string {
  const replacements: Readonly<Record<string, string | number>> = values;
  return template.replace(PLACEHOLDER, (_, name: string) => String(replacements[name]));
}

/** Returns one sentence for each of the given parts, with that part in place of a placeholder. */
export function withParts(sentence: Sentence, name: string, parts: Readonly<Record<string, Sentence>>): Sentence[] {
  const insert = (template: string, part: string): string => template.replace(`{${name}}`, part);
  return Object.values(parts).map(({ en, ja }) => ({ en: insert(sentence.en, en), ja: insert(sentence.ja, ja) }));
}

/**
 * Returns the pattern of the English texts that a sentence can become. A placeholder that occurs twice
 * must have the same value in both places.
 */
function patternOf({ en }: Sentence): RegExp {
  const names = new Set<string>();
  const groupOf = (name: string, form: string): string => {
    if (names.has(name)) return `\\k<${name}>`;
    names.add(name);
    return `(?<${name}>${FORMS[form] ?? '[^]*'})`;
  };
  const source = en
    .replace(/[$()*+.?[\\\]^|]/g, String.raw`\$&`)
    .replace(PLACEHOLDER, (_, name: string, form = '') => groupOf(name, form));
  return new RegExp(`^${source}$`);
}

/**
 * Returns a function that translates an English text by the first sentence that matches the text.
 * Values stay unchanged. The function returns undefined if no sentence matches.
 */
export function createTranslator(sentences: readonly Sentence[]): (english: string) => string | undefined {
  let patterns: readonly (readonly [RegExp, string])[] | undefined;
  return (english) => {
    patterns ??= sentences.map((sentence) => [patternOf(sentence), sentence.ja]);
    for (const [pattern, ja] of patterns) {
      const match = pattern.exec(english);
      if (match === null) continue;
      return ja.replace(PLACEHOLDER, (_, name: string, form?: string) => {
        const value = match.groups?.[name] ?? '';
        return form === 'account' ? (accountInJapanese(value) ?? value) : value;
      });
    }
    return undefined;
  };
}

const accountInJapanese = createTranslator([NAMELESS_ACCOUNT]);
