import type { Failure } from '../../../domain/failure/failure.ts';
import { OPENSMTPD_FAILURES } from '../../../domain/failure/opensmtpd-failures.ts';
import { SETTING_FAILURES } from '../../../domain/failure/setting-failures.ts';

/** A word of smtpd.conf, and its position. */
export interface SmtpdWord {
  readonly text: string;
  /**
   * `quoted` text is never a keyword. `punctuation` is one special character. An `error` ends its
   * line.
   */
  readonly kind: 'word' | 'quoted' | 'punctuation' | 'end-of-line' | 'error';
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

const MAX_WORDS = 100_000;
const MAX_EXPANSIONS = 10_000;
/** The same limit as in smtpd. */
const MAX_WORD_CHARACTERS = 8095;
const MAX_DEPTH = 16;

const PUNCTUATION: ReadonlySet<string> = new Set('(){}<>!=#,');
const isAlphanumeric = (character: string): boolean => /^[A-Za-z0-9]$/.test(character);
const isInWord = (character: string): boolean => /^[!-~]$/.test(character) && !PUNCTUATION.has(character);

/** A file that is being read. */
interface OpenFile {
  readonly path: string;
  readonly text: string;
  offset: number;
  line: number;
}

/** A position in the settings. The line is counted from 1. */
export interface SmtpdPosition {
  readonly file: string;
  readonly line: number;
}

/** An error at a position in the settings. */
export interface SmtpdError extends SmtpdPosition {
  readonly failure: Failure;
}

/**
 * A reader of the words of smtpd.conf that works like smtpd: it replaces macros, includes files,
 * and joins lines that end in a backslash.
 * @see https://man.openbsd.org/smtpd.conf.5
 */
export class SmtpdWords {
  readonly #openFiles: OpenFile[] = [];
  readonly #macros: Map<string, string> = new Map();
  readonly #errors: SmtpdError[] = [];
  /**
   * The value of the macro that is being read, and the offset in it. Macros in it are not expanded.
   */
  #macroValue = '';
  #macroOffset = 0;
  /** True if the last character is from the value of a macro. */
  #isFromMacro = false;
  /** A character that was pushed back. */
  #pushedBack = '';
  #wordCount = 0;
  #expansionCount = 0;
  #isFinished = false;

  constructor(path: string, text: string) {
    this.#openFiles.push({ path, text, offset: 0, line: 1 });
  }

  /** The errors, in order. */
  get errors(): readonly SmtpdError[] {
    return this.#errors;
  }

  /** Defines a macro for the words that follow. */
  setMacro(name: string, value: string): void {
    this.#macros.set(name, value);
  }

  /** Continues with another file, and returns after its end. */
  include(path: string, text: string): void {
    if (this.#openFiles.length < MAX_DEPTH) this.#openFiles.push({ path, text, offset: 0, line: 1 });
    else this.#stop(OPENSMTPD_FAILURES.opensmtpd_include_loop);
  }

  /** Returns the next word; undefined at the end. */
  next(): SmtpdWord | undefined {
    if (this.#isFinished) return undefined;
    this.#wordCount += 1;
    if (this.#wordCount > MAX_WORDS)
      return this.#stop(OPENSMTPD_FAILURES.opensmtpd_words_too_many({ limit: MAX_WORDS }));
    for (;;) {
      let character = this.#takeCharacter();
      while (character === ' ' || character === '\t') character = this.#takeCharacter();
      if (character === '#') while (character !== '\n' && character !== '') character = this.#takeCharacter();
      if (character !== '$' || this.#isFromMacro) return this.#readWord(character);
      const error = this.#expandMacro();
      if (error !== undefined) return error;
    }
  }

  get #isExpanding(): boolean {
    return this.#macroOffset < this.#macroValue.length;
  }

  get #file(): OpenFile {
    // The first file is never closed.
    return this.#openFiles.at(-1) ?? { path: '', text: '', offset: 0, line: 1 };
  }

  /** Stops reading with an error. */
  #stop(failure: Failure): SmtpdWord {
    const { path: file, line } = this.#file;
    this.#errors.push({ file, line, failure });
    this.#isFinished = true;
    return { text: '', kind: 'error', file, line };
  }

  /**
   * Returns one character, after joining lines; empty at the end. The end of an included file ends
   * its last line.
   */
  #takeCharacter(): string {
    let character = this.#takeRawCharacter();
    while (character === '\\') {
      const next = this.#takeRawCharacter();
      if (next !== '\n') return next;
      character = this.#takeRawCharacter();
    }
    if (character === '' && this.#openFiles.length > 1) {
      this.#openFiles.pop();
      return '\n';
    }
    return character;
  }

