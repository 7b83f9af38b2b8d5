import { isTest } from '../../domain/alert/test-delivery.ts';
import type { ReplayOutcome } from '../operations.ts';
import type { TellingMeans } from './telling-means.ts';

/** Tells again what was told, or given up. @throws {LedgerError} */
export async function replay(deliveryId: string, means: TellingMeans): Promise<ReplayOutcome> {
  using orders = await means.orders();
  const [delivery] = (await means.reader()?.telling.deliveries({ deliveryId })) ?? [];
  if (delivery === undefined) return { kind: 'unknown' };
  if (isTest(delivery)) return { kind: 'test', delivery };
  if (['gathering', 'due', 'held'].includes(delivery.state)) return { kind: 'on-its-way', delivery };
  if (!means.notifiers.some(({ name }) => name === delivery.notifier)) return { kind: 'no-notifier', delivery };
  const again = await orders.replay(deliveryId, means.newDeliveryId(), means.clock.now());
  if (again === undefined) return { kind: 'pruned', delivery };
  return { kind: 'replayed', delivery: again, isDaemonRunning: await means.isDaemonRunning() };
}
