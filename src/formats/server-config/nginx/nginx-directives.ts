import type { Failure } from '../../../domain/failure/failure.ts';
import { NGINX_FAILURES } from '../../../domain/failure/nginx-failures.ts';
import { SETTING_FAILURES } from '../../../domain/failure/setting-failures.ts';

/** A directive of nginx's settings. */
export interface NginxDirective {
  readonly name: string;
  readonly values: readonly string[];
  /** The directives in its braces; undefined if the directive ends with a semicolon. */
  readonly block: readonly NginxDirective[] | undefined;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The directives of a file. */
export interface NginxFile {
  readonly directives: readonly NginxDirective[];
  /** The first error that prevents nginx from starting; the rest of the file was not read. */
  readonly error: { readonly line: number; readonly failure: Failure } | undefined;
}

const MAX_WORDS = 200_000;
const MAX_DEPTH = 32;

/** The names of directives whose block is a program in Lua. */
const LUA_DIRECTIVE = /_by_lua_block$/;
/** A brace of Lua, or a comment or string of Lua, in which braces do not count. */
const LUA_TOKEN =
  /(?:--)?\[(=*)\[[\s\S]*?(?:\]\1\]|$)|--[^\n]*|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|[{}]/g;

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' };
const isSpace = (character: string): boolean => ' \t\r\n'.includes(character);

/** A word, a special character, or the end of the file. */
type Word =
  | { readonly kind: 'word'; readonly text: string; readonly line: number }
  | { readonly kind: ';' | '{' | '}' | 'end'; readonly line: number }
  | { readonly kind: 'error'; readonly line: number; readonly failure: Failure };

/**
 * A reader of words that works like `ngx_conf_read_token`.
 * @see https://nginx.org/en/docs/beginners_guide.html#conf_structure
 */
class NginxWords {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  next(): Word {
    this.#skipSpace();
    const line = this.#line;
    const character = this.#text.charAt(this.#at);
    if (character === '') return { kind: 'end', line };
    if (character === ';' || character === '{' || character === '}') {
      this.#at += 1;
      return { kind: character, line };
    }
    return character === '"' || character === "'" ? this.#readQuoted(character) : this.#readUnquoted();
  }

  /**
   * Skips a program in Lua up to the closing brace of its block. Returns false if there is none.
   */
  skipLua(): boolean {
    const rest = this.#text.slice(this.#at);
    let depth = 1;
    for (const { 0: token, index } of rest.matchAll(LUA_TOKEN)) {
      if (token === '{') depth += 1;
      if (token === '}') depth -= 1;
      if (depth > 0) continue;
      this.#at += index + 1;
      this.#line += rest.slice(0, index).split('\n').length - 1;
      return true;
    }
    return false;
  }

  /** Skips space and comments. */
  #skipSpace(): void {
    for (;;) {
      const character = this.#text.charAt(this.#at);
      if (character === '#') {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#text.length : end;
      } else if (character !== '' && isSpace(character)) this.#takeCharacter();
      else return;
    }
  }

  #takeCharacter(): string {
    const character = this.#text.charAt(this.#at);
    this.#at += 1;
    if (character === '\n') this.#line += 1;
    return character;
  }

  #readQuoted(quote: string): Word {
    const line = this.#line;
    this.#takeCharacter();
    let text = '';
    for (;;) {
      const character = this.#takeCharacter();
      if (character === '') return { kind: 'error', line, failure: SETTING_FAILURES.quotation_mark_open };
      if (character === quote) return { kind: 'word', text, line };
      text += character === '\\' ? this.#readEscape() : character;
    }
  }

  #readUnquoted(): Word {
    const line = this.#line;
    const start = this.#at;
    let text = '';
    for (;;) {
      const character = this.#text.charAt(this.#at);
      // A brace after a dollar sign belongs to the name of a variable.
      const isOfVariable = character === '{' && this.#at > start && this.#text.charAt(this.#at - 1) === '$';
      if (character === '' || isSpace(character) || (';{'.includes(character) && !isOfVariable)) break;
      this.#takeCharacter();
      text += character === '\\' ? this.#readEscape() : character;
    }
    return { kind: 'word', text, line };
  }

  /**
   * Returns the meaning of a backslash and the next character. Unknown escapes keep the backslash,
   * because regular expressions need it.
   */
  #readEscape(): string {
    const next = this.#takeCharacter();
    return ESCAPES[next] ?? ('"\'\\'.includes(next) ? next : `\\${next}`);
  }
}

/**
 * Parses one file of nginx's settings. The numbers of words and of nested blocks are limited.
 */
export function parseNginxFile(file: string, text: string): NginxFile {
  const words = new NginxWords(text);
  const root: NginxDirective[] = [];
  const openBlocks: NginxDirective[][] = [root];
  let current: { readonly name: string; readonly values: string[]; readonly line: number } | undefined;
  for (let wordCount = 0; ; wordCount += 1) {
    const word = words.next();
    const stop = (failure: Failure): NginxFile => ({ directives: root, error: { line: word.line, failure } });
    if (word.kind === 'error') return stop(word.failure);
    if (wordCount > MAX_WORDS) return stop(NGINX_FAILURES.nginx_words_too_many({ limit: MAX_WORDS }));
    const siblings = openBlocks.at(-1) ?? root;
    switch (word.kind) {
      case 'word':
        if (current === undefined) current = { name: word.text, values: [], line: word.line };
        else current.values.push(word.text);
        break;
      case ';':
        if (current === undefined) return stop(NGINX_FAILURES.nginx_token_unexpected({ token: word.kind }));
        siblings.push({ ...current, block: undefined, file });
        current = undefined;
        break;
      case '{': {
        if (current === undefined) return stop(NGINX_FAILURES.nginx_token_unexpected({ token: word.kind }));
        if (openBlocks.length > MAX_DEPTH) return stop(NGINX_FAILURES.nginx_blocks_too_deep({ limit: MAX_DEPTH }));
        const block: NginxDirective[] = [];
        siblings.push({ ...current, block, file });
        if (!LUA_DIRECTIVE.test(current.name)) openBlocks.push(block);
        else if (!words.skipLua()) return stop(NGINX_FAILURES.nginx_block_open);
        current = undefined;
        break;
      }
      case '}':
        if (current !== undefined || openBlocks.length === 1)
          return stop(NGINX_FAILURES.nginx_token_unexpected({ token: word.kind }));
        openBlocks.pop();
        break;
      case 'end':
        if (current !== undefined || openBlocks.length > 1) return stop(NGINX_FAILURES.nginx_end_unexpected);
        return { directives: root, error: undefined };
    }
  }
}
