import * as z from 'zod';
import * as own from './notifier-values.ts';
import { secretFile } from './secret-file.ts';
import { tellingKeys, typeOf, unverifiedKey } from './telling-keys.ts';
import * as value from './value-schemas.ts';
import type { WrittenMail } from './written-notifier.ts';

/** Mail, handed to a server. */
export const mail: z.ZodType<WrittenMail> & z.core.$ZodTypeDiscriminable = z.strictObject({
  type: typeOf('mail'),
  ...tellingKeys,
  server: own.mailServer.meta({
    description: 'For `mail`: the server that takes it, `smtp://HOST:25` or `smtps://HOST:465`.',
  }),
  from: own.mailbox.meta({ description: 'For `mail`: the sender.' }),
  to: z.array(own.mailbox).min(1).max(100).meta({ description: 'For `mail`: the recipients.' }),
  user: value.line.exactOptional().meta({
    description: 'For `mail` and `alertmanager`: whom to log in as; with `passwordFile`.',
  }),
  passwordFile: secretFile.exactOptional().meta({
    description: 'For `mail` and `alertmanager`: a file with the password of `user`.',
  }),
  starttls: z.enum(['required', 'opportunistic', 'off']).default('required').meta({
    description:
      'For `mail`: `required` sends nothing unless STARTTLS is offered with a certificate that is trusted; `opportunistic` takes what is offered; `off` sends in the clear.',
  }),
  ...unverifiedKey,
  caFile: value.path.exactOptional().meta({
    description:
      "A file with the CA certificates that its server's certificate must come from. Left out: the system's.",
  }),
});
