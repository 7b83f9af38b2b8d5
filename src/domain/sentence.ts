/**
 * A sentence in both languages. `{path}` is replaced by any value, and `{size:number}` by a value of
 * a form. The Japanese text of an English one is found by its pattern, so at most one value of a
 * sentence has no form.
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

/** The patterns of the forms. In a sentence, a character follows that is not of the form. */
const FORMS: Readonly<Record<string, string>> = {
  number: String.raw`\d+`,
};

/** Returns the English text of a sentence. */
export function inEnglish<En extends string>(
  { en }: { readonly en: En },
  values: Readonly<Record<Names<En>, string | number>>,
): string {
  return filled(en, values);
}

function filled(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(PLACEHOLDER, (_, name: string) => String(values[name]));
}

function patternOf({ en }: Sentence): RegExp {
  const source = en
    .replace(/[$()*+.?[\\\]^|]/g, String.raw`\$&`)
    .replace(PLACEHOLDER, (_, name: string, form = '') => `(?<${name}>${FORMS[form] ?? '[^]*'})`);
  return new RegExp(`^${source}$`);
}

/**
 * Returns a function that translates an English text by the first sentence that matches it, with
 * its values unchanged. It returns undefined if none matches.
 */
export function translatorOf(sentences: readonly Sentence[]): (english: string) => string | undefined {
  let patterns: readonly (readonly [RegExp, string])[] | undefined;
  return (english) => {
    patterns ??= sentences.map((sentence) => [patternOf(sentence), sentence.ja]);
    for (const [pattern, ja] of patterns) {
      const found = pattern.exec(english);
      if (found !== null) return filled(ja, found.groups ?? {});
    }
    return undefined;
  };
}
