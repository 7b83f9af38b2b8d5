import { ExchangeError, type ExchangeObject, isObject, listIn, textIn } from './exchange-values.ts';

/** The export of an Exchange server, with unparsed items. */
export interface ExchangeExport {
  /** The FQDN of the exporting server; undefined: not in the export. */
  readonly fqdn: string | undefined;
  /** The time of the export, epoch ms; undefined: not in the export. */
  readonly exportedAt: number | undefined;
  readonly receiveConnectors: readonly ExchangeObject[];
  readonly sendConnectors: readonly ExchangeObject[];
  readonly certificates: readonly ExchangeObject[];
}

/** The maximum number of items of each list. */
const MAX_ITEMS = 1000;
const LISTS = ['ReceiveConnectors', 'SendConnectors', 'Certificates'] as const;

function objectsIn(whole: ExchangeObject, key: (typeof LISTS)[number]): readonly ExchangeObject[] {
  const items = listIn(whole[key]);
  if (items.length > MAX_ITEMS)
    throw new ExchangeError(`${key} has ${items.length} items; the maximum is ${MAX_ITEMS}`);
  if (!items.every(isObject)) throw new ExchangeError(`${key} must contain only objects`);
  return items;
}

const EXPORT_AGAIN = 'export it again with the command in docs/discovery.md';

/** Returns the position of a JSON error, if known; never the contents. */
function whereIn(text: string, error: unknown): string {
  const said = error instanceof Error ? error.message : '';
  const isTruncated = /^(?:Unexpected end|Unterminated)/.test(said);
  const position = isTruncated ? String(text.length) : /at position (\d+)/.exec(said)?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position));
  const lineStart = before.lastIndexOf('\n') + 1;
  const place = `line ${before.split('\n').length}, character ${before.length - lineStart + 1}`;
  const isAtEnd = isTruncated || Number(position) >= text.trimEnd().length;
  return isAtEnd ? `: it is incomplete after ${place}` : ` at ${place}`;
}

/**
 * Parses the JSON of the export command in docs/discovery.md.
 * @returns a sentence about the error if it is not valid
 */
export function parseExchangeExport(text: string): ExchangeExport | string {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch (error) {
    return `${text.trim() === '' ? 'it is empty' : `it is not valid JSON${whereIn(text, error)}`}; ${EXPORT_AGAIN}`;
  }
  if (!isObject(whole)) {
    const kind = Array.isArray(whole) ? 'a list' : 'a single value';
    return `it is ${kind} instead of an object with ${LISTS.join(', ')}; ${EXPORT_AGAIN}`;
  }
  if (!LISTS.some((key) => Object.hasOwn(whole, key))) return `it has none of ${LISTS.join(', ')}; ${EXPORT_AGAIN}`;
  try {
    const at = textIn(whole, 'ExportedAt');
    const exportedAt = at === undefined ? Number.NaN : Date.parse(at);
    return {
      fqdn: textIn(whole, 'Fqdn'),
      exportedAt: Number.isNaN(exportedAt) ? undefined : exportedAt,
      receiveConnectors: objectsIn(whole, 'ReceiveConnectors'),
      sendConnectors: objectsIn(whole, 'SendConnectors'),
      certificates: objectsIn(whole, 'Certificates'),
    };
  } catch (error) {
    if (error instanceof ExchangeError) return error.message;
    throw error;
  }
}
