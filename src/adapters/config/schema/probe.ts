import * as z from 'zod';
import { DAY, MINUTE, SECOND } from '../../../domain/time.ts';
import { describeWrongType, keyName } from '../check/describe-issue.ts';
import { briefTime } from './brief-time.ts';
import { readFqdn } from './host-name.ts';
import { readProbeAddress } from './probe-address.ts';
import * as value from './value-schemas.ts';
import type { WrittenProbe, WrittenProbing } from './written-probe.ts';

const PROBE_FORM = 'an address such as smtp://127.0.0.1:25, or { url: ADDRESS }';

const serverName: z.ZodType<string> = value.written('a DNS name such as mail.contoso.com', (text) =>
  text.trim() === '' ? { fault: 'name is empty; leave the key out for the usual one' } : readFqdn(text),
);

const keys = z.strictObject(
  {
    url: value.written('an address such as smtp://127.0.0.1:25', readProbeAddress).meta({
      description:
        'Where it is spoken to: `PROTOCOL://HOST:PORT`, with `smtp`, `lmtp`, `sieve`, `imap`, `pop3` (STARTTLS), `smtps`, `imaps`, `pop3s` or `tls` (TLS from the start; `tls` needs a port). An IPv6 address stands in brackets.',
    }),
    timeout: briefTime(SECOND, 5 * MINUTE)
      .prefault('10s')
      .meta({
        description: 'How long one conversation may take, from the first octet to the last.',
      }),
    failuresBeforeUnreachable: z.int().min(1).max(100).default(2).meta({
      description: 'How many failures, one after the other, are told of.',
    }),
    name: serverName.exactOptional().meta({
      description:
        'The name that is asked for, and that the certificate must match. Left out: for a Receive connector its `fqdn`, for a Send connector, or one that is only probed, the host of `url`.',
    }),
    both: z.boolean().default(false).meta({
      description: 'Whether a server with two certificates, RSA and ECDSA, is asked for each of them.',
    }),
    clientCertificateFile: value.path.exactOptional().meta({
      description: 'A PEM file with the certificate that the probe shows of itself. Left out: none.',
    }),
    clientKeyFile: value.path.exactOptional().meta({
      description: 'A PEM file with its private key, which mailcertd must be able to read. Left out: in the same file.',
    }),
  },
  {
    error: ({ code, input, path }) =>
      code === 'invalid_type' && input !== null ? describeWrongType(keyName(path ?? []), input, PROBE_FORM) : undefined,
  },
);

/** What a connector's `probe` takes: an address, or a map with more. */
export const probe: z.ZodType<WrittenProbe> = z.preprocess(
  (written) => (typeof written === 'string' ? { url: written } : written),
  keys,
);

/** What `probing` takes. */
export const probing: z.ZodType<WrittenProbing> = z.strictObject({
  every: briefTime(10 * SECOND, 24 * DAY)
    .prefault('15m')
    .meta({
      description:
        'How often each connector is probed. They are spread over this time; one that failed is tried again after a minute.',
    }),
  inFlight: z.int().min(1).max(512).default(32).meta({ description: 'How many conversations there are at one time.' }),
  spacing: briefTime(0, MINUTE).prefault('100ms').meta({
    description: 'How long after a conversation with a host has begun the next one with it may begin.',
  }),
});
