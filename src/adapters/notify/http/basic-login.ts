import { SECRET_FAILURES } from '../../../domain/failure/secret-failures.ts';
import type { Login } from '../login.ts';
import { readSecret, type UnusableSecret } from '../read-secret.ts';

/**
 * Returns `Authorization: Basic` for a user and the password in a file. The
 * password stays in memory until its strings are garbage-collected, because a header must be a
 * string. Never rejects.
 * @see RFC 7617
 */
export async function basicLogin(user: string, passwordFile: string): Promise<Login | UnusableSecret> {
  const passwordOrOutcome = await readSecret(passwordFile, SECRET_FAILURES.the_password);
  if ('outcome' in passwordOrOutcome) return passwordOrOutcome;
  const password = passwordOrOutcome.secret.toString('utf8');
  const credentials = Buffer.from(`${user}:${password}`);
  passwordOrOutcome.secret.fill(0);
  const encoded = credentials.toString('base64');
  credentials.fill(0);
  return { headers: { authorization: `Basic ${encoded}` }, secrets: [encoded, password] };
}
