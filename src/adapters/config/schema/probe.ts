import * as z from 'zod';
import { PROBE_PROTOCOLS } from '../../../domain/connector/probe-target.ts';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { DAY, MINUTE, SECOND } from '../../../domain/time.ts';
import { type ProbeUrlError, parseProbeUrl, type ServerAddress } from '../../../formats/network/probe-url.ts';
import { quote } from '../quote.ts';
import { briefTime } from './brief-time.ts';
import { describeWrongType, describeWrongWord, keyName } from './describe-issue.ts';
import { DescribedFailures } from './described-failures.ts';
import { readFqdn } from './host-name.ts';
import { textSchema } from './text-schema.ts';
import type { ValueOrError } from './value-or-error.ts';
import * as value from './value-schemas.ts';
import type { WrittenProbe, WrittenProbing } from './written-probe.ts';

/** The failures of invalid URLs; the texts follow the quoted URL. */
const URL_ERRORS: Readonly<Record<Exclude<ProbeUrlError, 'protocol' | 'user'>, Failure>> = {
  form: CONFIGURATION_FAILURES.url_not_of_server,
  host: CONFIGURATION_FAILURES.url_without_host,
  'port-missing': CONFIGURATION_FAILURES.url_without_port,
  port: CONFIGURATION_FAILURES.url_port_invalid,
  more: CONFIGURATION_FAILURES.url_text_after_port,
};

/** Reads the URL of a probe. */
function readProbeAddress(text: string): ValueOrError<ServerAddress> {
  const parsed = parseProbeUrl(text);
  if (parsed.kind === 'parsed') return { value: parsed.server };
  const { error } = parsed;
  // A message without the text, which may contain a password even if it is not a valid URL.
  if (error === 'user' || text.includes('@')) return { failure: CONFIGURATION_FAILURES.probe_url_with_login };
  if (error === 'protocol') {
    const { the_probe_protocol: key } = CONFIGURATION_FAILURES;
    return { failure: describeWrongWord(key, text.split(':', 1)[0], PROBE_PROTOCOLS) };
  }
  return { failure: CONFIGURATION_FAILURES.probe_url_invalid({ value: quote(text), cause: URL_ERRORS[error] }) };
}

/** The key types for which a server may have one certificate each. */
const KEY_TYPES = ['rsa', 'ecdsa'] as const;

const serverName: z.ZodType<string> = textSchema(CONFIGURATION_FAILURES.a_dns_name, (text) =>
  text.trim() === '' ? { failure: CONFIGURATION_FAILURES.server_name_empty } : readFqdn(text),
);

const probeMap = z.strictObject(
  {
    url: textSchema(CONFIGURATION_FAILURES.an_address({ example: 'smtp://127.0.0.1:25' }), readProbeAddress).meta({
      description:
        '`PROTOCOL://HOST:PORT` with `smtp`, `lmtp`, `sieve`, `imap`, `pop3` (STARTTLS), `smtps`, `imaps`, `pop3s` or `tls` (implicit TLS; `tls` requires a port). Write IPv6 addresses in brackets.',
    }),
    timeout: briefTime(SECOND, 5 * MINUTE)
      .prefault('10s')
      .meta({
        description: 'Timeout of one probe.',
      }),
    failureThreshold: z.int().min(1).max(100).default(2).meta({
      description: 'Number of consecutive failures before event 1400 (unreachable).',
    }),
    name: serverName.exactOptional().meta({
      description:
        'TLS server name (SNI), which the certificate must match. Default: depends on `direction`, `fqdn` and `url`.',
    }),
    keyTypes: z
      .array(z.enum(KEY_TYPES))
      .refine((written) => KEY_TYPES.every((type) => written.includes(type)) && written.length === KEY_TYPES.length, {
        error: () => new DescribedFailures(CONFIGURATION_FAILURES.key_types_wrong),
      })
      .exactOptional()
      .meta({
        description: '`[rsa, ecdsa]`: probe each of the two certificates of a server. Default: one probe with either.',
      }),
    clientCertificateFile: value.path.exactOptional().meta({
      description: 'PEM file with the client certificate of the probe. Default: none.',
    }),
    clientKeyFile: value.path.exactOptional().meta({
      description:
        'PEM file with the private key of the client certificate, readable by mailcertd. Default: `clientCertificateFile`.',
    }),
  },
  {
    error: ({ code, input, path }) =>
      code === 'invalid_type' && input !== null
        ? new DescribedFailures(describeWrongType(keyName(path ?? []), input, CONFIGURATION_FAILURES.a_probe))
        : undefined,
  },
);

/** The schema of a connector's `probe`: a URL, or a map with more keys. */
export const probe: z.ZodType<WrittenProbe> = z.preprocess(
  (rawValue) => (typeof rawValue === 'string' ? { url: rawValue } : rawValue),
  probeMap,
);

/** The schema of `probing`. */
export const probing: z.ZodType<WrittenProbing> = z.strictObject({
  interval: briefTime(10 * SECOND, 24 * DAY)
    .prefault('15m')
    .meta({
      description:
        'How often each connector is probed. Probes are spread over this time. A failed probe is retried after a minute.',
    }),
  maxConcurrent: z.int().min(1).max(512).default(32).meta({ description: 'Maximum number of concurrent probes.' }),
  hostInterval: briefTime(0, MINUTE).prefault('100ms').meta({
    description: 'Minimum time between the starts of two probes of the same host.',
  }),
});
