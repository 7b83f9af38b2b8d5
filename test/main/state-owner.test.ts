import { chmodSync, chownSync, readdirSync, rmSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openCommandLedger } from '../../src/adapters/sqlite/ledger/open-command-ledger.ts';
import { openLedger } from '../../src/adapters/sqlite/ledger/open-ledger.ts';
import { actAsStateOwner } from '../../src/main/state-owner.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needsRoot } from '../peers/needs.ts';

const OWNER = 1500;

describe.runIf(needsRoot())('root that writes into the event log', () => {
  it('has the rights of the owner during that, and files that SQLite creates belong to the owner', async () => {
    using directory = temporaryDirectory();
    chmodSync(directory.path, 0o755);
    const state = directory.at('state');
    await openLedger(state)[Symbol.asyncDispose]();
    for (const suffix of ['-wal', '-shm']) rmSync(`${state}/ledger.db${suffix}`, { force: true });
    for (const path of [state, `${state}/ledger.db`]) chownSync(path, OWNER, OWNER);
    const created = await actAsStateOwner(state, async () => {
      using orders = openCommandLedger(state);
      await orders.requestProbes('mail01.contoso.com', { requestId: 'r1', connectors: [] });
      expect(process.geteuid?.()).toBe(OWNER);
      return readdirSync(state);
    });
    expect(process.geteuid?.()).toBe(0);
    expect(created).toEqual(expect.arrayContaining(['ledger.db-shm', 'ledger.db-wal']));
    for (const name of readdirSync(state).filter((each) => each.startsWith('ledger.db'))) {
      expect(statSync(`${state}/${name}`), name).toMatchObject({ uid: OWNER, gid: OWNER });
    }
  });

  it('stays root if the directory does not exist', async () => {
    using directory = temporaryDirectory();
    expect(await actAsStateOwner(directory.at('state'), async () => process.geteuid?.())).toBe(0);
  });
});
