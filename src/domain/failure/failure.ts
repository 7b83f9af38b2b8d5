import type { Locale } from '../text/locale.ts';
import type { Phrase } from '../text/phrase.ts';

/**
 * A failure as data: what failed, without a sentence. It can be stored as JSON, and is shown in
 * either language by the phrase of its code.
 */
export interface Failure {
  /** A key of a table of failures, snake_case. */
  readonly code: string;
  /** The values of the phrase. What a system or a server said is a string, unchanged. */
  readonly arguments: Readonly<Record<string, FailureArgument>>;
}

/** A value in the text of a failure. A failure, such as a cause, is shown as its own text. */
export type FailureArgument = string | number | boolean | undefined | Failure | readonly (string | Failure)[];

/** The reader of a failure's text: the person who runs a command, or the reader of an event or log. */
export type FailureReader = 'command' | 'daemon';

/** The text of a failure. With advice for who ran a command, it has another one for the daemon. */
export interface FailurePhrase<Text> extends Phrase<Text> {
  readonly daemon?: Phrase<Text>;
}

/**
 * Makes the text of a failure that advises who ran a command, for example to try again.
 * @param daemon the text without that advice, for events and the daemon's log
 */
export function phraseByReader<Text>(command: Phrase<Text>, daemon: Phrase<Text>): FailurePhrase<Text> {
  return { ...command, daemon };
}

/** The phrases of failures, by code. Each is a fixed text, or takes an object of named arguments. */
export type FailurePhrases = Readonly<Record<string, FailurePhrase<string | ((values: never) => string)>>>;

/** The table of phrases for an interface of codes, with the arguments of each text. */
export type FailureTable<Values> = {
  readonly [Code in keyof Values]: FailurePhrase<
    [Values[Code]] extends [undefined] ? string : (values: Values[Code]) => string
  >;
};

/** The arguments with which a failure is made: each text may also be a failure. */
type Given<Values> = {
  readonly [Name in keyof Values]: string extends Values[Name]
    ? Values[Name] | Failure
    : Values[Name] extends readonly string[]
      ? readonly (string | Failure)[]
      : Values[Name];
};

/** For each code of a table, the failure, or the function that makes it of its arguments. */
export type Failures<Phrases extends FailurePhrases> = {
  readonly [Code in keyof Phrases]: Phrases[Code]['en'] extends (values: infer Values) => string
    ? (values: Given<Values>) => Failure
    : Failure;
};

/** Returns the failures of a table of phrases. */
export function failuresOf<Phrases extends FailurePhrases>(phrases: Phrases): Failures<Phrases> {
  const failures: Record<string, unknown> = {};
  for (const [code, { en }] of Object.entries(phrases)) {
    failures[code] =
      typeof en === 'string'
        ? { code, arguments: {} }
        : (values: Failure['arguments']): Failure => ({ code, arguments: values });
  }
  return failures as Failures<Phrases>;
}

/**
 * Returns the text of a failure. A failure of another version can have a code that is not in the
 * table, or other arguments: its text is the code with the arguments.
 */
export function renderFailure(
  phrases: FailurePhrases,
  { code, arguments: values }: Failure,
  locale: Locale,
  reader: FailureReader = 'command',
): string {
  const textOf = (value: FailureArgument): string | number | boolean | undefined | readonly string[] => {
    if (isFailureList(value)) return value.map((item) => String(textOf(item)));
    return isNestedFailure(value) ? renderFailure(phrases, value, locale, reader) : value;
  };
  const texts = Object.entries(values).map(([name, value]) => [name, textOf(value)] as const);
  const phrase = Object.hasOwn(phrases, code) ? phrases[code] : undefined;
  const text = (reader === 'daemon' ? (phrase?.daemon ?? phrase) : phrase)?.[locale];
  const rendered = typeof text === 'function' ? renderComplete(text, Object.fromEntries(texts)) : text;
  return rendered ?? [code, ...texts.map(([name, value]) => `${name}=${String(value)}`)].join(' ');
}

/**
 * Returns the text of stored arguments; undefined if they are not those of this version, so that
 * the text would have a hole. An optional argument may be missing.
 */
function renderComplete(text: (values: never) => string, values: object): string | undefined {
  let isReadMissing = false;
  const reader: ProxyHandler<object> = {
    get(target, name) {
      if (!Object.hasOwn(target, name)) isReadMissing = true;
      return Reflect.get(target, name);
    },
  };
  try {
    const rendered = text(new Proxy(values, reader) as never);
    return isReadMissing && rendered.includes('undefined') ? undefined : rendered;
  } catch {
    // An argument has another type.
    return undefined;
  }
}

/** Returns whether an argument of a failure is a list. */
export function isFailureList(value: FailureArgument): value is readonly (string | Failure)[] {
  return Array.isArray(value);
}

/** Returns whether a text of a failure is itself a failure. */
export function isNestedFailure(value: FailureArgument): value is Failure {
  return typeof value === 'object' && 'code' in value;
}

/** The maximum number of items in a list of a stored failure. */
const MAX_STORED_ITEMS = 20;

/**
 * Returns a failure for storing, with a limited size: each text in its arguments, and in those of
 * its causes, has at most the given number of characters.
 */
export function limitFailure(failure: Failure, maxCharacters: number): Failure {
  const limitText = (text: string): string =>
    text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters - 1)}…`;
  return mapFailureTexts(failure, limitText, MAX_STORED_ITEMS);
}

/**
 * Returns a failure with other texts in its arguments, and in those of its causes.
 * @param edit returns the text in place of a text
 * @param maxItems the maximum number of items of each list; the others are left out
 */
export function mapFailureTexts(
  failure: Failure,
  edit: (text: string) => string,
  maxItems: number = Number.POSITIVE_INFINITY,
): Failure {
  const editItem = (item: string | Failure): string | Failure =>
    typeof item === 'string' ? edit(item) : mapFailureTexts(item, edit, maxItems);
  const editValue = (value: FailureArgument): FailureArgument => {
    if (isFailureList(value)) return value.slice(0, maxItems).map(editItem);
    return typeof value === 'string' || isNestedFailure(value) ? editItem(value) : value;
  };
  const values = Object.entries(failure.arguments).map(([name, value]) => [name, editValue(value)] as const);
  return { code: failure.code, arguments: Object.fromEntries(values) };
}
