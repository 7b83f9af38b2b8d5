import { ExchangeFault, type ExchangeObject, isObject, listIn, textIn } from './exchange-values.ts';

/** What an Exchange server exported of itself, unread but for what holds for all of it. */
export interface ExchangeExport {
  /** The FQDN of the server that exported it; undefined: it does not say. */
  readonly fqdn: string | undefined;
  /** When, epoch ms; undefined: it does not say. */
  readonly exportedAt: number | undefined;
  readonly receiveConnectors: readonly ExchangeObject[];
  readonly sendConnectors: readonly ExchangeObject[];
  readonly certificates: readonly ExchangeObject[];
}

/** No organisation has as many of either. */
const MAX_ITEMS = 1000;
const LISTS = ['ReceiveConnectors', 'SendConnectors', 'Certificates'] as const;

function objectsIn(whole: ExchangeObject, key: (typeof LISTS)[number]): readonly ExchangeObject[] {
  const items = listIn(whole[key]);
  if (items.length > MAX_ITEMS) throw new ExchangeFault(`${key} has ${items.length} items; ${MAX_ITEMS} are read`);
  if (!items.every(isObject)) throw new ExchangeFault(`${key} holds something that is no object`);
  return items;
}

/**
 * Reads the JSON that the line of docs/discovery.md writes.
 * @returns a sentence where it is something else
 */
export function parseExchangeExport(text: string): ExchangeExport | string {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    return text.trim() === '' ? 'it is empty' : 'it is no JSON';
  }
  if (!isObject(whole) || !LISTS.some((key) => Object.hasOwn(whole, key))) {
    return `it has none of ${LISTS.join(', ')}`;
  }
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
    if (error instanceof ExchangeFault) return error.message;
    throw error;
  }
}
