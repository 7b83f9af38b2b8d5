import { liesElsewhere } from '../../domain/store-change/find-stored.ts';
import { enablingElsewhere } from '../../domain/store-change/plan-enable.ts';
import type { Refusal } from '../../domain/store-change/refusal.ts';
import { type LookMeans, lookOnce } from '../query/look-once.ts';
import type { ReadOrder } from './plan-order.ts';

/**
 * Whether what an order would alter lies in a store that is not written to: then it is no matter what is wrong with the one
 * that is. undefined: it lies in none, or the order alters nothing that is there.
 */
export async function orderedElsewhere(
  order: ReadOrder,
  means: LookMeans,
  signal: AbortSignal,
): Promise<Refusal | undefined> {
  if (order.verb !== 'enable' && order.verb !== 'remove') return undefined;
  const { observation, byName: index } = await lookOnce(means, means.clock.now(), signal);
  const id = order.verb === 'enable' ? order.thumbprint : order.id;
  const elsewhere = liesElsewhere(id, { observation, index }, means.surroundings.personal?.name);
  return elsewhere !== undefined && order.verb === 'enable' ? enablingElsewhere(elsewhere, order) : elsewhere;
}
