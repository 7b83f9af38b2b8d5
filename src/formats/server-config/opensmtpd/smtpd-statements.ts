import { type SmtpdFault, type SmtpdWord, SmtpdWords } from './smtpd-words.ts';

/** A line of smtpd.conf, as long as its braces are open. */
export interface SmtpdStatement {
  /** One at least. */
  readonly words: readonly [SmtpdWord, ...SmtpdWord[]];
}

/** What smtpd.conf says, macros replaced and files included. */
export interface SmtpdSettings {
  readonly statements: readonly SmtpdStatement[];
  readonly faults: readonly SmtpdFault[];
  /** Files that are included and were not given, absolute, with the place that asks for each. */
  readonly missing: ReadonlyMap<string, SmtpdFault>;
}

/** Whether a word is this keyword: quoted, it is none. */
export function isKeyword(word: SmtpdWord | undefined, keyword: string): boolean {
  return word?.kind === 'word' && word.text === keyword;
}

/** Whether a word is text: a name, a path, a number. */
export function isTextWord(word: SmtpdWord | undefined): word is SmtpdWord {
  return word?.kind === 'word' || word?.kind === 'quoted';
}

function isMark(word: SmtpdWord | undefined, mark: string): boolean {
  return word?.kind === 'mark' && word.text === mark;
}

/** The words up to the end of a line at which no brace is open; undefined behind the last. */
function nextStatement(words: SmtpdWords): readonly SmtpdWord[] | undefined {
  const statement: SmtpdWord[] = [];
  let depth = 0;
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (isMark(word, '{')) depth += 1;
    if (isMark(word, '}')) depth = Math.max(0, depth - 1);
    // What half a line would mean is not guessed.
    if (word.kind === 'fault') return [];
    if (word.kind !== 'end-of-line') statement.push(word);
    else if (depth === 0) return statement;
  }
  return statement.length === 0 ? undefined : statement;
}

/**
 * Reads smtpd.conf.
 * @param files what stands in it and in the files that it includes, by absolute path
 */
export function parseSmtpdConf(path: string, files: ReadonlyMap<string, string>): SmtpdSettings {
  const words = new SmtpdWords(path, files.get(path) ?? '');
  const statements: SmtpdStatement[] = [];
  const missing = new Map<string, SmtpdFault>();
  for (let read = nextStatement(words); read !== undefined; read = nextStatement(words)) {
    const [first, second, third, ...others] = read;
    if (first === undefined) continue;
    if (isKeyword(first, 'include') && isTextWord(second) && third === undefined) {
      // smtpd is started in the root folder.
      const included = second.text.startsWith('/') ? second.text : `/${second.text}`;
      const text = files.get(included);
      if (text === undefined) missing.set(included, { file: first.file, line: first.line, detail: '' });
      else words.include(included, text);
    } else if (isTextWord(first) && isMark(second, '=') && isTextWord(third) && others.length === 0) {
      words.setMacro(first.text, third.text);
    } else {
      statements.push({ words: [first, ...read.slice(1)] });
    }
  }
  return { statements, faults: words.faults, missing };
}
