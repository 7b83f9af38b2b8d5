import { EXCHANGE_FAILURES } from '../../../domain/failure/exchange-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { messageOf } from '../../../domain/failure/message-of.ts';
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
    throw new ExchangeError(EXCHANGE_FAILURES.exported_list_too_long({ key, count: items.length, limit: MAX_ITEMS }));
  if (!items.every(isObject)) throw new ExchangeError(EXCHANGE_FAILURES.exported_list_without_objects({ key }));
  return items;
}

/** Returns the failure of a JSON error, with its position if it is known. */
function jsonFailure(text: string, error: unknown): Failure {
  const message = messageOf(error);
  const isTruncated = /^(?:Unexpected end|Unterminated)/.test(message);
  const position = isTruncated ? String(text.length) : /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return EXCHANGE_FAILURES.export_not_json;
  const textBefore = text.slice(0, Number(position));
  const lineStart = textBefore.lastIndexOf('\n') + 1;
  const place = { line: textBefore.split('\n').length, character: textBefore.length - lineStart + 1 };
  const isAtEnd = isTruncated || Number(position) >= text.trimEnd().length;
  return isAtEnd ? EXCHANGE_FAILURES.export_incomplete_after(place) : EXCHANGE_FAILURES.export_not_json_at(place);
}

/**
 * Parses the JSON of the export command in docs/discovery.md. Returns the failure if the JSON
 * is not valid.
 */
export function parseExchangeExport(text: string): ExchangeExport | { readonly failure: Failure } {
  const again = (cause: Failure): { readonly failure: Failure } => ({
    failure: EXCHANGE_FAILURES.export_again({ cause }),
  });
  let exported: unknown;
  try {
    exported = JSON.parse(text);
  } catch (error) {
    return again(text.trim() === '' ? EXCHANGE_FAILURES.export_empty : jsonFailure(text, error));
  }
  if (!isObject(exported)) {
    return again(
      Array.isArray(exported)
        ? EXCHANGE_FAILURES.export_is_list({ keys: LISTS })
        : EXCHANGE_FAILURES.export_is_value({ keys: LISTS }),
    );
  }
  if (!LISTS.some((key) => Object.hasOwn(exported, key))) {
    return again(EXCHANGE_FAILURES.export_without_lists({ keys: LISTS }));
  }
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
    if (error instanceof ExchangeError) return { failure: error.failure };
    throw error;
  }
}
