import { renameSync, utimesSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cachedInventory } from '../../../src/adapters/discovery/cached-inventory.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import { currentOrLastKnown, unavailable } from '../../../src/domain/scan-result.ts';
import type { InventorySource, ScanScope } from '../../../src/work/ports/stores.ts';
import { said } from '../../domain/failure/said.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const LONG_AGO = new Date(Date.now() - 3_600_000);
/** The time limit for a hint. */
const SOON = { timeout: 5000, interval: 20 };

/**
 * An inventory read from a file. The content is the name of a connector, or `!`: unreadable, `-`:
 * not installed, `?`: not configured.
 */
class Asked implements InventorySource {
  readonly name = 'postfix';
  readonly #path: string;
  readonly #content: () => string;
  times = 0;

  constructor(path: string, content: () => string) {
    this.#path = path;
    this.#content = content;
  }

  async read() {
    this.times += 1;
    const content = this.#content();
    if (content === '!') {
      return unavailable<Inventory>(this.times, { reason: 'command_failed', location: 'postconf', failure: said() });
    }
    const stores = [
      { name: content, path: '/x', services: [], personal: false, source: { inventory: 'postfix', place: '' } },
    ];
    if (content === '-' || content === '?') {
      const reason = content === '-' ? 'not_installed' : 'not_configured';
      const problems = [{ reason, location: 'postconf', failure: said() }] as const;
      return { kind: 'available', at: this.times, value: { connectors: [], stores: [] }, problems } as const;
    }
    const value = { connectors: [], stores, readFrom: [this.#path] };
    return { kind: 'available', at: this.times, value, problems: [] } as const;
  }
}

/** Writes a file that is an hour old, or this many ms less. */
function writeOld(directory: TemporaryDirectory, name: string, content: string, laterMs = 0): string {
  const path = directory.write(`${name}.new`, content);
  const at = new Date(LONG_AGO.getTime() + laterMs);
  utimesSync(path, at, at);
  renameSync(path, directory.at(name));
  return directory.at(name);
}

function stage(directory: TemporaryDirectory, settlesAfterMs?: number, unsettledAtMostMs?: number) {
  let content = 'one';
  const path = writeOld(directory, 'main.cf', content);
  const asked = new Asked(path, () => content);
  const kept = cachedInventory(asked, settlesAfterMs, unsettledAtMostMs);
  const scan = async (scope: ScanScope): Promise<Inventory | undefined> =>
    currentOrLastKnown(await kept.read(new AbortController().signal, scope))?.value;
  return {
    asked,
    kept,
    scan,
    name: async (scope: ScanScope) => (await scan(scope))?.stores[0]?.name,
    become: (next: string): void => {
      content = next;
    },
  };
}

describe('an inventory that is read from files', () => {
  it('is queried again in every full scan, and is the same object as long as the content is the same', async () => {
    using directory = temporaryDirectory();
    const { asked, scan } = stage(directory);
    const first = await scan('full');
    expect(await scan('full')).toBe(first);
    expect(asked.times).toBe(2);
  });

  it('is queried again after a hint if the content of one of its files has changed', async () => {
    using directory = temporaryDirectory();
    const { asked, name, become } = stage(directory);
    await name('full');
    become('two');
    expect([await name('changed'), asked.times]).toEqual(['one', 1]);
    writeOld(directory, 'main.cf', 'two', 1);
    expect([await name('changed'), asked.times]).toEqual(['two', 2]);
    writeOld(directory, 'main.cf', 'two');
    expect([await name('changed'), asked.times]).toEqual(['two', 2]);
    directory.write('main.cf', 'two');
    expect([await name('changed'), asked.times]).toEqual(['two', 2]);
  });

  it('keeps its content while a file is being written, and hints at a change afterwards', async () => {
    using directory = temporaryDirectory();
    const { asked, scan, name, become, kept } = stage(directory, 300);
    const first = await scan('full');
    become('half');
    directory.write('main.cf', 'half');
    expect([await name('full'), asked.times]).toEqual(['one', 1]);
    // A probe since then may have reached a server that has loaded the new settings.
    expect([first?.isUnsettled, (await scan('changed'))?.isUnsettled]).toEqual([undefined, true]);
    let hints = 0;
    using _watch = kept.watch?.(() => {
      hints += 1;
    });
    become('two');
    directory.write('main.cf', 'two');
    expect(await name('full')).toBe('one');
    await expect.poll(() => hints, SOON).toBeGreaterThan(0);
    await expect.poll(() => name('changed'), SOON).toBe('two');
    expect((await scan('changed'))?.isUnsettled).toBeUndefined();
  });

  it('is read after a limited time if its files never settle, and again after each change then', async () => {
    using directory = temporaryDirectory();
    const { scan, name, become } = stage(directory, 600_000, 300);
    await scan('full');
    let content = 'one';
    const change = (): void => {
      content = `${content}x`;
      become(content);
      directory.write('main.cf', content);
    };
    change();
    expect([(await scan('full'))?.isUnsettled, await name('full')]).toEqual([true, 'one']);
    await expect.poll(() => name('changed'), SOON).toBe(content);
    change();
    expect([(await scan('changed'))?.isUnsettled, await name('changed')]).toEqual([undefined, content]);
  });

  it('causes no hint when a file is written again with the same content', async () => {
    using directory = temporaryDirectory();
    const { name, kept } = stage(directory);
    await name('full');
    let hints = 0;
    using _watch = kept.watch?.(() => {
      hints += 1;
    });
    for (let ms = 1; ms <= 20; ms += 1) {
      writeOld(directory, 'main.cf', 'one', ms);
      await setImmediate();
    }
    await name('full');
    expect(hints).toBe(0);
    writeOld(directory, 'main.cf', 'two', 21);
    await expect.poll(() => hints, SOON).toBeGreaterThan(0);
    expect(hints).toBeLessThanOrEqual(2);
  });

  it('is queried again after it could not be read', async () => {
    using directory = temporaryDirectory();
    const { asked, kept, name, become } = stage(directory);
    const signal = new AbortController().signal;
    await name('full');
    become('!');
    expect((await kept.read(signal, 'full')).kind).toBe('unavailable');
    expect((await kept.read(signal, 'changed')).kind).toBe('unavailable');
    expect(asked.times).toBe(3);
  });

  it.each([
    ['-', 'not_installed'],
    ['?', 'not_configured'],
  ])('is not treated as empty if its tool or its files no longer exist: %s', async (content, reason) => {
    using directory = temporaryDirectory();
    const { asked, kept, name, become } = stage(directory);
    const signal = new AbortController().signal;
    await name('full');
    become(content);
    expect(await kept.read(signal)).toMatchObject({ kind: 'unavailable', problem: { reason } });
    become('one');
    expect([await name('changed'), asked.times]).toEqual(['one', 3]);
    become(content);
    expect((await kept.read(signal)).kind).toBe('unavailable');
    // A new inventory, as after a reload of the configuration, accepts the result.
    expect(await cachedInventory(asked).read(signal)).toMatchObject({ kind: 'available', problems: [{ reason }] });
  });

  it('causes a hint when one of its files is replaced, and none when another one in the directory is', async () => {
    using directory = temporaryDirectory();
    const { name, kept } = stage(directory);
    await name('full');
    let hints = 0;
    const watch = kept.watch?.(() => {
      hints += 1;
    });
    directory.write('other.cf', 'x');
    writeOld(directory, 'main.cf', 'two', 5);
    await expect.poll(() => hints, SOON).toBeGreaterThan(0);
    const before = hints;
    directory.write('other.cf', 'y');
    writeOld(directory, 'main.cf', 'three', 6);
    await expect.poll(() => hints, SOON).toBeGreaterThan(before);
    // A rename causes one or two hints; the change of the other file causes none.
    expect(hints).toBeLessThanOrEqual(4);
    watch?.[Symbol.dispose]();
    const last = hints;
    writeOld(directory, 'main.cf', 'four', 7);
    using _again = kept.watch?.(() => {
      hints += 100;
    });
    writeOld(directory, 'main.cf', 'five', 8);
    await expect.poll(() => hints, SOON).toBeGreaterThanOrEqual(last + 100);
    expect((hints - last) % 100).toBe(0);
  });
});

it('the identity of an inventory changes with the content of the files that it was read from', async () => {
  using directory = temporaryDirectory();
  const { scan } = stage(directory);
  const before = (await scan('full'))?.identity;
  expect(before).toMatch(/^[\w-]{16}$/);
  expect((await scan('full'))?.identity).toBe(before);
  writeOld(directory, 'main.cf', 'one', 60_000);
  expect((await scan('changed'))?.identity).toBe(before);
  writeOld(directory, 'main.cf', 'two', 60_000);
  const after = (await scan('changed'))?.identity;
  expect(after).toMatch(/^[\w-]{16}$/);
  expect(after).not.toBe(before);
});
