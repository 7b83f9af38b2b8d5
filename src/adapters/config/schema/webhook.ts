import * as z from 'zod';
import { secretFile } from './secret-file.ts';
import { endpointKeys, reachedKeys, tellingKeys, typeOf, unverifiedKey } from './telling-keys.ts';
import type { WrittenWebhook } from './written-notifier.ts';

/** HTTP requests, signed. @see https://www.standardwebhooks.com */
export const webhook: z.ZodType<WrittenWebhook> & z.core.$ZodTypeDiscriminable = z.strictObject({
  type: typeOf('webhook'),
  ...tellingKeys,
  ...endpointKeys,
  ...reachedKeys,
  ...unverifiedKey,
  secretFile: secretFile.exactOptional().meta({
    description:
      'For `webhook`: a file with the secret that requests are signed with, `whsec_…`. Left out: they are not signed.',
  }),
  tokenFile: secretFile.exactOptional().meta({
    description: 'For `webhook` and `alertmanager`: a file with a token that is sent as `Authorization: Bearer`.',
  }),
  body: z.enum(['standard', 'alertmanager']).default('standard').meta({
    description:
      "For `webhook`: `standard`, or `alertmanager` for the body of Alertmanager's webhooks (version 4), which chat bridges read.",
  }),
});
