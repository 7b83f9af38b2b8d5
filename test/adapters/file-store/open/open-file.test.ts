import { expect, test } from 'vitest';
import { openFile } from '../../../../src/adapters/file-store/open/open-file.ts';
import { PasswordFiles } from '../../../../src/adapters/file-store/open/password-files.ts';
import { TimeSlice } from '../../../../src/adapters/file-store/walk/time-slice.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { made } from '../scans.ts';

test.each(['everything', 'certificates'] as const)(
  'no byte of a file that was opened for %s remains in memory',
  async (wanted) => {
    using directory = temporaryDirectory();
    const mail = made();
    const path = directory.write('both.pem', `${'a word\n'.repeat(100)}${mail.privateKeyPem}${mail.certificatePem}`);
    const slice = new TimeSlice(new AbortController().signal);
    let bytes: Buffer = Buffer.alloc(0);
    {
      using file = await openFile(path, new PasswordFiles([]), slice, wanted);
      const key = file.blocks.find((block) => block.kind === 'private-key');
      if (key?.kind !== 'private-key') throw new Error('no key');
      bytes = Buffer.from(key.bytes.buffer);
      expect(bytes.includes('a word')).toBe(true);
      expect(bytes.includes(mail.privateKeyPem)).toBe(true);
    }
    expect([bytes.includes('a word'), bytes.includes('PRIVATE KEY')]).toEqual([false, false]);
  },
);
