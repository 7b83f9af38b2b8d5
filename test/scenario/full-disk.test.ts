import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openLedgerReader } from '../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import { isStateHeld } from '../../src/adapters/sqlite/lock/state-holder.ts';
import type { Status } from '../../src/domain/status/status.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { Daemon } from '../../src/main/daemon.ts';
import { statusOf } from '../../src/work/query/status.ts';
import { notedDiagnostics } from '../fakes/noted-diagnostics.ts';

import { SmallDisk } from '../fixtures/small-disk.ts';
import { needs } from '../peers/needs.ts';
import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const WAIT = { timeout: 60_000, interval: 10 };
const SHARD = 'mail01.contoso.com';

describe.runIf(needs('mount'))('an event log on a full disk', () => {
  let scene: Scene;
  let disk: SmallDisk;
  let daemon: Daemon;
  let now = NOON;
  const notes: string[] = [];
  beforeEach(async () => {
    now = NOON;
    notes.length = 0;
    scene = new Scene(NOON);
    scene.configure('computer: mail01.contoso.com\nstores: []\n');
    disk = new SmallDisk(scene.directory.at('state'));
    daemon = await Daemon.start(
      scene.read(),
      notedDiagnostics((what) => void notes.push(what)),
      { clock: { now: () => now, monotonicMs: () => performance.now() }, sinks: () => [] },
    );
  });
  afterEach(async () => {
    disk.makeRoom();
    await daemon.stop('test');
    disk[Symbol.dispose]();
    await scene[Symbol.asyncDispose]();
  });

  /** Returns the status and the answer of `check` at the current time. */
  async function status(): Promise<Status> {
    await using reader = openLedgerReader(disk.path);
    const left = { ...(await reader.state(SHARD)), isRunning: isStateHeld(disk.path) };
    const scan = { at: now, stores: [], connectors: [], notYetRaised: [], unloaded: [] };
    return statusOf(SHARD, { ...left, records: 0, silences: [], outputs: [] }, [], scan);
  }

  test('is reported a minute later, until there is space again', async () => {
    await vi.waitFor(async () => expect(await status()).toMatchObject({ verdict: 'ok' }), WAIT);
    disk.leave({ blocks: 0 });
    daemon.scan();
    await vi.waitFor(() => expect(notes.join()).toMatch(/a scan failed: .*no space is left on its file system/), WAIT);
    now += MINUTE;
    expect(await status()).toMatchObject({ verdict: 'ok' });
    now += 1;
    expect(await status()).toMatchObject({ verdict: 'unknown', issues: [{ kind: 'unstored', since: NOON }] });
    disk.makeRoom();
    daemon.scan();
    await vi.waitFor(async () => expect(await status()).toMatchObject({ verdict: 'ok' }), WAIT);
  });
});
