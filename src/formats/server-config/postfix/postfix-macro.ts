import { FailureError } from '../../../domain/failure/failure-error.ts';
import { SETTING_FAILURES } from '../../../domain/failure/setting-failures.ts';
import { type ResolvedSettings, unresolved } from '../resolved-settings.ts';

/** How deeply values may refer to further parameters. A deeper value is regarded as a loop. */
const MAX_DEPTH = 100;
/** The maximum number of texts that are expanded for one value. */
const MAX_STEPS = 10_000;
const MAX_VALUE_CHARACTERS = 65_536;
const MAX_NAME_CHARACTERS = 256;
/** The maximum number of characters of the value in an error. */
const MAX_QUOTED_CHARACTERS = 60;

/** The operators, and `level` for a comparison of compatibility levels. */
const OPERATORS = /^(==|!=|<=|>=|<|>)(level)?/;

/** The error that ends an expansion; caught in `expandMacros`. */
class ExpansionError extends FailureError {}

function notAComparison(text: string): ExpansionError {
  return new ExpansionError(SETTING_FAILURES.macro_comparison_invalid({ text: text.slice(0, MAX_QUOTED_CHARACTERS) }));
}

function notAConditional(text: string): ExpansionError {
  return new ExpansionError(SETTING_FAILURES.macro_conditional_invalid({ text: text.slice(0, MAX_QUOTED_CHARACTERS) }));
}

function parseLevel(text: string): readonly number[] {
  // A suffix, as in `3.7-20220101` (a snapshot of Postfix), is not compared.
  const [numbers = ''] = text.split('-');
  if (!/^\d{1,9}(?:\.\d{1,9}){0,2}$/.test(numbers))
    throw new ExpansionError(
      SETTING_FAILURES.compatibility_level_invalid({ text: text.slice(0, MAX_QUOTED_CHARACTERS) }),
    );
  return numbers.split('.').map(Number);
}

/**
 * Compares compatibility levels number by number; a missing number is 0.
 * @see https://www.postfix.org/postconf.5.html#compatibility_level
 */
