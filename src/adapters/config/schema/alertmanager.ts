import * as z from 'zod';
import * as own from './notifier-values.ts';
import { secretFile } from './secret-file.ts';
import { holdForKey, localeKey, matchKey, namedKeys, reachedKeys, typeOf, unverifiedKey } from './telling-keys.ts';
import * as value from './value-schemas.ts';
import type { WrittenAlertmanager } from './written-notifier.ts';

/** Alertmanager, which is shown all that is open. @see https://prometheus.io/docs/alerting/latest/alerts_api/ */
export const alertmanager: z.ZodType<WrittenAlertmanager> & z.core.$ZodTypeDiscriminable = z.strictObject({
  type: typeOf('alertmanager'),
  ...namedKeys,
  ...localeKey,
  ...matchKey,
  ...holdForKey,
  url: own.alertmanagerUrl.meta({ description: 'Where requests go.' }),
  ...reachedKeys,
  ...unverifiedKey,
  user: value.line.exactOptional().meta({
    description: 'For `mail` and `alertmanager`: whom to log in as; with `passwordFile`.',
  }),
  passwordFile: secretFile.exactOptional().meta({
    description: 'For `mail` and `alertmanager`: a file with the password of `user`.',
  }),
  tokenFile: secretFile.exactOptional().meta({
    description: 'For `webhook` and `alertmanager`: a file with a token that is sent as `Authorization: Bearer`.',
  }),
  every: own.interval.prefault('1m').meta({
    description:
      'How often it is shown what is open (`alertmanager`: `1m`), or told that all is alive (`heartbeat`: `5m`).',
  }),
});
