import { isDeepStrictEqual } from 'node:util';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { CONFIGURATION_FAILURES } from '../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { messageOf } from '../../domain/failure/message-of.ts';
import { invalidYaml, yamlFailure } from '../../domain/failure/yaml-failure.ts';
import { visible } from '../../formats/terminal/visible.ts';
import { findTooDeep } from '../../formats/text/find-too-deep.ts';
import { type SourcePosition, sourcePosition } from '../../formats/text/source-position.ts';
import { quote } from './quote.ts';

/** An error with its place in the file. */
export interface PositionedError extends SourcePosition {
  readonly failure: Failure;
}

/** A text that was read as YAML. */
export interface YamlSource {
  /** Maps, lists and scalars; null for an empty file. undefined if `isInvalid`. */
  readonly value: unknown;
  /** True if the text is not valid YAML. Then `errors` contains only syntax errors. */
  readonly isInvalid: boolean;
  readonly errors: readonly PositionedError[];
  /** Returns the place of a value or of its key; if it is missing, the place of its parent. */
  positionOf(path: readonly PropertyKey[], pointsAt: 'key' | 'value'): SourcePosition;
}

/**
 * The keys whose values are read as text even if they look like numbers, for example thumbprints.
 */
const TEXT_KEYS = ['internalTransportCertificate'];

/** Parses YAML; never throws. */
export function parseYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const tooDeep = findTooDeep(new Lexer().lex(text));
  if (tooDeep !== undefined) {
    return invalidSource([{ ...sourcePosition(text, tooDeep.offset), failure: tooDeep.failure }]);
  }
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      stringKeys: true,
      // `findDuplicateKeys` checks the keys instead: the parser would compare every pair of keys.
      uniqueKeys: false,
      resolveKnownTags: false,
    });
    const syntax = [...document.errors, ...document.warnings].map((error) => ({
      ...positionAt(lines, error.pos[0]),
      failure: yamlFailure(error.code, visible(error.message)),
    }));
    if (syntax.length > 0) return invalidSource(withoutRepeats(syntax));
    const unknownAliases = findUnknownAliases(document, lines);
    if (unknownAliases.length > 0) return invalidSource(unknownAliases);
    const errors = findDuplicateKeys(document, lines);
    keepSourceText(document);
    // The parsed strings are slices that would keep the whole text in memory, so they are copied.
    const value: unknown = structuredClone(document.toJS({ maxAliasCount: 100 }));
    const find = offsetFinder(document);
    return {
      value,
      isInvalid: false,
      errors,
      positionOf: (path, pointsAt) => positionAt(lines, find(path, pointsAt)),
    };
  } catch (cause) {
    // A ReferenceError means too many aliases.
    const error = cause instanceof ReferenceError ? CONFIGURATION_FAILURES.yaml_aliases_unusable : messageOf(cause);
    return invalidSource([{ line: 1, column: 1, failure: invalidYaml(error) }]);
  }
}

/** Leaves out repeated errors: the library may report a mistake twice at the same place. */
function withoutRepeats(errors: readonly PositionedError[]): readonly PositionedError[] {
  return errors.filter((error, index) => !isDeepStrictEqual(error, errors[index - 1]));
}

function invalidSource(errors: readonly PositionedError[]): YamlSource {
  return { value: undefined, isInvalid: true, errors, positionOf: () => ({ line: 1, column: 1 }) };
}

function findDuplicateKeys(document: Document.Parsed, lines: LineCounter): PositionedError[] {
  const errors: PositionedError[] = [];
  visit(document, {
    Map: (_, map) => {
      const previousKeys = new Set<string>();
      for (const { key } of map.items) {
        const text = keyText(key);
        if (previousKeys.has(text) && isScalar(key)) {
          errors.push({
            ...positionAt(lines, key.range?.[0] ?? 0),
            failure: CONFIGURATION_FAILURES.key_duplicate({ key: quote(text) }),
          });
        }
        previousKeys.add(text);
      }
    },
  });
  return errors;
}

/** Returns an error for each alias that has no anchor before it. */
function findUnknownAliases(document: Document.Parsed, lines: LineCounter): PositionedError[] {
  const anchors = new Set<string>();
  const errors: PositionedError[] = [];
  visit(document, {
    Alias: (_, { source, range }) => {
      if (anchors.has(source)) return;
      const failure = invalidYaml(CONFIGURATION_FAILURES.yaml_alias_unknown);
      errors.push({ ...positionAt(lines, range?.[0] ?? 0), failure });
    },
    Value: (_, { anchor }) => {
      if (anchor !== undefined) anchors.add(anchor);
    },
  });
  return errors;
}

/** Restores the text of numbers at `TEXT_KEYS`. */
function keepSourceText(document: Document.Parsed): void {
  for (const key of TEXT_KEYS) {
    const node: unknown = document.getIn([key], true);
    if (isScalar(node) && typeof node.value === 'number' && node.source !== undefined) node.value = node.source;
  }
}

/** Returns a function that finds the offset of a key or value in the text. */
function offsetFinder(document: Document.Parsed): (path: readonly PropertyKey[], pointsAt: 'key' | 'value') => number {
  const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  const pairOf = (map: YAMLMap, key: string): Pair | undefined => {
    const index = indexes.get(map) ?? new Map(map.items.map((pair) => [keyText(pair.key), pair]));
    indexes.set(map, index);
    return index.get(key);
  };
  return (path, pointsAt) => {
    let node: unknown = document.contents;
    let offset = offsetOf(node) ?? 0;
    for (const [depth, segment] of path.entries()) {
      if (isAlias(node)) break;
      if (isMap(node)) {
        const pair = pairOf(node, String(segment));
        if (pair === undefined) break;
        const wantsKey = pointsAt === 'key' && depth === path.length - 1;
        node = pair.value;
        // A missing value has no place, so the place of its key is returned.
        const isEmpty = node === null || (isScalar(node) && node.range?.[0] === node.range?.[1]);
        offset = (wantsKey || isEmpty ? offsetOf(pair.key) : offsetOf(node)) ?? offset;
      } else if (isSeq(node)) {
        node = node.items[Number(segment)];
        offset = offsetOf(node) ?? offset;
      } else break;
    }
    return offset;
  };
}

function offsetOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value ?? '') : '';
}

function positionAt(lines: LineCounter, offset: number): SourcePosition {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}
