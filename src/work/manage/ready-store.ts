import type { Refusal } from '../../domain/store-change/refusal.ts';
import type { StoreOrder } from '../../domain/store-change/store-order.ts';
import { LedgerError } from '../errors.ts';
import type { OrderMeans } from './order-means.ts';

/** Whether a daemon has seen the store: then a folder that is not there has gone away, and is not made anew. */
async function wasThere(name: string, { ledger, surroundings }: OrderMeans): Promise<boolean> {
  try {
    const state = await ledger()?.state(surroundings.computer.fqdn);
    return state?.memory.storeSizes.has(name) === true;
  } catch (error) {
    if (error instanceof LedgerError) return false;
    throw error;
  }
}

/**
 * Whether the folder of the personal store is there, to be changed; where a first certificate is to come into it, it is made,
 * unless that is only rehearsed. undefined: it is ready.
 * @throws {IssueError} where it cannot be made; rehearsed, where it could not be changed either
 */
export async function readyStore(
  { verb }: Pick<StoreOrder, 'verb'>,
  { store, definition }: NonNullable<OrderMeans['personal']>,
  isRehearsed: boolean,
  means: OrderMeans,
): Promise<Refusal | undefined> {
  const { path } = definition;
  const [rules] = await means.readAccessRules([path]);
  const isMade = verb !== 'enable' && verb !== 'remove';
  if (rules === undefined && (!isMade || (await wasThere(store.name, means)))) {
    return { reason: 'store-unseen', problem: { reason: 'not_found', location: path, detail: '' } };
  }
  if (isRehearsed) await means.assertChangeable(path);
  else if (rules === undefined) await store.create();
  return undefined;
}
