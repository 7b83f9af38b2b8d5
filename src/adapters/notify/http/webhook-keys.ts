import { parseWebhookSecrets } from '../../../formats/alert-body/parse-webhook-secrets.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import { readSecret, unusableSecret } from '../read-secret.ts';

/**
 * Reads the keys in a file of Standard Webhooks secrets. The caller overwrites the keys after
 * use. Never rejects.
 */
export async function webhookKeys(
  secretFile: string,
): Promise<{ readonly keys: readonly Buffer[] } | { readonly outcome: Outcome }> {
  const secretName = 'the webhook secrets';
  const secretRead = await readSecret(secretFile, secretName);
  if ('outcome' in secretRead) return secretRead;
  const parsed = parseWebhookSecrets(secretRead.secret);
  secretRead.secret.fill(0);
  return parsed.kind === 'invalid' ? unusableSecret(secretName, secretFile, parsed.error) : parsed;
}
