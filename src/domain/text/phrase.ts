import type { Locale } from './locale.ts';

/** A text in both languages: strings, or functions that make the text of typed arguments. */
export interface Phrase<Text> {
  readonly en: Text;
  readonly ja: Text;
}

/**
 * Makes a phrase. Both languages must be given. The English function declares the arguments, and
 * the Japanese one takes the same:
 * `phrase({ en: (count: number) => …, ja: (count) => … })`
 */
export function phrase(texts: Phrase<string>): Phrase<string>;
export function phrase<Text extends (...values: never[]) => unknown>(texts: Phrase<Text>): Phrase<Text>;
export function phrase(texts: Phrase<unknown>): Phrase<unknown> {
  return texts;
}

/** A tree of phrases with the text of one language in place of each phrase. */
export type InLanguage<Tree> =
  Tree extends Phrase<infer Text> ? Text : { readonly [Key in keyof Tree]: InLanguage<Tree[Key]> };

const treesByLocale: Readonly<Record<Locale, WeakMap<object, unknown>>> = { en: new WeakMap(), ja: new WeakMap() };

/**
 * Returns a tree of phrases in one language: an object with the same keys, with a string or a
 * function in place of each phrase. The object is made once per tree and language.
 */
export function inLanguage<Tree extends object>(tree: Tree, locale: Locale): InLanguage<Tree> {
  const known = treesByLocale[locale].get(tree);
  if (known !== undefined) return known as InLanguage<Tree>;
  const texts = isPhrase(tree) ? tree[locale] : textsOf(tree, locale);
  treesByLocale[locale].set(tree, texts);
  return texts as InLanguage<Tree>;
}

const isPhrase = (node: object): node is Phrase<unknown> => 'en' in node && 'ja' in node;

function textsOf(tree: object, locale: Locale): object {
  return Object.fromEntries(
    Object.entries(tree).map(([key, node]: [string, unknown]) => [
      key,
      typeof node === 'object' && node !== null ? inLanguage(node, locale) : node,
    ]),
  );
}
