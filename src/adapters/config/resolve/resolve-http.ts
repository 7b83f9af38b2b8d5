import type { HttpServerSettings } from '../../../domain/http/http-server-settings.ts';
import { renderListenAddress } from '../../../domain/http/listen-address.ts';
import type { WrittenHttp } from '../schema/written-configuration.ts';

/**
 * Resolves `http`: each address once, absolute paths, and the certificate file as the default of
 * the key file.
 */
export function resolveHttp(
  { listen, tokenFile, certificateFile, keyFile = certificateFile, clientCaFile }: WrittenHttp,
  absolute: (path: string) => string,
): HttpServerSettings {
  const absoluteOrNone = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : absolute(path);
  return {
    listen: [...new Map(listen.map((address) => [renderListenAddress(address), address])).values()],
    tokenFile: absoluteOrNone(tokenFile),
    tls:
      certificateFile === undefined || keyFile === undefined
        ? undefined
        : {
            certificateFile: absolute(certificateFile),
            keyFile: absolute(keyFile),
            clientCaFile: absoluteOrNone(clientCaFile),
          },
  };
}
