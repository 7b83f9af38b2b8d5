import { renameSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/adapters/cli/run-command-line.ts';
import { DAY, MINUTE } from '../../src/domain/time.ts';
import { openSession } from '../../src/main/open-session.ts';
import { type Answer, deskDependencies } from '../adapters/cli/desk.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { Scene } from './scene.ts';

const CONFIGURATION = `computer: mail01.contoso.com
timezone: UTC
internalTransportCertificate: none
stores: [{ name: G, path: "live/*.pem", personal: true }]
connectors:
  - { name: Held, direction: receive, fqdn: mail.contoso.com }
  - { name: Never held, direction: receive, fqdn: else.contoso.com }
`;

async function ask({ directory }: Scene, ...argv: readonly string[]): Promise<Answer> {
  const { dependencies, printed } = deskDependencies({
    dependencies: { open: (_, locale) => openSession({ config: directory.at('mailcertd.yaml'), stores: [] }, locale) },
  });
  return { code: await runCommandLine(argv, dependencies), ...printed };
}

/** Starts and stops a daemon that saw the glob with a certificate and then without any match. */
async function doubting(scene: Scene): Promise<string> {
  scene.configure(CONFIGURATION);
  const dates = { notBefore: scene.now - DAY, notAfter: scene.now + 90 * DAY };
  const made = makeCertificate({ commonName: 'mail.contoso.com', ...dates });
  scene.directory.write('live/mail.pem', made.certificatePem + made.privateKeyPem);
  await scene.start();
  renameSync(scene.directory.at('live'), scene.directory.at('away'));
  const since = scene.now + MINUTE;
  expect(await scene.pass(since)).toEqual(['1101(G; 1; 0)']);
  await scene.stop();
  return new Date(since).toISOString().replace('.000Z', '+00:00');
}

/** Returns the time an hour ago, because commands use the real clock. */
const recently = (): number => Math.floor(Date.now() / 60_000 - 60) * 60_000;

test('while a store is unconfirmed as empty, status and connectors say so, and never that a name has NOTHING', async () => {
  await using scene = new Scene(recently());
  const since = await doubting(scene);
  const held = new RegExp(
    `^Held .*unknown: store G has been unexpectedly empty since ${since.replaceAll('+', '\\+')} `,
    'm',
  );
  const { stdout: status } = await ask(scene, 'status');
  expect(status).toMatch(held);
  expect(status).toMatch(/^Never held +NONE /m);
  expect(status).toContain(`G 0 (unconfirmed since ${since})`);
  const { stdout: connectors } = await ask(scene, 'connectors');
  expect(connectors).toMatch(held);
  expect((await ask(scene, '--locale', 'ja', 'connectors')).stdout).toContain(
    `判断できません: ストア G は ${since} から空で、確認待ちです`,
  );
});

test('explain says so too, with the reason', async () => {
  await using scene = new Scene(recently());
  const since = await doubting(scene);
  const { stdout } = await ask(scene, 'connectors', 'explain', 'Held');
  expect(stdout).toContain(`Held (receive) selects: unknown: store G has been unexpectedly empty since ${since}`);
  expect(stdout).toMatch(/^3 stores +G \(0\)/m);
});

test('in JSON the selection is unknown, and the store has the time since when it is unconfirmed', async () => {
  await using scene = new Scene(recently());
  const since = await doubting(scene);
  const { stdout } = await ask(scene, 'status', '--format', 'json');
  const { connectors, stores } = JSON.parse(stdout);
  expect(connectors.map(({ selection }: { selection: { kind: string } }) => selection.kind)).toEqual([
    'unknown',
    'none',
  ]);
  expect(new Date(stores[0].unconfirmedSince).getTime()).toBe(Date.parse(since));
});

test('a scan has no previous state: it reports certificates as missing now', async () => {
  await using scene = new Scene(recently());
  await doubting(scene);
  expect((await ask(scene, 'scan')).stdout.match(/Error +12014/g)).toHaveLength(2);
});
