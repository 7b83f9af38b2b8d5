import type { Outcome } from '../../../work/ports/outputs.ts';
import type { Login } from '../login.ts';
import { readSecret, unusableSecret } from '../read-secret.ts';

/**
 * Returns `Authorization: Bearer` with the token in a file. The token stays in memory until
 * its strings are garbage-collected, because a header must be a string. Never rejects.
 * @see RFC 6750 section 2.1
 */
export async function bearerToken(tokenFile: string): Promise<Login | { readonly outcome: Outcome }> {
  const tokenOrOutcome = await readSecret(tokenFile, 'the token');
  if ('outcome' in tokenOrOutcome) return tokenOrOutcome;
  const token = tokenOrOutcome.secret.toString('latin1').trim();
  tokenOrOutcome.secret.fill(0);
  if (!/^[\x21-\x7e]+$/.test(token)) return unusableSecret('the token', tokenFile, 'a token is one word of ASCII');
  return { headers: { authorization: `Bearer ${token}` }, secrets: [token] };
}
