import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openSqlite } from '../../src/adapters/sqlite/better-sqlite3.ts';
import { Daemon } from '../../src/main/daemon.ts';
import type { DaemonOverrides } from '../../src/main/daemon-overrides.ts';
import { LedgerError } from '../../src/work/errors.ts';
import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

/** Returns a scene whose daemon was started and stopped once. */
async function startedOnce(): Promise<Scene> {
  const scene = new Scene(NOON);
  scene.configure('stores: [{ name: Other, path: store }]\n');
  scene.directory.write('store/x.pem', '');
  await scene.start();
  await scene.stop();
  return scene;
}

const start = (scene: Scene, overrides?: DaemonOverrides): Promise<unknown> =>
  Daemon.start(scene.read(), { note: () => undefined }, overrides);

function fail(): never {
  throw new Error('no room for it');
}

test('a start that fails at the ledger leaves no PID file, and no lock', async () => {
  await using scene = await startedOnce();
  const ledger = openSqlite(scene.directory.at('state/ledger.db'));
  const version = ledger.pragma('user_version', { simple: true });
  ledger.pragma('user_version = 99');
  await expect(start(scene)).rejects.toThrow(LedgerError);
  expect(existsSync(scene.directory.at('state/mailcertd.pid'))).toBe(false);
  ledger.pragma(`user_version = ${version}`);
  ledger.close();
  await scene.start();
});

test.each<[string, (closed: () => void) => DaemonOverrides, number]>([
  ['the log outputs', () => ({ sinks: fail }), 0],
  [
    'the recipients',
    (closed) => ({
      recipients: fail,
      sinks: () => [
        {
          name: 'test',
          resumesAfterRestart: false,
          write: async () => undefined,
          [Symbol.asyncDispose]: async () => closed(),
        },
      ],
    }),
    1,
  ],
])('a start that fails at %s closes everything that it has opened', async (_what, overrides, outputs) => {
  await using scene = await startedOnce();
  let closed = 0;
  const failing = overrides(() => {
    closed += 1;
  });
  await expect(start(scene, failing)).rejects.toThrow('no room for it');
  expect(closed).toBe(outputs);
  expect(existsSync(scene.directory.at('state/mailcertd.pid'))).toBe(false);
  await scene.start();
});
