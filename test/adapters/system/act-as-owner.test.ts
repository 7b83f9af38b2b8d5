import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { programOutput } from '../../../src/adapters/file-store/keys/program-output.ts';
import { actAsOwner } from '../../../src/adapters/system/act-as-owner.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needsRoot } from '../../peers/needs.ts';

const ALICE = { userId: 1500, groupId: 1600 };

const rights = (): unknown => [process.getuid?.(), process.geteuid?.(), process.getegid?.(), process.getgroups?.()];

describe.runIf(needsRoot())('root that acts as the owner of a file', () => {
  it('has only the rights of that account, in all of its threads, and is root again afterwards', async () => {
    using directory = temporaryDirectory();
    chmodSync(directory.path, 0o777);
    const secret = directory.write('secret', 'hunter2', 0o600);
    const before = rights();
    await actAsOwner(ALICE, async () => {
      expect(rights()).toEqual([0, 1500, 1600, [1600]]);
      expect(() => readFileSync(secret)).toThrow('EACCES');
      await expect(import('node:fs/promises').then(({ readFile }) => readFile(secret))).rejects.toThrow('EACCES');
      writeFileSync(directory.at('made'), '');
    });
    expect(statSync(directory.at('made'))).toMatchObject({ uid: 1500, gid: 1600 });
    expect(rights()).toEqual(before);
    expect(readFileSync(secret, 'utf8')).toBe('hunter2');
  });

  it('is root again after a failure', async () => {
    const before = rights();
    const failing = actAsOwner(ALICE, async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(rights()).toEqual(before);
  });

  it('does one thing at a time, each with the rights of its own owner', async () => {
    const seen: unknown[] = [];
    const act = (userId: number): Promise<void> =>
      actAsOwner({ userId, groupId: userId }, async () => {
        for (let turn = 0; turn < 3; turn += 1) {
          seen.push(process.geteuid?.());
          await new Promise(setImmediate);
        }
      });
    await Promise.all([act(1500), act(0), act(1501)]);
    expect(seen.filter((uid) => uid !== 0)).toEqual([1500, 1500, 1500, 1501, 1501, 1501]);
  });

  it('starts programs that cannot become root again', async () => {
    using directory = temporaryDirectory();
    chownSync(directory.path, 1500, 1500);
    const printed = await actAsOwner(ALICE, () =>
      programOutput('sh', ['-c', 'cat /proc/self/status; pwd'], { uid: 1500, gid: 1600, cwd: directory.path }),
    );
    expect(printed).toMatch(/^Uid:\t1500\t1500\t1500\t1500$/m);
    expect(printed).toMatch(/^Gid:\t1600\t1600\t1600\t1600$/m);
    expect(printed).toMatch(/^CapPrm:\t0+$/m);
    expect(printed).toContain(directory.path);
    expect(process.geteuid?.()).toBe(0);
  });

  it('has the groups of an account that has a name', async () => {
    const groups = execFileSync('id', ['-G', 'daemon'], { encoding: 'utf8' }).trim().split(' ').map(Number);
    const numbers = { userId: 1, groupId: groups[0] ?? 1 };
    const own = await actAsOwner(numbers, async () => process.getgroups?.());
    expect([...(own ?? [])].sort()).toEqual([...groups].sort());
  });
});
