import type { Delivery } from '../../domain/alert/delivery.ts';

/** Returns a delivery with its last attempt as JSON. */
export function deliveryDocument({
  delivery,
  lastAttempt,
}: {
  readonly delivery: Delivery;
  readonly lastAttempt: object | undefined;
}): object {
  return { ...delivery, lastAttempt };
}
