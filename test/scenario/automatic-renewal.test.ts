import { X509Certificate } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DAY, HOUR, type Instant } from '../../src/domain/time.ts';
import { Scene } from './scene.ts';

const NOON: Instant = Date.UTC(2026, 10, 24, 12);
const YAML = `stores: [{ name: My, path: store, services: [SMTP] }]
connectors: [{ name: Default MAIL01, direction: receive }]
selfSigned: { years: 1, key: ec-p256, renewBefore: 30d }
`;

/** Returns a host whose first start was a year less thirty days ago. */
async function dueScene(): Promise<{ readonly scene: Scene; readonly due: Instant; readonly first: string }> {
  const scene = new Scene(NOON);
  scene.configure(YAML);
  mkdirSync(scene.directory.at('store'));
  await scene.start();
  const first = recorded(scene);
  expect(await scene.pass(NOON + 335 * DAY - HOUR)).toEqual([]);
  return { scene, due: NOON + 335 * DAY, first };
}

const recorded = (scene: Scene): string => readlinkSync(scene.directory.at('store', 'internal-transport'));
const directories = (scene: Scene): readonly string[] =>
  readdirSync(scene.directory.at('store')).filter((name) => /^[0-9A-F]{40}$/.test(name));

function certificateOf(scene: Scene, thumbprint: string): X509Certificate {
  return new X509Certificate(readFileSync(scene.directory.at('store', thumbprint, 'certificate.pem')));
}

test('a certificate that is due is cloned, recorded and reported in one scan, and serves', async () => {
  const { scene: made, due, first } = await dueScene();
  await using scene = made;
  const events = await scene.pass(due);
  const second = recorded(scene);
  expect(events).toEqual([
    `1005(${second}; ${first}; MAIL01, mail01.contoso.com; 2028-10-25T12:00:00.000Z) once`,
    `1007(${second}; ${first}; MAIL01, mail01.contoso.com) once`,
  ]);
  expect([...directories(scene)].sort()).toEqual([first, second].sort());

  const [before, clone] = [certificateOf(scene, first), certificateOf(scene, second)];
  expect([clone.subject, clone.subjectAltName]).toEqual([before.subject, before.subjectAltName]);
  expect(clone.verify(clone.publicKey)).toBe(true);
  expect(clone.publicKey.equals(before.publicKey)).toBe(false);
  expect(clone.serialNumber).not.toBe(before.serialNumber);
  const directory = scene.directory.at('store', second);
  expect(statSync(join(directory, 'privkey.pem')).mode & 0o777).toBe(0o600);
  const note = readFileSync(join(directory, 'certificate.yaml'), 'utf8');
  expect(note).toContain(`renewalOf: ${first}`);
  expect(note).toContain(`command: selfSigned.renewBefore ${first}`);

  expect(await scene.pass(due + HOUR)).toEqual([]);
  await scene.stop();
  expect(await scene.start()).toEqual([]);
  // The old certificate expires without an event.
  expect(await scene.pass(due + 31 * DAY)).toEqual([]);
  expect(directories(scene)).toHaveLength(2);
});

test('a daemon that died between the renewal and its record reports it when it starts, and renews nothing twice', async () => {
  const { scene: made, due, first } = await dueScene();
  await using scene = made;
  await scene.stop();
  cpSync(scene.directory.at('state'), scene.directory.at('before'), { recursive: true });
  scene.now = due;
  await scene.start();
  const second = recorded(scene);
  await scene.stop();
  rmSync(scene.directory.at('state'), { recursive: true });
  cpSync(scene.directory.at('before'), scene.directory.at('state'), { recursive: true });

  scene.now = due + HOUR;
  await scene.start();
  const records = (await scene.records()).filter(({ eventId }) => eventId === 1005 || eventId === 1007);
  expect(records.map(({ eventId, facts }) => [eventId, facts.thumbprint, facts.previousThumbprint])).toEqual([
    [1005, second, first],
    [1007, second, first],
  ]);
  expect(await scene.pass(due + 2 * HOUR)).toEqual([]);
  expect(directories(scene)).toHaveLength(2);
});
