import { type SmtpdError, type SmtpdPosition, type SmtpdWord, SmtpdWords } from './smtpd-words.ts';

/** A statement of smtpd.conf: a line, continued while its braces are open. */
export interface SmtpdStatement {
  /** At least one. */
  readonly words: readonly [SmtpdWord, ...SmtpdWord[]];
}

/** The contents of smtpd.conf, with macros replaced and files included. */
export interface SmtpdSettings {
  readonly statements: readonly SmtpdStatement[];
  readonly errors: readonly SmtpdError[];
  /**
   * The included files that are not in the parameter `files`: the position of each `include`, by
   * the absolute path of the file.
   */
  readonly missing: ReadonlyMap<string, SmtpdPosition>;
}

/** Returns true if a word is this keyword; a quoted word is not a keyword. */
export function isKeyword(word: SmtpdWord | undefined, keyword: string): boolean {
  return word?.kind === 'word' && word.text === keyword;
}

/** Returns true if a word is text: a name, a path, a number. */
export function isTextWord(word: SmtpdWord | undefined): word is SmtpdWord {
  return word?.kind === 'word' || word?.kind === 'quoted';
}

function isPunctuation(word: SmtpdWord | undefined, character: string): boolean {
  return word?.kind === 'punctuation' && word.text === character;
}

/**
 * Reads the words up to the end of a line without open braces. Returns an empty list for an empty
 * line and for a line with an error, and undefined at the end of the file.
 */
function nextStatement(words: SmtpdWords): readonly SmtpdWord[] | undefined {
  const statement: SmtpdWord[] = [];
  let depth = 0;
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (isPunctuation(word, '{')) depth += 1;
    if (isPunctuation(word, '}')) depth = Math.max(0, depth - 1);
    if (word.kind === 'error') return [];
    if (word.kind !== 'end-of-line') statement.push(word);
    else if (depth === 0) return statement;
  }
  return statement.length === 0 ? undefined : statement;
}

/**
 * Parses smtpd.conf.
 * @param files the contents of smtpd.conf and of the included files, by absolute path
 */
export function parseSmtpdConf(path: string, files: ReadonlyMap<string, string>): SmtpdSettings {
  const words = new SmtpdWords(path, files.get(path) ?? '');
  const statements: SmtpdStatement[] = [];
  const missing = new Map<string, SmtpdPosition>();
  for (let statement = nextStatement(words); statement !== undefined; statement = nextStatement(words)) {
    const [first, second, third, ...others] = statement;
    if (first === undefined) continue;
    if (isKeyword(first, 'include') && isTextWord(second) && third === undefined) {
      // The working directory of smtpd is the root directory.
      const included = second.text.startsWith('/') ? second.text : `/${second.text}`;
      const text = files.get(included);
      if (text === undefined) missing.set(included, { file: first.file, line: first.line });
      else words.include(included, text);
    } else if (isTextWord(first) && isPunctuation(second, '=') && isTextWord(third) && others.length === 0) {
      words.setMacro(first.text, third.text);
    } else {
      statements.push({ words: [first, ...statement.slice(1)] });
    }
  }
  return { statements, errors: words.errors, missing };
}
