import type { Endpoint } from '../../domain/alert/notifier-settings.ts';
import type { Outcome } from '../../work/ports.ts';
import { readSecret, unusableSecret } from './read-secret.ts';

/** The address, or why there is none. Read at use. Never rejects. */
export async function endpointUrl(
  endpoint: Endpoint,
): Promise<{ readonly url: string } | { readonly outcome: Outcome }> {
  if ('url' in endpoint) return { url: endpoint.url };
  const what = 'the address';
  const read = await readSecret(endpoint.urlFile, what);
  if ('outcome' in read) return read;
  const url = read.secret.toString('utf8').trim();
  read.secret.fill(0);
  const isHttp = URL.canParse(url) && ['https:', 'http:'].includes(new URL(url).protocol);
  if (!isHttp) return unusableSecret(what, endpoint.urlFile, 'it is not one that begins with https:// or http://');
  return { url };
}
