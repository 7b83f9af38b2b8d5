import type { Outcome } from '../../../work/ports/outputs.ts';
import type { Login } from '../login.ts';
import { readSecret } from '../read-secret.ts';

/**
 * Returns `Authorization: Basic` for a user and the password in a file. The header is a string, so
 * it cannot be overwritten; it is garbage-collected after the request. Never rejects.
 * @see RFC 7617
 */
export async function basicLogin(user: string, passwordFile: string): Promise<Login | { readonly outcome: Outcome }> {
  const passwordRead = await readSecret(passwordFile, 'the password');
  if ('outcome' in passwordRead) return passwordRead;
  const password = passwordRead.secret.toString('utf8');
  const credentials = Buffer.from(`${user}:${password}`);
  passwordRead.secret.fill(0);
  const encoded = credentials.toString('base64');
  credentials.fill(0);
  return { headers: { authorization: `Basic ${encoded}` }, secrets: [encoded, password] };
}
