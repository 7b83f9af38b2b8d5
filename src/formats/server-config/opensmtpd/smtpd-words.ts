/** A word of smtpd.conf, and its position. */
export interface SmtpdWord {
  readonly text: string;
  /** Quoted text is never a keyword. Punctuation is a special character. An error ends its line. */
  readonly kind: 'word' | 'quoted' | 'punctuation' | 'end-of-line' | 'error';
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The maximum number of words. */
const MAX_WORDS = 100_000;
const MAX_EXPANSIONS = 10_000;
/** The same limit as in smtpd. */
const MAX_WORD_CHARACTERS = 8095;
const MAX_DEPTH = 16;

const MARKS: ReadonlySet<string> = new Set('(){}<>!=#,');
const isAlphanumeric = (character: string): boolean => /^[A-Za-z0-9]$/.test(character);
const isInWord = (character: string): boolean => /^[!-~]$/.test(character) && !MARKS.has(character);

interface OpenFile {
  readonly path: string;
  readonly text: string;
  at: number;
  line: number;
}

/** A position in the settings. The line is counted from 1. */
export interface SmtpdPosition {
  readonly file: string;
  readonly line: number;
}

/** An error at a position in the settings. */
export interface SmtpdError extends SmtpdPosition {
  readonly detail: string;
}

/**
 * A reader of the words of smtpd.conf that works like smtpd: it replaces macros, includes files,
 * and joins lines that end in a backslash.
 * @see https://man.openbsd.org/smtpd.conf.5
 */
export class SmtpdWords {
  readonly #open: OpenFile[] = [];
  readonly #macros: Map<string, string> = new Map();
  readonly #errors: SmtpdError[] = [];
  /** The rest of a macro's value, in which macros are not expanded. */
  #value = '';
  #valueAt = 0;
  #isOfValue = false;
  /** A character that was pushed back. */
  #back = '';
  #words = 0;
  #expansions = 0;
  #isFinished = false;

  constructor(path: string, text: string) {
    this.#open.push({ path, text, at: 0, line: 1 });
  }

  /** The errors, in order. */
  get errors(): readonly SmtpdError[] {
    return this.#errors;
  }

  setMacro(name: string, value: string): void {
    this.#macros.set(name, value);
  }

  /** Continues with another file, and returns after its end. */
  include(path: string, text: string): void {
    if (this.#open.length < MAX_DEPTH) this.#open.push({ path, text, at: 0, line: 1 });
    else this.#end('files that include one another without end');
  }

  /** Returns the next word; undefined: no more words. */
  next(): SmtpdWord | undefined {
    if (this.#isFinished) return undefined;
    this.#words += 1;
    if (this.#words > MAX_WORDS) return this.#end('it is longer than any settings are');
    for (;;) {
      let character = this.#take();
      while (character === ' ' || character === '\t') character = this.#take();
      if (character === '#') while (character !== '\n' && character !== '') character = this.#take();
      if (character !== '$' || this.#isOfValue) return this.#wordAt(character);
      const error = this.#expand();
      if (error !== undefined) return error;
    }
  }

  get #isExpanding(): boolean {
    return this.#valueAt < this.#value.length;
  }

  get #file(): OpenFile {
    // The first file is never closed.
    return this.#open.at(-1) ?? { path: '', text: '', at: 0, line: 1 };
  }

  /** Stops reading with an error. */
  #end(detail: string): SmtpdWord {
    const { path: file, line } = this.#file;
    this.#errors.push({ file, line, detail });
    this.#isFinished = true;
    return { text: '', kind: 'error', file, line };
  }

  /**
   * Returns one character, after joining lines; empty at the end. The end of an included file ends
   * its last line.
   */
  #take(): string {
    let character = this.#raw();
    while (character === '\\') {
      const next = this.#raw();
      if (next !== '\n') return next;
      character = this.#raw();
    }
    if (character === '' && this.#open.length > 1) {
      this.#open.pop();
      return '\n';
    }
    return character;
  }

  #raw(): string {
    this.#isOfValue = this.#isExpanding;
    if (this.#isOfValue) {
      this.#valueAt += 1;
      return this.#value.charAt(this.#valueAt - 1);
    }
    if (this.#back !== '') {
      const character = this.#back;
      this.#back = '';
      return character;
    }
    const file = this.#file;
    const character = file.text.charAt(file.at);
    if (character === '') return '';
    file.at += 1;
    if (character === '\n') file.line += 1;
    return character;
  }

  /** Pushes the last character back. */
  #giveBack(character: string): void {
    if (this.#isOfValue) this.#valueAt -= 1;
    else this.#back = character;
  }

  /** Continues with a macro's value; returns an error if it is not defined. */
  #expand(): SmtpdWord | undefined {
    const { path: file, line } = this.#file;
    let name = '';
    let character = this.#take();
    while (isAlphanumeric(character) || character === '_') {
      name += character;
      character = this.#take();
    }
    this.#expansions += 1;
    if (this.#expansions > MAX_EXPANSIONS) return this.#end('too many macros');
    const value = this.#macros.get(name);
    if (value === undefined) {
      this.#errors.push({ file, line, detail: `the macro "$${name.slice(0, 64)}" is not defined` });
      while (character !== '\n' && character !== '') character = this.#take();
      return { text: '', kind: 'error', file, line };
    }
    this.#giveBack(character);
    this.#value = value;
    this.#valueAt = 0;
    return undefined;
  }

  #wordAt(first: string): SmtpdWord | undefined {
    const { path: file, line } = this.#file;
    if (first === '') return undefined;
    if (first === '\n') return { text: '\n', kind: 'end-of-line', file, line: line - 1 };
    if (first === '"' || first === "'") return this.#quoted(first, file, line);
    // A path must be quoted.
    if (!isAlphanumeric(first) && !'-:_'.includes(first)) return { text: first, kind: 'punctuation', file, line };
    let text = first;
    let character = this.#take();
    while (isInWord(character) && text.length < MAX_WORD_CHARACTERS) {
      text += character;
      character = this.#take();
    }
    this.#giveBack(character);
    return { text, kind: 'word', file, line };
  }

  #quoted(quote: string, file: string, line: number): SmtpdWord | undefined {
    let text = '';
    for (let character = this.#raw(); ; character = this.#raw()) {
      if (character === '' || text.length > MAX_WORD_CHARACTERS) return this.#end('a quotation mark is not closed');
      if (character === quote) return { text, kind: 'quoted', file, line };
      if (character === '\n') continue;
      if (character !== '\\') {
        text += character;
        continue;
      }
      const next = this.#raw();
      if (next === '\n') continue;
      text += next === quote || next === ' ' || next === '\t' ? next : `\\${next}`;
    }
  }
}
