/** Keystores that are known by their content. */
export type KeystoreFormat = 'jks' | 'pkcs12' | 'jceks' | 'bks' | 'uber';

const JKS_MAGIC = 0xfeedfeed;
const JCEKS_MAGIC = 0xcececece;
/** What the salts of Bouncy Castle measure, and where what follows salt and rounds begins. */
const SALT_OCTETS = 20;
const ENTRIES_AT = 32;
/** Bouncy Castle asks for 1024 to 2047. */
const MAX_ROUNDS = 65_535;

/**
 * Tells keystores that are not ASN.1 apart by their first octets; undefined: it is none of them.
 * @see https://github.com/bcgit/bc-java/blob/main/prov/src/main/java/org/bouncycastle/jcajce/provider/keystore/bc/BcKeyStoreSpi.java
 */
export function recogniseKeystore(bytes: Buffer): Exclude<KeystoreFormat, 'pkcs12'> | undefined {
  if (bytes.length < 4) return undefined;
  const magic = bytes.readUInt32BE(0);
  if (magic === JKS_MAGIC) return 'jks';
  if (magic === JCEKS_MAGIC) return 'jceks';
  if ((magic !== 1 && magic !== 2) || bytes.length < ENTRIES_AT + SALT_OCTETS) return undefined;
  if (bytes.readUInt32BE(4) !== SALT_OCTETS || bytes.readUInt32BE(ENTRIES_AT - 4) > MAX_ROUNDS) return undefined;
  // In the clear there is an entry's kind, 0 for the end, and an alias of less than 256 octets; else it is encrypted.
  const kind = bytes[ENTRIES_AT] ?? 0;
  return kind === 0 || (kind <= 4 && bytes[ENTRIES_AT + 1] === 0) ? 'bks' : 'uber';
}
