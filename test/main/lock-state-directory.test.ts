import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { processAccountName } from '../../src/adapters/system/account-name.ts';
import { causeOf } from '../../src/domain/failure/cause-of.ts';
import { failureText } from '../../src/domain/failure/failure-text.ts';
import { lockStateDirectory } from '../../src/main/lock-state-directory.ts';
import { asUnprivileged } from '../fixtures/as-unprivileged.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needsRoot } from '../peers/needs.ts';

/** Returns the error in both languages that another account than root gets, and its name. */
async function refusal(state: string): Promise<{ readonly en: string; readonly ja: string; readonly account: string }> {
  return asUnprivileged(async () => {
    expect(process.geteuid?.()).not.toBe(0);
    const account = processAccountName();
    try {
      lockStateDirectory(state)[Symbol.dispose]();
    } catch (error) {
      const cause = causeOf(error);
      if (typeof cause === 'string') throw new Error('the error is no failure');
      return { en: failureText(cause, 'en'), ja: failureText(cause, 'ja'), account };
    }
    throw new Error('the directory was locked');
  });
}

describe.runIf(needsRoot())('an account without rights that runs the daemon', () => {
  it('gets the owner of the state directory, its own name and one next step', async () => {
    using directory = temporaryDirectory();
    chmodSync(directory.path, 0o755);
    const state = directory.at('state');
    mkdirSync(state, { mode: 0o755 });
    const { en, ja, account } = await refusal(state);
    expect(en).toBe(
      `cannot lock the state directory ${state}: it belongs to root, and account ${account} has no write permission; run this as root (sudo)`,
    );
    expect(ja).toBe(
      `状態フォルダー ${state} をロックできません: 所有者は root で、アカウント ${account} には書き込みの権限がありません。root で実行してください (sudo)`,
    );
  });

  it('gets the same if the lock file already exists, and only its owner may open it', async () => {
    using directory = temporaryDirectory();
    chmodSync(directory.path, 0o755);
    const state = directory.at('state');
    mkdirSync(state);
    chmodSync(state, 0o777);
    writeFileSync(`${state}/lock.db`, '', { mode: 0o600 });
    for (const path of [state, `${state}/lock.db`]) chownSync(path, 1500, 1500);
    const { en } = await refusal(state);
    expect(en).toMatch(
      /it belongs to user 1500, and account \S+ has no write permission; run this as user 1500 or root/,
    );
  });

  it('gets the owner of the directory in which the state directory cannot be created', async () => {
    using directory = temporaryDirectory();
    chmodSync(directory.path, 0o755);
    const state = directory.at('lib/mailcertd');
    const { en, ja } = await refusal(state);
    expect(en).toContain(`cannot create the state directory ${state}: ${directory.path} belongs to root, and`);
    expect(ja).toContain(`状態フォルダー ${state} を作成できません: ${directory.path} の所有者は root で、`);
  });
});