function compareLevels(left: string, right: string): number {
  const leftNumbers = parseLevel(left);
  const rightNumbers = parseLevel(right);
  const differences = [0, 1, 2].map((at) => (leftNumbers[at] ?? 0) - (rightNumbers[at] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

/** Compares numbers as numbers, and other texts as texts. */
function compareTexts(left: string, right: string): number {
  if (/^\d{1,15}$/.test(left) && /^\d{1,15}$/.test(right)) return Number(left) - Number(right);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** @param order negative, 0 or positive: the result of comparing left with right */
function isComparisonTrue(operator: string, order: number): boolean {
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

/** Returns the index of the bracket that closes the bracket at `from`. */
function indexOfClosing(text: string, from: number): number {
  const open = text[from];
  const close = open === '(' ? ')' : '}';
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === open) depth += 1;
    else if (text[at] === close) depth -= 1;
    if (depth === 0) return at;
  }
  throw new ExpansionError(
    SETTING_FAILURES.macro_bracket_open({ text: text.slice(from, from + MAX_QUOTED_CHARACTERS) }),
  );
}

/** An expander for one value, which counts its steps. */
class Expansion {
  readonly #lookUp: (name: string) => string | undefined;
  #steps = 0;

  constructor(lookUp: (name: string) => string | undefined) {
    this.#lookUp = lookUp;
  }

  expand(text: string, depth: number): string {
    if (depth > MAX_DEPTH) throw new ExpansionError(SETTING_FAILURES.macro_loop);
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) throw new ExpansionError(SETTING_FAILURES.macros_too_many);
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
        const end = indexOfClosing(text, at);
        expanded += this.#expandBracketed(text.slice(at + 1, end), depth);
        at = end + 1;
      } else {
        const [name] = /^\w+/.exec(text.slice(at, at + MAX_NAME_CHARACTERS)) ?? [];
        if (name === undefined) throw new ExpansionError(SETTING_FAILURES.macro_without_name);
        expanded += this.#expandParameter(name, depth);
        at += name.length;
      }
      if (expanded.length > MAX_VALUE_CHARACTERS) throw new ExpansionError(SETTING_FAILURES.macro_value_too_long);
    }
    return expanded + text.slice(at);
  }

  #expandParameter(name: string, depth: number): string {
    const value = this.#lookUp(name);
    if (value === undefined) throw new ExpansionError(SETTING_FAILURES.parameter_undefined({ name }));
    return this.expand(value, depth + 1);
  }

  /** Expands the text between brackets: `name`, `name?{a}:{b}`, `name:{b}`, or a comparison. */
  #expandBracketed(body: string, depth: number): string {
    if (body.trimStart().startsWith('{')) return this.#expandComparison(body.trim(), depth);
    const [, name, operator, rest = ''] = /^\s*(\w+)\s*(?:([?:])(.*))?$/s.exec(body) ?? [];
    if (name === undefined)
      throw new ExpansionError(SETTING_FAILURES.macro_invalid({ text: `\${${body.slice(0, MAX_QUOTED_CHARACTERS)}}` }));
    if (operator === undefined) return this.#expandParameter(name, depth);
    const value = this.#lookUp(name);
    const isSet = value !== undefined && this.expand(value, depth + 1) !== '';
    if (operator === ':') return isSet ? '' : this.expand(this.#splitAlternatives(rest, 1)[0], depth + 1);
    const [then, otherwise] = this.#splitAlternatives(rest, 2);
    return this.expand(isSet ? then : otherwise, depth + 1);
  }

  /** Evaluates `{a} == {b} ? {c} : {d}`. */
  #expandComparison(body: string, depth: number): string {
    const leftEnd = indexOfClosing(body, 0);
    const rest = body.slice(leftEnd + 1).trimStart();
    const [matched, operator, level] = OPERATORS.exec(rest) ?? [];
    if (matched === undefined || operator === undefined) throw notAComparison(body);
    const rightAndTail = rest.slice(matched.length).trimStart();
    if (!rightAndTail.startsWith('{')) throw notAComparison(body);
    const rightEnd = indexOfClosing(rightAndTail, 0);
    const tail = rightAndTail.slice(rightEnd + 1).trim();
    const left = this.expand(body.slice(1, leftEnd).trim(), depth + 1);
    const right = this.expand(rightAndTail.slice(1, rightEnd).trim(), depth + 1);
    const order = level === undefined ? compareTexts(left, right) : compareLevels(left, right);
    const isTrue = isComparisonTrue(operator, order);
    // Without alternatives, a true comparison is `bool:true`, and a false one is empty.
    if (tail === '') return isTrue ? 'bool:true' : '';
    if (tail.startsWith(':')) return isTrue ? '' : this.expand(this.#splitAlternatives(tail.slice(1), 1)[0], depth + 1);
    if (!tail.startsWith('?')) throw notAConditional(body);
    const [then, otherwise] = this.#splitAlternatives(tail.slice(1), 2);
    return this.expand(isTrue ? then : otherwise, depth + 1);
  }

  /**
   * Splits the text after `?` or `:` into two values: `{a}:{b}`, `{a}`, or plain text. A missing
   * second value is empty.
   * @param maxCount the number of values that are allowed: 2 after `?`, 1 after `:`
   */
  #splitAlternatives(text: string, maxCount: 1 | 2): readonly [string, string] {
    const trimmed = text.trimStart();
    if (!trimmed.startsWith('{')) return [text, ''];
    const end = indexOfClosing(trimmed, 0);
    const then = trimmed.slice(1, end).trim();
    const rest = trimmed.slice(end + 1).trim();
    if (rest === '') return [then, ''];
    const failure = notAConditional(text);
    if (maxCount === 1 || !rest.startsWith(':')) throw failure;
    const otherwise = rest.slice(1).trim();
    if (!otherwise.startsWith('{')) return [then, otherwise];
    if (indexOfClosing(otherwise, 0) !== otherwise.length - 1) throw failure;
    return [then, otherwise.slice(1, -1).trim()];
  }
}

/**
 * Expands `$name`, `${name?{one}:{other}}` and `${{a} == {b} ? {one} : {other}}` in a parameter's
 * value, as Postfix does. One difference: with `$name` of an undefined name, the value is unresolved
 * here; Postfix inserts nothing. In a condition, an undefined name is false, as in Postfix.
 * @param lookUp returns the unexpanded value of a parameter
 * @see https://www.postfix.org/postconf.5.html
 */
export function expandMacros(text: string, lookUp: (name: string) => string | undefined): ResolvedSettings<string> {
  try {
    return { kind: 'value', value: new Expansion(lookUp).expand(text, 0) };
  } catch (error) {
    if (error instanceof ExpansionError) return unresolved(error.failure);
    throw error;
  }
}
