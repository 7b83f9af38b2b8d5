import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import { isLoopback } from '../../../formats/network/is-loopback.ts';
import { parseListenAddress } from '../../../formats/network/listen-address.ts';
import { quote } from '../quote.ts';
import { isKeys, type Keys } from '../schema/keys.ts';
import type { PathError } from '../schema/path-error.ts';

/** The keys of `http` that only have an effect with a certificate. */
const TLS_KEYS = ['keyFile', 'clientCaFile'] as const;

/**
 * Returns the errors between the keys of `http`, as written: an address that other computers can
 * reach without TLS or without proof of identity, and keys of TLS without a certificate.
 */
export function checkHttp(http: unknown): readonly PathError[] {
  if (!isKeys(http)) return [];
  const isEncrypted = Object.hasOwn(http, 'certificateFile');
  const withoutCertificate = TLS_KEYS.filter((key) => !isEncrypted && Object.hasOwn(http, key)).map(
    (key): PathError => ({
      path: ['http', key],
      pointsAt: 'key',
      failure: CONFIGURATION_FAILURES.http_key_without_certificate({ key }),
    }),
  );
  return [...remoteAddressErrors(http, isEncrypted), ...withoutCertificate];
}

function remoteAddressErrors(http: Keys, isEncrypted: boolean): readonly PathError[] {
  const { listen } = http;
  const isProtected = isEncrypted && (Object.hasOwn(http, 'tokenFile') || Object.hasOwn(http, 'clientCaFile'));
  if (isProtected) return [];
  const { remote_address_without_tls: withoutTls, remote_address_without_token: withoutToken } = CONFIGURATION_FAILURES;
  const failureOf = isEncrypted ? withoutToken : withoutTls;
  const errorsOf = (text: unknown, path: PathError['path']): readonly PathError[] =>
    isRemote(text) ? [{ path, pointsAt: 'value', failure: failureOf({ address: quote(text) }) }] : [];
  return Array.isArray(listen)
    ? listen.flatMap((text: unknown, index) => errorsOf(text, ['http', 'listen', index]))
    : errorsOf(listen, ['http', 'listen']);
}

/** Returns whether other computers can reach an address; false if it is invalid. */
function isRemote(text: unknown): boolean {
  const address = typeof text === 'string' ? parseListenAddress(text) : undefined;
  return typeof address === 'object' && address.kind === 'tcp' && !isLoopback(address.host);
}
