import { messageOf } from '../../../domain/message-of.ts';
import { ExchangeError, type ExchangeObject, isObject, listIn, textIn } from './exchange-values.ts';

/** The export of an Exchange server, with unparsed items. */
export interface ExchangeExport {
  /** The FQDN of the exporting server; undefined if the export does not contain it. */
  readonly fqdn: string | undefined;
  /** The time of the export, epoch ms; undefined if the export does not contain it. */
  readonly exportedAt: number | undefined;
  readonly receiveConnectors: readonly ExchangeObject[];
  readonly sendConnectors: readonly ExchangeObject[];
  readonly certificates: readonly ExchangeObject[];
}

/** The maximum number of items of each list. */
const MAX_ITEMS = 1000;
const LISTS = ['ReceiveConnectors', 'SendConnectors', 'Certificates'] as const;

function objectsIn(exported: ExchangeObject, key: (typeof LISTS)[number]): readonly ExchangeObject[] {
  const items = listIn(exported[key]);
  if (items.length > MAX_ITEMS)
    throw new ExchangeError(`${key} has ${items.length} items; the maximum is ${MAX_ITEMS}`);
  if (!items.every(isObject)) throw new ExchangeError(`${key} must contain only objects`);
  return items;
}

const EXPORT_AGAIN = 'export it again with the command in docs/discovery.md';

/** Returns the position of a JSON error as a part of a sentence; empty if it is unknown. */
function describePosition(text: string, error: unknown): string {
  const message = messageOf(error);
  const isTruncated = /^(?:Unexpected end|Unterminated)/.test(message);
  const position = isTruncated ? String(text.length) : /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return '';
  const textBefore = text.slice(0, Number(position));
  const lineStart = textBefore.lastIndexOf('\n') + 1;
  const lineAndCharacter = `line ${textBefore.split('\n').length}, character ${textBefore.length - lineStart + 1}`;
  const isAtEnd = isTruncated || Number(position) >= text.trimEnd().length;
  return isAtEnd ? `: it is incomplete after ${lineAndCharacter}` : ` at ${lineAndCharacter}`;
}

/**
 * Parses the JSON of the export command in docs/discovery.md. Returns a sentence about the error if
 * the JSON is not valid.
 */
export function parseExchangeExport(text: string): ExchangeExport | string {
  let exported: unknown;
  try {
    exported = JSON.parse(text);
  } catch (error) {
    return `${text.trim() === '' ? 'it is empty' : `it is not valid JSON${describePosition(text, error)}`}; ${EXPORT_AGAIN}`;
  }
  if (!isObject(exported)) {
    const kind = Array.isArray(exported) ? 'a list' : 'a single value';
    return `it is ${kind} instead of an object with ${LISTS.join(', ')}; ${EXPORT_AGAIN}`;
  }
  if (!LISTS.some((key) => Object.hasOwn(exported, key))) return `it has none of ${LISTS.join(', ')}; ${EXPORT_AGAIN}`;
  try {
    const exportedAtText = textIn(exported, 'ExportedAt');
    const exportedAt = exportedAtText === undefined ? Number.NaN : Date.parse(exportedAtText);
    return {
      fqdn: textIn(exported, 'Fqdn'),
      exportedAt: Number.isNaN(exportedAt) ? undefined : exportedAt,
      receiveConnectors: objectsIn(exported, 'ReceiveConnectors'),
      sendConnectors: objectsIn(exported, 'SendConnectors'),
      certificates: objectsIn(exported, 'Certificates'),
    };
  } catch (error) {
    if (error instanceof ExchangeError) return error.message;
    throw error;
  }
}
