import { createHmac } from 'node:crypto';
import { type Effort, type KeystoreTrouble, spend, tooManyRounds } from '../keystore/keystore.ts';
import { derivePkcs12, PURPOSE, roundsFor } from './derive-key.ts';
import type { Integrity } from './parse-pfx.ts';
import type { Password } from './password.ts';

/** An attempt costs some microseconds, however few rounds it asks for. */
const ROUNDS_AN_ATTEMPT = 64;

/** Which password the MAC was made with; `undefined`: none of them. Or why it cannot be said. */
export type MacAnswer = { readonly password: Password | undefined } | { readonly trouble: KeystoreTrouble };

/** Finds the password that a PKCS#12 was made with. @see RFC 7292 appendix A */
export async function verifyMac(
  { derivation, digest }: Extract<Integrity, { readonly kind: 'mac' }>,
  authenticatedSafe: Buffer,
  passwords: readonly Password[],
  effort: Effort,
): Promise<MacAnswer> {
  const { octets, name } = derivation.digest;
  for (const password of passwords) {
    const spent = spend(effort, roundsFor(derivation, octets) + ROUNDS_AN_ATTEMPT, password.isEmpty);
    if (spent === 'refused') continue;
    if (spent === 'exhausted')
      return { trouble: tooManyRounds(`its MAC asks for ${derivation.iterations} iterations`) };
    const key = await derivePkcs12(password.bmp, derivation, PURPOSE.mac, octets, effort);
    const found = createHmac(name, key).update(authenticatedSafe).digest();
    key.fill(0);
    if (found.equals(digest)) return { password };
    await effort.breathe();
  }
  return { password: undefined };
}
