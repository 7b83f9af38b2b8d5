import { type ResolvedSettings, unresolved } from '../resolved-settings.ts';

/** The limits of an expansion. */
const MAX_DEPTH = 100;
const MAX_STEPS = 10_000;
const MAX_CHARACTERS = 65_536;

const OPERATORS = /^(==|!=|<=|>=|<|>)(level)?/;

class CannotExpand extends Error {}

function levelOf(text: string): readonly number[] {
  const [numbers = ''] = text.split('-');
  if (!/^\d{1,9}(?:\.\d{1,9}){0,2}$/.test(numbers)) throw new CannotExpand(`"${text}" is not a compatibility level`);
  return numbers.split('.').map(Number);
}

/**
 * Compares levels number by number; a missing number is 0.
 * @see https://www.postfix.org/postconf.5.html#compatibility_level
 */
function compareLevels(left: readonly number[], right: readonly number[]): number {
  const differences = [0, 1, 2].map((at) => (left[at] ?? 0) - (right[at] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

function compare(left: string, right: string, isLevel: boolean): number {
  if (isLevel) return compareLevels(levelOf(left), levelOf(right));
  if (/^\d{1,15}$/.test(left) && /^\d{1,15}$/.test(right)) return Number(left) - Number(right);
  return left === right ? 0 : left < right ? -1 : 1;
}

function holds(operator: string, order: number): boolean {
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

/**
 * Returns the position of the closing bracket for the one at `from`; brackets of the same kind
 * nest.
 */
function closing(text: string, from: number): number {
  const open = text[from];
  const close = open === '(' ? ')' : '}';
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === open) depth += 1;
    else if (text[at] === close) depth -= 1;
    if (depth === 0) return at;
  }
  throw new CannotExpand(`a bracket is not closed in "${text.slice(from, from + 60)}"`);
}

class Expansion {
  readonly #lookUp: (name: string) => string | undefined;
  #steps = 0;

  constructor(lookUp: (name: string) => string | undefined) {
    this.#lookUp = lookUp;
  }

  expand(text: string, depth: number): string {
    if (depth > MAX_DEPTH) throw new CannotExpand('a macro loop');
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) throw new CannotExpand('too many macros');
    let expanded = '';
    let at = 0;
    while (at < text.length) {
      const dollar = text.indexOf('$', at);
      if (dollar < 0) break;
      expanded += text.slice(at, dollar);
      at = dollar + 1;
      const next = text[at] ?? '';
      if (next === '$') {
        expanded += '$';
        at += 1;
      } else if (next === '{' || next === '(') {
        const end = closing(text, at);
        expanded += this.#inBrackets(text.slice(at + 1, end), depth);
        at = end + 1;
      } else {
        const [name] = /^\w+/.exec(text.slice(at, at + 256)) ?? [];
        if (name === undefined) throw new CannotExpand('a $ without a name');
        expanded += this.#named(name, depth);
        at += name.length;
      }
      if (expanded.length > MAX_CHARACTERS) throw new CannotExpand('a value that is too long');
    }
    return expanded + text.slice(at);
  }

  #named(name: string, depth: number): string {
    const value = this.#lookUp(name);
    if (value === undefined) throw new CannotExpand(`$${name} is not defined`);
    return this.expand(value, depth + 1);
  }

  #inBrackets(body: string, depth: number): string {
    if (body.trimStart().startsWith('{')) return this.#compared(body.trim(), depth);
    const [, name, operator, rest = ''] = /^\s*(\w+)\s*(?:([?:])(.*))?$/s.exec(body) ?? [];
    if (name === undefined) throw new CannotExpand(`"\${${body.slice(0, 60)}}" is not a macro`);
    if (operator === undefined) return this.#named(name, depth);
    const value = this.#lookUp(name);
    const isSet = value !== undefined && this.expand(value, depth + 1) !== '';
    if (operator === ':') return isSet ? '' : this.expand(this.#choices(rest, false)[0], depth + 1);
    const [then, otherwise] = this.#choices(rest, true);
    return this.expand(isSet ? then : otherwise, depth + 1);
  }

  /** Evaluates `{a} == {b} ? {c} : {d}`. */
  #compared(body: string, depth: number): string {
    const afterLeft = closing(body, 0);
    const rest = body.slice(afterLeft + 1).trimStart();
    const [found, operator, level] = OPERATORS.exec(rest) ?? [];
    if (found === undefined || operator === undefined)
      throw new CannotExpand(`"${body.slice(0, 60)}" is not a comparison`);
    const right = rest.slice(found.length).trimStart();
    if (!right.startsWith('{')) throw new CannotExpand(`"${body.slice(0, 60)}" is not a comparison`);
    const afterRight = closing(right, 0);
    const tail = right.slice(afterRight + 1).trim();
    const [a, b] = [body.slice(1, afterLeft), right.slice(1, afterRight)].map((text) =>
      this.expand(text.trim(), depth + 1),
    ) as [string, string];
    const isTrue = holds(operator, compare(a, b, level !== undefined));
    // Without alternatives, a true comparison is `bool:true`, and a false one is empty.
    if (tail === '') return isTrue ? 'bool:true' : '';
    if (tail.startsWith(':')) return isTrue ? '' : this.expand(this.#choices(tail.slice(1), false)[0], depth + 1);
    if (!tail.startsWith('?')) throw new CannotExpand(`"${body.slice(0, 60)}" is not a conditional`);
    const [then, otherwise] = this.#choices(tail.slice(1), true);
    return this.expand(isTrue ? then : otherwise, depth + 1);
  }

  /** Splits the text after `?` or `:`: `{one}:{other}`, `{one}`, or plain text. */
  #choices(text: string, mayHaveOther: boolean): readonly [string, string] {
    const front = text.trimStart();
    if (!front.startsWith('{')) return [text, ''];
    const end = closing(front, 0);
    const [one, rest] = [front.slice(1, end).trim(), front.slice(end + 1).trim()];
    if (rest === '') return [one, ''];
    if (!mayHaveOther || !rest.startsWith(':')) throw new CannotExpand(`"${text.slice(0, 60)}" is not a conditional`);
    const other = rest.slice(1).trim();
    if (!other.startsWith('{')) return [one, other];
    if (closing(other, 0) !== other.length - 1) throw new CannotExpand(`"${text.slice(0, 60)}" is not a conditional`);
    return [one, other.slice(1, -1).trim()];
  }
}

/**
 * Expands `$name`, `${name?{one}:{other}}` and `${{a} == {b} ? {one} : {other}}` in a parameter's
 * value, as Postfix does. One difference: an undefined name is unresolved here, and empty in
 * Postfix.
 * @param lookUp returns the unexpanded value of a parameter
 * @see https://www.postfix.org/postconf.5.html
 */
export function expandMacros(text: string, lookUp: (name: string) => string | undefined): ResolvedSettings<string> {
  try {
    return { kind: 'value', value: new Expansion(lookUp).expand(text, 0) };
  } catch (error) {
    if (error instanceof CannotExpand) return unresolved(error.message);
    throw error;
  }
}
