import type { HttpEndpoint, HttpSettings, UnverifiedConsent } from '../../../domain/alert/notifier-settings.ts';
import { isLoopback } from '../../../formats/network/is-loopback.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import { readSecret, unusableSecret } from '../read-secret.ts';

/** The settings that decide whether a secret URL may be sent. */
export type Protection = UnverifiedConsent & Pick<HttpSettings, 'proxy'>;

/**
 * Returns the URL of a notifier, or an outcome if the URL in a file cannot be used. `urlFile` is
 * read at each call. A URL from a file is a secret: it is not sent unencrypted to a remote server
 * unless the notifier has `allowUnverified: true`. Never rejects.
 */
export async function endpointUrl(
  endpoint: HttpEndpoint,
  { allowUnverified, proxy }: Protection,
): Promise<{ readonly url: string; readonly isUrlSecret: boolean } | { readonly outcome: Outcome }> {
  if ('url' in endpoint) return { url: endpoint.url, isUrlSecret: false };
  const secretName = 'the address';
  const urlOrOutcome = await readSecret(endpoint.urlFile, secretName);
  if ('outcome' in urlOrOutcome) return urlOrOutcome;
  const url = urlOrOutcome.secret.toString('utf8').trim();
  urlOrOutcome.secret.fill(0);
  const isHttp = URL.canParse(url) && ['https:', 'http:'].includes(new URL(url).protocol);
  if (!isHttp) return unusableSecret(secretName, endpoint.urlFile, 'it must begin with https:// or http://');
  if (allowUnverified || !isSentUnverified(url, proxy)) return { url, isUrlSecret: true };
  const error =
    'it must begin with https://, because http:// is not encrypted; to permit it, set allowUnverified: true';
  return unusableSecret(secretName, endpoint.urlFile, error);
}

/** Returns whether a request to a URL leaves this host unencrypted, possibly through a proxy. */
export function isSentUnverified(url: string, proxy: string | undefined): boolean {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:') return false;
  return !isLoopback(hostname) || (proxy !== undefined && !isLoopback(new URL(proxy).hostname));
}
