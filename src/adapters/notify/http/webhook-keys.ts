import { parseWebhookSecrets } from '../../../formats/alert-body/parse-webhook-secrets.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import { readSecret, unusableSecret } from '../read-secret.ts';

/**
 * Reads the keys in a file of Standard Webhooks secrets. The caller overwrites them after use.
 * Never rejects.
 */
export async function webhookKeys(
  secretFile: string,
): Promise<{ readonly keys: readonly Buffer[] } | { readonly outcome: Outcome }> {
  const secretName = 'the webhook secrets';
  const read = await readSecret(secretFile, secretName);
  if ('outcome' in read) return read;
  const parsed = parseWebhookSecrets(read.secret);
  read.secret.fill(0);
  return parsed.kind === 'faulty' ? unusableSecret(secretName, secretFile, parsed.error) : parsed;
}
