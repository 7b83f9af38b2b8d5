import { SECRET_FAILURES } from '../../../domain/failure/secret-failures.ts';
import type { Login } from '../login.ts';
import { readSecret, type UnusableSecret, unusableSecret } from '../read-secret.ts';

/**
 * Returns `Authorization: Bearer` with the token in a file. The token stays in memory until
 * its strings are garbage-collected, because a header must be a string. Never rejects.
 * @see RFC 6750 section 2.1
 */
export async function bearerToken(tokenFile: string): Promise<Login | UnusableSecret> {
  const tokenOrOutcome = await readSecret(tokenFile, SECRET_FAILURES.the_token);
  if ('outcome' in tokenOrOutcome) return tokenOrOutcome;
  const token = tokenOrOutcome.secret.toString('latin1').trim();
  tokenOrOutcome.secret.fill(0);
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return unusableSecret(SECRET_FAILURES.the_token, tokenFile, SECRET_FAILURES.token_not_ascii);
  }
  return { headers: { authorization: `Bearer ${token}` }, secrets: [token] };
}
