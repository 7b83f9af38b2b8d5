import { chmodSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorLines } from '../../src/adapters/cli/invocation/print-error.ts';
import { UsageError } from '../../src/adapters/cli/text/usage-error.ts';
import { configurationOperations } from '../../src/main/configuration-operations.ts';
import { asUnprivileged } from '../fixtures/as-unprivileged.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needsRoot } from '../peers/needs.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

const refusal = (file: string): Promise<unknown> =>
  configurationOperations.init(file, { locale: 'en' }, new AbortController().signal).then(
    () => 'written',
    (error: unknown) => error,
  );

describe('a first configuration', () => {
  it.runIf(needsRoot()).each(['mailcertd.yaml', 'mailcertd/mailcertd.yaml'])(
    'that cannot be written is refused in one line, with the fix: %s',
    async (name) => {
      chmodSync(directory.path, 0o755);
      await asUnprivileged(async () => {
        await expect(open(directory.at('new'), 'wx')).rejects.toMatchObject({ code: 'EACCES' });
        const error = await refusal(directory.at(name));
        expect(error).toBeInstanceOf(UsageError);
        expect(error).toMatchObject({
          message: expect.stringMatching(
            /^cannot write a first configuration: \S+: permission denied \(EACCES\); run this as root \(sudo\), or give another file with --config$/,
          ),
        });
        expect(errorLines(error, 'ja')[0]).toMatch(
          /^mailcertd: 構成ファイルを作成できません: \S+: アクセス権がありません \(EACCES\)。root \(sudo\) /,
        );
      });
    },
  );

  it('without a place to write it is also refused in one line', async () => {
    const error = await refusal(`${directory.write('file', '')}/etc/mailcertd.yaml`);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/ \(ENOTDIR\); give another file with --config$/),
    });
  });
});
