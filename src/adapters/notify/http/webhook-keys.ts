import { SECRET_FAILURES } from '../../../domain/failure/secret-failures.ts';
import { parseWebhookSecrets } from '../../../formats/alert-body/parse-webhook-secrets.ts';
import { readSecret, type UnusableSecret, unusableSecret } from '../read-secret.ts';

/**
 * Reads the keys in a file of Standard Webhooks secrets. The caller overwrites the keys after
 * use. Never rejects.
 */
export async function webhookKeys(secretFile: string): Promise<{ readonly keys: readonly Buffer[] } | UnusableSecret> {
  const name = SECRET_FAILURES.the_webhook_secrets;
  const secretRead = await readSecret(secretFile, name);
  if ('outcome' in secretRead) return secretRead;
  const parsed = parseWebhookSecrets(secretRead.secret);
  secretRead.secret.fill(0);
  return parsed.kind === 'invalid' ? unusableSecret(name, secretFile, parsed.failure) : parsed;
}
