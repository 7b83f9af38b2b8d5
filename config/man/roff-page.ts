import type { Locale } from '../../src/domain/text/locale.ts';
import { inLanguage } from '../../src/domain/text/phrase.ts';
import { escapeRoff, type RoffEncoding, textLine } from './escape-roff.ts';
import { MAN_PHRASES } from './man-phrases.ts';

/** Section of the manual. */
export type Section = 1 | 5 | 7;

/** The head and foot of a page. */
export interface PageTitle {
  /** For example `mailcertd-certificates`. */
  readonly name: string;
  readonly section: Section;
  readonly locale: Locale;
  /** For example `2026-11-30`. */
  readonly date: string;
  readonly version: string;
}

const MANUALS = { 1: 'userCommands', 5: 'fileFormats', 7: 'miscellaneous' } as const;

const ENCODINGS: Readonly<Record<Locale, RoffEncoding>> = { en: 'ascii', ja: 'japanese' };

/**
 * A manual page in the macros of man(7). All other texts that its methods take are escaped already.
 * @see https://man7.org/linux/man-pages/man7/groff_man.7.html
 */
export class RoffPage {
  readonly encoding: RoffEncoding;
  readonly #lines: string[] = [];
  /** True directly after a heading, where a paragraph needs no request. */
  #isFresh = true;

  constructor({ name, section, locale, date, version }: PageTitle) {
    this.encoding = ENCODINGS[locale];
    const manual = inLanguage(MAN_PHRASES, locale)[MANUALS[section]];
    const quoted = (text: string): string => `"${escapeRoff(text, 'utf8')}"`;
    const foot = `${quoted(`mailcertd ${version}`)} ${quoted(manual)}`;
    // The date is not escaped: mandoc reads it.
    this.#lines.push(`.TH ${quoted(name.toUpperCase())} ${section} ${date} ${foot}`);
    // No hyphenation and no stretched lines: commands and paths stay searchable.
    this.#lines.push('.nh', '.ds AD l', '.ad l');
  }

  /**
   * Adds the section with the name of the page and its description. Both are not escaped, because
   * the indexes of man-db need another form than the text of a page.
   */
  name(heading: string, name: string, description: string): void {
    this.heading(heading);
    this.paragraph(`${escapeRoff(name)} \\- ${escapeRoff(description, 'utf8')}`);
  }

  /** Adds a section, for example NAME. */
  heading(text: string): void {
    this.#lines.push(`.SH ${text}`);
    this.#isFresh = true;
  }

  /** Adds a part of a section. */
  subheading(text: string): void {
    this.#lines.push(`.SS ${text}`);
    this.#isFresh = true;
  }

  paragraph(text: string): void {
    if (!this.#isFresh) this.#lines.push('.PP');
    this.#add([text]);
  }

  /** Adds lines that are not joined, for example the usages of a command. */
  brokenLines(lines: readonly string[]): void {
    if (lines.length === 0) return;
    if (!this.#isFresh) this.#lines.push('.PP');
    this.#add(lines);
  }

  bullet(text: string): void {
    this.#lines.push('.IP \\(bu 2');
    this.#add([text]);
  }

  /** Adds a term, for example an option, with the lines that explain it. */
  term(term: string, lines: readonly string[]): void {
    this.#lines.push('.TP 7', textLine(term));
    this.#add(lines);
  }

  /** Adds lines as they are, indented. */
  code(lines: readonly string[]): void {
    if (!this.#isFresh) this.#lines.push('.sp');
    this.#lines.push('.RS 4', '.nf', ...lines.map(textLine), '.fi', '.RE');
    this.#isFresh = false;
  }

  /** Returns the source of the page. */
  toString(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  #add(lines: readonly string[]): void {
    const [first = '', ...others] = lines;
    this.#lines.push(textLine(first), ...others.flatMap((line) => ['.br', textLine(line)]));
    this.#isFresh = false;
  }
}
