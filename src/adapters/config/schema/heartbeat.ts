import * as z from 'zod';
import * as own from './notifier-values.ts';
import { endpointKeys, namedKeys, reachedKeys, typeOf, unverifiedKey } from './telling-keys.ts';
import type { WrittenHeartbeat } from './written-notifier.ts';

/** A sign of life, for a service that raises the alarm when it stays away. */
export const heartbeat: z.ZodType<WrittenHeartbeat> & z.core.$ZodTypeDiscriminable = z.strictObject({
  type: typeOf('heartbeat'),
  ...namedKeys,
  ...endpointKeys,
  ...reachedKeys,
  ...unverifiedKey,
  every: own.interval.prefault('5m').meta({
    description:
      'How often it is shown what is open (`alertmanager`: `1m`), or told that all is alive (`heartbeat`: `5m`).',
  }),
});
