import { afterEach, expect, it, vi } from 'vitest';
import { errorLines } from '../../src/adapters/cli/invocation/print-error.ts';
import { UsageError } from '../../src/adapters/cli/text/usage-error.ts';
import { openSession } from '../../src/main/open-session.ts';

afterEach(() => vi.unstubAllEnvs());

it('the error for a missing configuration says how to create one, and names only options of the command', async () => {
  vi.stubEnv('MAILCERTD_CONFIG', '/nowhere/mailcertd.yaml');
  const error: unknown = await openSession({ config: undefined, stores: [] }, 'en').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({
    message:
      'cannot find a configuration: /nowhere/mailcertd.yaml does not exist; give yours with --config, or write one: mailcertd config init',
  });
  expect(errorLines(error, 'ja')).toEqual([
    'mailcertd: 構成ファイルが見つかりません: /nowhere/mailcertd.yaml がありません。既存のファイルを --config で指定するか、mailcertd config init で作成してください',
  ]);
});
