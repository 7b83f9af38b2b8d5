import type { DeliveryState } from '../../../domain/alert/delivery.ts';
import { deliveryDocument } from '../../../formats/document/delivery-document.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { notifierDocument } from '../../../formats/document/notifier-document.ts';
import { silenceDocument } from '../../../formats/document/silence-document.ts';
import { parseDeliveryStates } from '../../../formats/filter/delivery-states.ts';
import { parsePast } from '../../../formats/filter/time-arguments.ts';
import type { OpenApiOperations } from '../request/api-operations.ts';
import type { ApiRoute } from '../request/api-route.ts';
import { parseLimit } from '../request/limit.ts';
import { readQuery } from '../request/read-query.ts';
import { jsonResponse } from '../response/json-response.ts';

/** The number of deliveries without `last`, as in the command. */
const DEFAULT_DELIVERIES = 50;

/** The parameters of deliveries: the options of `mailcertd deliveries`. */
const DELIVERY_PARAMETERS = {
  notifier: (text: string) => text,
  state: (text: string): readonly DeliveryState[] => parseDeliveryStates(text),
  since: parsePast,
  last: parseLimit,
} as const;

/** Returns the routes for silences, deliveries and notifiers. */
export function notificationRoutes(open: OpenApiOperations): readonly ApiRoute[] {
  return [
    {
      path: '/api/v1/silences',
      respond: async ({ query, headers }) => {
        const { all = false } = readQuery(query, { all: (text) => text !== 'false' });
        const { notifications } = await open();
        const listed = (await notifications.silences())?.filter(({ hasEnded }) => all || !hasEnded);
        return jsonResponse(headers, jsonDocument(listed?.map(silenceDocument)));
      },
    },
    {
      path: '/api/v1/deliveries',
      respond: async ({ query, headers }) => {
        const { notifier, state, since, last = DEFAULT_DELIVERIES } = readQuery(query, DELIVERY_PARAMETERS);
        const { notifications, clock, rendering } = await open();
        const deliveries = await notifications.deliveries({
          last,
          ...(notifier === undefined ? {} : { notifier }),
          ...(state === undefined ? {} : { states: state }),
          ...(since === undefined ? {} : { since: since(clock.now(), rendering.offsetMinutes) }),
        });
        return jsonResponse(headers, jsonDocument(deliveries?.map(deliveryDocument)));
      },
    },
    {
      path: '/api/v1/notifiers',
      respond: async ({ query, headers }) => {
        readQuery(query, {});
        const { notifications } = await open();
        return jsonResponse(headers, jsonDocument((await notifications.notifiers()).map(notifierDocument)));
      },
    },
  ];
}
