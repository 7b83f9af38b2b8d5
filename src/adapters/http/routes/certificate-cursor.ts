import { FILTER_FAILURES } from '../../../domain/failure/filter-failures.ts';
import type { ListedItem } from '../../../formats/document/certificate-fields.ts';
import { FilterValueError } from '../../../formats/filter/filter-value-error.ts';

/**
 * The position of a certificate or CSR in the order of pages: its expiry, its fingerprint, and where
 * it is. CSRs have no expiry and are last.
 */
type Position = readonly [notAfter: number, fingerprint: string, place: string];

/** Returns the position of an item. */
function positionOf(item: ListedItem): Position {
  const { store, location } = 'request' in item ? item : item.stored;
  const alias = 'alias' in location ? location.alias : undefined;
  const place = JSON.stringify([store, location.path, location.block, alias]);
  if ('request' in item) return [Number.MAX_SAFE_INTEGER, item.request.sha256Fingerprint, place];
  const { notAfter, thumbprint } = item.stored.certificate;
  return [notAfter, thumbprint, place];
}

function compare(left: Position, right: Position): number {
  if (left[0] !== right[0]) return left[0] - right[0];
  if (left[1] !== right[1]) return left[1] < right[1] ? -1 : 1;
  if (left[2] === right[2]) return 0;
  return left[2] < right[2] ? -1 : 1;
}

/** The part of a list that a page shows. */
export interface PageRange {
  /** The position of the last item of the page before; undefined: the first page. */
  readonly after: Position | undefined;
  readonly limit: number;
}

/** Returns the items of a page, in the order of pages. */
export function pageOf<T extends ListedItem>(items: readonly T[], { after, limit }: PageRange): readonly T[] {
  const positioned = items.map((item) => ({ item, position: positionOf(item) }));
  const following =
    after === undefined ? positioned : positioned.filter(({ position }) => compare(position, after) > 0);
  return following
    .sort((left, right) => compare(left.position, right.position))
    .slice(0, limit)
    .map(({ item }) => item);
}

/** Returns the value of `after` for the page that follows an item. */
export function cursorOf(item: ListedItem): string {
  return Buffer.from(JSON.stringify(positionOf(item))).toString('base64url');
}

/** Parses a value that `cursorOf` returned. */
export function parseCursor(text: string): Position {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (isPosition(value)) return value;
  } catch {
    // Not JSON.
  }
  throw new FilterValueError(FILTER_FAILURES.page_cursor);
}

function isPosition(value: unknown): value is Position {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [notAfter, fingerprint, place]: readonly unknown[] = value;
  return typeof notAfter === 'number' && typeof fingerprint === 'string' && typeof place === 'string';
}
