/** The keystore formats that are recognized by content. */
export type KeystoreFormat = 'jks' | 'pkcs12' | 'jceks' | 'bks' | 'uber';

const JKS_MAGIC = 0xfeedfeed;
const JCEKS_MAGIC = 0xcececece;

/** The salt length of Bouncy Castle keystores. */
const SALT_BYTES = 20;
/** The offset after the salt and the iteration count of Bouncy Castle keystores. */
const ENTRIES_OFFSET = 32;

/** The maximum iteration count; Bouncy Castle uses 1024 to 2047. */
const MAX_ITERATIONS = 65_535;

/**
 * Recognizes keystores that are not ASN.1 by their first bytes; undefined for other contents.
 * @see https://github.com/bcgit/bc-java/blob/main/prov/src/main/java/org/bouncycastle/jcajce/provider/keystore/bc/BcKeyStoreSpi.java
 */
export function recognizeKeystore(bytes: Buffer): Exclude<KeystoreFormat, 'pkcs12'> | undefined {
  if (bytes.length < 4) return undefined;
  const magic = bytes.readUInt32BE(0);
  if (magic === JKS_MAGIC) return 'jks';
  if (magic === JCEKS_MAGIC) return 'jceks';
  if ((magic !== 1 && magic !== 2) || bytes.length < ENTRIES_OFFSET + SALT_BYTES) return undefined;
  if (bytes.readUInt32BE(4) !== SALT_BYTES || bytes.readUInt32BE(ENTRIES_OFFSET - 4) > MAX_ITERATIONS) return undefined;
  // Here, BKS has the type of its first entry, then the length of an alias, under 256; or 0 if it
  // has no entries. UBER is encrypted, so its bytes are random.
  const entryType = bytes[ENTRIES_OFFSET] ?? 0;
  return entryType === 0 || (entryType <= 4 && bytes[ENTRIES_OFFSET + 1] === 0) ? 'bks' : 'uber';
}
