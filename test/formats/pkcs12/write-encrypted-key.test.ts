import { createPrivateKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { writePem } from '../../../src/formats/pem/write-pem.ts';
import { writeEncryptedKey } from '../../../src/formats/pkcs12/write-encrypted-key.ts';
import { openEncryptedKey } from '../../../src/formats/private-key/open-encrypted-key.ts';
import { createEffort } from '../../fixtures/keystores.ts';
import { type KeyKind, makeKeyPair } from '../../fixtures/make-certificate.ts';

const PASSWORD = 'sécret 1';

function sealingWith(password: string): Parameters<typeof writeEncryptedKey>[1] {
  return { password: Buffer.from(password), iterations: 2, random: randomBytes, yieldToOthers: async () => undefined };
}

describe.each<KeyKind>(['ec', 'rsa', 'ed25519', 'rsa-pss'])('an encrypted private key of type %s', (kind) => {
  const pkcs8 = makeKeyPair(kind).privateKey.export({ type: 'pkcs8', format: 'der' });

  it('is parsed to the same key, also by node:crypto, only with its password', async () => {
    const pem = writePem('ENCRYPTED PRIVATE KEY', await writeEncryptedKey(pkcs8, sealingWith(PASSWORD)));
    const file = { bytes: Buffer.from(pem), label: 'ENCRYPTED PRIVATE KEY' };
    const opened = await openEncryptedKey(file, [Buffer.from('other'), Buffer.from(PASSWORD)], createEffort());
    expect(opened.kind === 'decrypted' && opened.der.equals(pkcs8)).toBe(true);
    const read = createPrivateKey({ key: pem, passphrase: PASSWORD });
    expect(read.export({ type: 'pkcs8', format: 'der' }).equals(pkcs8)).toBe(true);
    expect(() => createPrivateKey({ key: pem, passphrase: 'other' })).toThrow();
  });
});
