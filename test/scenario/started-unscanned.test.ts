import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openLedgerReader } from '../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import { isStateHeld } from '../../src/adapters/sqlite/lock/state-holder.ts';
import type { Status } from '../../src/domain/status/status.ts';
import { Daemon } from '../../src/main/daemon.ts';
import { statusOf } from '../../src/work/query/status.ts';
import { notedDiagnostics } from '../fakes/noted-diagnostics.ts';

import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const WAIT = { timeout: 60_000, interval: 10 };
const SHARD = 'mail01.contoso.com';

describe('a daemon that has not scanned since its start', () => {
  let scene: Scene;
  let now = NOON;
  let isFailing = false;
  beforeEach(() => {
    now = NOON;
    isFailing = false;
    scene = new Scene(NOON);
    scene.configure('computer: mail01.contoso.com\nstores: []\n');
  });
  afterEach(() => scene[Symbol.asyncDispose]());

  const start = (): Promise<Daemon> =>
    Daemon.start(
      scene.read(),
      notedDiagnostics((what) => void scene.diagnosed.push(what)),
      {
        clock: { now: () => now, monotonicMs: () => performance.now() },
        sinks: () => [],
        rules: () => {
          if (isFailing) throw new Error('the scan fails');
          return undefined;
        },
      },
    );

  async function status(): Promise<Pick<Status, 'verdict' | 'issues'>> {
    const path = scene.directory.at('state');
    await using reader = openLedgerReader(path);
    const left = { ...(await reader.state(SHARD)), isRunning: isStateHeld(path) };
    const scan = { at: now, stores: [], connectors: [], notYetRaised: [], unloaded: [] };
    const { verdict, issues } = statusOf(SHARD, { ...left, records: 0, silences: [], outputs: [] }, [], scan);
    return { verdict, issues };
  }

  test('makes the status unknown until a scan is stored', async () => {
    await using first = await start();
    await vi.waitFor(async () => expect(await status()).toEqual({ verdict: 'ok', issues: [] }), WAIT);
    await first.stop('test');
    now += 1000;
    isFailing = true;
    await using second = await start();
    await vi.waitFor(() => expect(scene.diagnosed.join()).toContain('the scan fails'), WAIT);
    expect(await status()).toEqual({ verdict: 'unknown', issues: [{ kind: 'starting', since: now }] });
    await second.stop('test');
    isFailing = false;
    await using _third = await start();
    await vi.waitFor(async () => expect(await status()).toEqual({ verdict: 'ok', issues: [] }), WAIT);
  });
});
