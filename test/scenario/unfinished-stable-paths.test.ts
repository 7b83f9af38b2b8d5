import { mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../src/domain/time.ts';
import { change, installing, personalStore } from '../adapters/file-store/personal-stores.ts';
import { made } from '../adapters/file-store/scans.ts';
import { Scene } from './scene.ts';

const NAME = 'mail.contoso.com';
const NOON = Date.UTC(2026, 10, 24, 12);

/**
 * Returns a scene with a renewed certificate in the personal store and the stable path of its name.
 */
async function renewedScene() {
  const scene = new Scene(NOON);
  const at = (name: string): string => scene.directory.at('store', name);
  mkdirSync(scene.directory.at('store'));
  scene.configure(`stores: [{ name: My, path: store, services: [SMTP] }]
internalTransportCertificate: none
connectors: [{ name: smtpd, direction: receive, certificateFile: ${at(`live/${NAME}/fullchain.pem`)} }]
`);
  const store = personalStore(scene.directory.at('store'), scene.directory.at('state/trash'));
  const [old, renewed] = [made(NAME), made(NAME)];
  await change(store, installing(old));
  await change(store, installing(renewed));
  const target = (): string => readlinkSync(at(`live/${NAME}`));
  const announced = (): readonly string[] =>
    readdirSync(scene.directory.at('store')).filter((name) => /^\.live/.test(name));
  /** Creates the state after a kill between the commit and the rename of the link. */
  const kill = (): void => {
    rmSync(at(`live/${NAME}`));
    symlinkSync(`../${old.thumbprint}`, at(`live/${NAME}`));
    symlinkSync(`../${renewed.thumbprint}`, at(`.live-${NAME}`));
  };
  kill();
  return {
    scene,
    store,
    at,
    target,
    announced,
    kill,
    old: `../${old.thumbprint}`,
    renewed: `../${renewed.thumbprint}`,
  };
}

describe('a stable path that a killed change did not move', () => {
  test('is moved by the start of the daemon, and by its next scan', async () => {
    const { scene, target, announced, kill, renewed } = await renewedScene();
    await using _ = scene;
    await scene.start();
    expect([target(), announced()]).toEqual([renewed, []]);
    kill();
    await scene.pass(NOON + MINUTE);
    expect([target(), announced()]).toEqual([renewed, []]);
  });

  test('is moved as soon as no other process changes the store', async () => {
    const { scene, store, target, kill, old, renewed } = await renewedScene();
    await using _ = scene;
    {
      using _held = await store.lock();
      kill();
      await scene.start();
      expect(target()).toBe(old);
    }
    await scene.pass(NOON + MINUTE);
    expect(target()).toBe(renewed);
  });

  test('stays if the change was not committed', async () => {
    const { scene, at, target, announced, old, renewed } = await renewedScene();
    await using _ = scene;
    mkdirSync(at(`.new-${renewed.slice(3)}`));
    await scene.start();
    expect([target(), announced()]).toEqual([old, []]);
  });
});
