import { afterEach, expect, it, vi } from 'vitest';
import { openSession } from '../../src/main/open-session.ts';
import { UsageError } from '../../src/work/errors.ts';

afterEach(() => vi.unstubAllEnvs());

it('the error for a missing configuration says how to create one, and names only options of the command', async () => {
  vi.stubEnv('MAILCERTD_CONFIG', '/nowhere/mailcertd.yaml');
  const error: unknown = await openSession({ config: undefined, stores: [] }, 'en').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({
    message:
      'cannot find a configuration: /nowhere/mailcertd.yaml does not exist; give yours with --config, or write one: mailcertd config init',
    japanese:
      '構成ファイルの検索: /nowhere/mailcertd.yaml がありません。既存のファイルを --config で指定するか、mailcertd config init で作成してください',
  });
});