  /** Returns one character of a macro or file; empty at the end of the file. */
  #takeRawCharacter(): string {
    this.#isFromMacro = this.#isExpanding;
    if (this.#isFromMacro) {
      this.#macroOffset += 1;
      return this.#macroValue.charAt(this.#macroOffset - 1);
    }
    if (this.#pushedBack !== '') {
      const character = this.#pushedBack;
      this.#pushedBack = '';
      return character;
    }
    const file = this.#file;
    const character = file.text.charAt(file.offset);
    if (character === '') return '';
    file.offset += 1;
    if (character === '\n') file.line += 1;
    return character;
  }

  /** Pushes the last character back. */
  #pushBack(character: string): void {
    if (this.#isFromMacro) this.#macroOffset -= 1;
    else this.#pushedBack = character;
  }

  /** Continues with a macro's value; returns an error if it is not defined. */
  #expandMacro(): SmtpdWord | undefined {
    const { path: file, line } = this.#file;
    let name = '';
    let character = this.#takeCharacter();
    while (isAlphanumeric(character) || character === '_') {
      name += character;
      character = this.#takeCharacter();
    }
    this.#expansionCount += 1;
    if (this.#expansionCount > MAX_EXPANSIONS) return this.#stop(SETTING_FAILURES.macros_too_many);
    const value = this.#macros.get(name);
    if (value === undefined) {
      const failure = OPENSMTPD_FAILURES.opensmtpd_macro_undefined({ name: name.slice(0, 64) });
      this.#errors.push({ file, line, failure });
      while (character !== '\n' && character !== '') character = this.#takeCharacter();
      return { text: '', kind: 'error', file, line };
    }
    this.#pushBack(character);
    this.#macroValue = value;
    this.#macroOffset = 0;
    return undefined;
  }

  #readWord(first: string): SmtpdWord | undefined {
    const { path: file, line } = this.#file;
    if (first === '') return undefined;
    // The line counter has already counted this line end.
    if (first === '\n') return { text: '\n', kind: 'end-of-line', file, line: line - 1 };
    if (first === '"' || first === "'") return this.#readQuoted(first, file, line);
    // No word begins with another character, also not with `/`: a path must be quoted.
    if (!isAlphanumeric(first) && !'-:_'.includes(first)) return { text: first, kind: 'punctuation', file, line };
    let text = first;
    let character = this.#takeCharacter();
    while (isInWord(character) && text.length < MAX_WORD_CHARACTERS) {
      text += character;
      character = this.#takeCharacter();
    }
    this.#pushBack(character);
    return { text, kind: 'word', file, line };
  }

  #readQuoted(quote: string, file: string, line: number): SmtpdWord | undefined {
    let text = '';
    for (let character = this.#takeRawCharacter(); ; character = this.#takeRawCharacter()) {
      if (character === '' || text.length > MAX_WORD_CHARACTERS)
        return this.#stop(SETTING_FAILURES.quotation_mark_open);
      if (character === quote) return { text, kind: 'quoted', file, line };
      if (character === '\n') continue;
      if (character !== '\\') {
        text += character;
        continue;
      }
      const next = this.#takeRawCharacter();
      if (next === '\n') continue;
      text += next === quote || next === ' ' || next === '\t' ? next : `\\${next}`;
    }
  }
}
