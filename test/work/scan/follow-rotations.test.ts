import { describe, expect, it, vi } from 'vitest';
import type { Rotation } from '../../../src/domain/served/rotation.ts';
import { followRotations } from '../../../src/work/scan/follow-rotations.ts';
import { NOON } from '../../domain/world.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';
import { notedDiagnostics } from '../../fakes/noted-diagnostics.ts';

const SHARD = 'mail01.contoso.com';

function rotation(rotationId: string, connector: string): Rotation {
  return {
    rotationId,
    requestedBy: { by: 'root', command: 'mailcertd connectors reload', at: NOON },
    command: ['true'],
    at: NOON,
    isReloaded: true,
    problem: undefined,
    connectors: [{ connector, onDisk: [], problem: undefined, addresses: [] }],
    failure: 'unknown',
  };
}

describe('the records that commands put into the ledger', () => {
  it('are read once each, soon, and not for another shard', async () => {
    const ledger = new MemoryLedger();
    const ending = new AbortController();
    const heard: string[] = [];
    const diagnostics = { note: vi.fn() };
    const following = followRotations(
      { ledger, shard: SHARD, diagnostics },
      (rotations) => heard.push(rotations.map(({ rotationId }) => rotationId).join()),
      ending.signal,
    );
    await ledger.recordRotation('other.contoso.com', rotation('r0', 'Other'));
    await ledger.recordRotation(SHARD, rotation('r1', 'Edge'));
    await vi.waitUntil(() => heard.length === 1);
    // A commit about something else changes nothing.
    await ledger.commit(SHARD, 0, { records: [], open: undefined, memory: undefined, scan: undefined });
    await ledger.recordRotation(SHARD, rotation('r2', 'Client'));
    await vi.waitUntil(() => heard.length === 2);
    await ledger.commit(SHARD, 1, {
      records: [],
      open: undefined,
      memory: undefined,
      scan: undefined,
      rotations: ['r1', 'r2'],
    });
    await ledger.recordRotation(SHARD, rotation('r3', 'Edge'));
    await vi.waitUntil(() => heard.length === 3);
    expect(heard).toEqual(['r1', 'r1,r2', 'r3']);
    ending.abort();
    await following;
    expect(diagnostics.note).not.toHaveBeenCalled();
  });

  it('are read again after they could not be read', async () => {
    const ledger = new MemoryLedger();
    const ending = new AbortController();
    const heard: string[] = [];
    const notes: string[] = [];
    let fails = true;
    const failing = {
      changed: (signal: AbortSignal) => ledger.changed(signal),
      rotations: async (shard: string) => {
        if (fails) throw new Error('disk I/O error');
        return ledger.rotations(shard);
      },
    };
    const diagnostics = notedDiagnostics((what) => void notes.push(what));
    const following = followRotations(
      { ledger: failing, shard: SHARD, diagnostics },
      (rotations) => heard.push(...rotations.map(({ rotationId }) => rotationId)),
      ending.signal,
    );
    await ledger.recordRotation(SHARD, rotation('r1', 'Edge'));
    await vi.waitUntil(() => notes.length === 1);
    expect(notes).toEqual(['cannot read the results of reload commands: disk I/O error']);
    fails = false;
    await ledger.recordRotation(SHARD, rotation('r2', 'Client'));
    await vi.waitUntil(() => heard.length === 2);
    expect(heard).toEqual(['r1', 'r2']);
    ending.abort();
    await following;
  });
});
