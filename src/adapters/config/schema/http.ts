import * as z from 'zod';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import { DEFAULT_LISTEN, type ListenAddress, renderListenAddress } from '../../../domain/http/listen-address.ts';
import { MAX_SOCKET_PATH_BYTES, parseListenAddress } from '../../../formats/network/listen-address.ts';
import { quote } from '../quote.ts';
import { describeWrongType, keyName } from './describe-issue.ts';
import { DescribedFailures } from './described-failures.ts';
import { secretFile } from './secret-file.ts';
import { printable, textSchema } from './text-schema.ts';
import type { ValueOrError } from './value-or-error.ts';
import * as value from './value-schemas.ts';
import type { WrittenHttp } from './written-configuration.ts';

/** The maximum number of addresses. */
const MAX_ADDRESSES = 16;

function readListenAddress(text: string): ValueOrError<ListenAddress> {
  const address = parseListenAddress(text);
  if (address === 'form') return { failure: CONFIGURATION_FAILURES.listen_address_invalid({ value: quote(text) }) };
  if (address === 'long') {
    const failure = CONFIGURATION_FAILURES.socket_path_too_long({ value: quote(text), maximum: MAX_SOCKET_PATH_BYTES });
    return { failure };
  }
  const path = printable(CONFIGURATION_FAILURES.the_path, text, text.length);
  return 'failure' in path ? path : { value: address };
}

const address: z.ZodType<ListenAddress> = textSchema(CONFIGURATION_FAILURES.a_listen_address, readListenAddress);

/** Describes the error of a value that is neither a text nor a list. */
const describeListType: z.core.$ZodErrorMap = ({ input, path }) =>
  new DescribedFailures(describeWrongType(keyName(path ?? []), input, CONFIGURATION_FAILURES.a_listen_address));

/** One address or a list of addresses; the result is a list. `off` is an empty list. */
const listen: z.ZodType<readonly ListenAddress[]> = z.preprocess(
  (written) => {
    if (written === 'off') return [];
    return typeof written === 'string' ? [written] : written;
  },
  z.array(address, { error: describeListType }).max(MAX_ADDRESSES),
);

const httpMap = z.strictObject(
  {
    listen: listen.prefault(renderListenAddress(DEFAULT_LISTEN)).meta({
      description:
        'Where the server listens: an IP address and a port, the absolute path of a Unix socket, or a list of them. Other addresses than `127.0.0.1` and `[::1]` require `certificateFile`, and `tokenFile` or `clientCaFile`. Default: `127.0.0.1:12014`.',
    }),
    tokenFile: secretFile.exactOptional().meta({
      description:
        'File with a token of at least 32 characters. Clients send it as `Authorization: Bearer`, except for `/healthz`, `/readyz` and over a Unix socket.',
    }),
    certificateFile: value.path.exactOptional().meta({
      description: 'PEM file with the certificate of the server and its intermediate certificates, for HTTPS.',
    }),
    keyFile: value.path.exactOptional().meta({
      description: 'PEM file with the private key of the server. Default: `certificateFile`.',
    }),
    clientCaFile: value.path.exactOptional().meta({
      description: 'PEM file with the CA certificates of clients. Each client then needs a certificate of these CAs.',
    }),
  },
  {
    error: ({ code, input, path }) =>
      code === 'invalid_type' && input !== null
        ? new DescribedFailures(describeWrongType(keyName(path ?? []), input, CONFIGURATION_FAILURES.off_or_a_map))
        : undefined,
  },
);

/** The schema of `http`: `off`, or a map. */
export const http: z.ZodType<WrittenHttp> = z.preprocess(
  (written) => (written === 'off' ? { listen: written } : written),
  httpMap,
);
