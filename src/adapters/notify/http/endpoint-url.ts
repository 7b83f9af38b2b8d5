import type { HttpEndpoint, HttpSettings, UnverifiedConsent } from '../../../domain/alert/notifier-settings.ts';
import { SECRET_FAILURES } from '../../../domain/failure/secret-failures.ts';
import { isLoopback } from '../../../formats/network/is-loopback.ts';
import { readSecret, type UnusableSecret, unusableSecret } from '../read-secret.ts';

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
): Promise<{ readonly url: string; readonly isUrlSecret: boolean } | UnusableSecret> {
  if ('url' in endpoint) return { url: endpoint.url, isUrlSecret: false };
  const name = SECRET_FAILURES.the_secret_url;
  const urlOrOutcome = await readSecret(endpoint.urlFile, name);
  if ('outcome' in urlOrOutcome) return urlOrOutcome;
  const url = urlOrOutcome.secret.toString('utf8').trim();
  urlOrOutcome.secret.fill(0);
  const isHttp = URL.canParse(url) && ['https:', 'http:'].includes(new URL(url).protocol);
  if (!isHttp) return unusableSecret(name, endpoint.urlFile, SECRET_FAILURES.secret_url_scheme_wrong);
  if (allowUnverified || !isSentUnverified(url, proxy)) return { url, isUrlSecret: true };
  return unusableSecret(name, endpoint.urlFile, SECRET_FAILURES.secret_url_not_encrypted);
}

/** Returns whether a request to a URL leaves this host unencrypted, possibly through a proxy. */
export function isSentUnverified(url: string, proxy: string | undefined): boolean {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:') return false;
  return !isLoopback(hostname) || (proxy !== undefined && !isLoopback(new URL(proxy).hostname));
}
