import type { TellingOperations } from '../operations.ts';
import { accountOf, type DeliveryMeans, listDeliveries } from '../query/list-deliveries.ts';
import { listNotifiers } from '../query/list-notifiers.ts';
import { listSilences } from '../query/list-silences.ts';
import { replay } from './replay.ts';
import { addSilence, endSilence } from './silence.ts';
import type { TellingMeans, TellingReader } from './telling-means.ts';
import { testNotifier } from './test-notifier.ts';

/** Questions and orders about telling, on this host. */
export function tellingOf(means: TellingMeans): TellingOperations {
  const { clock, shard, notifiers } = means;
  const sources = ({ ledger, telling }: TellingReader): DeliveryMeans => ({ ledger, deliveries: telling, clock });
  return {
    silences: async () => {
      const reader = means.reader();
      if (reader === undefined) return undefined;
      const { open } = await reader.ledger.state(shard);
      return listSilences(await reader.telling.silences(), open, clock.now());
    },
    unreadableSilences: async () => (await means.reader()?.telling.unreadableSilences()) ?? [],
    addSilence: (order) => addSilence(order, means),
    endSilence: (silenceId) => endSilence(silenceId, means),
    deliveries: async (query) => {
      const reader = means.reader();
      return reader && listDeliveries(query, sources(reader));
    },
    delivery: async (deliveryId) => {
      const reader = means.reader();
      const [delivery] = (await reader?.telling.deliveries({ deliveryId })) ?? [];
      return reader && delivery && accountOf(delivery, sources(reader));
    },
    replay: (deliveryId) => replay(deliveryId, means),
    notifiers: async () => listNotifiers(notifiers, (await means.reader()?.telling.health()) ?? []),
    test: (notifier, signal) => testNotifier(notifier, means, signal),
  };
}
