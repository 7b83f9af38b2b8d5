import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DAY, MINUTE, SECOND } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import type { Figure } from './figure.ts';
import { type MailServers, startMailServers } from './mail-servers.ts';
import { BENCH_HOST, RunningDaemon } from './running-daemon.ts';
import type { Stage } from './stage.ts';

/** The interval of probes and of scans. */
const EVERY = 15 * MINUTE;
/** The number of servers that are first probed per second; they run on the same machine. */
const LEARNT_A_SECOND = 120;

/**
 * Measures P12, and P5 and P11 of probing, with a real daemon and a mail server for each of its
 * connectors.
 */
export async function measureConnectors({
  directory,
  sizes: { middle },
  measures: { restMs, probingMs },
}: Stage): Promise<readonly Figure[]> {
  const own = join(directory, 'daemon-connectors');
  const store = join(own, 'store');
  rmSync(own, { recursive: true, force: true });
  mkdirSync(store, { recursive: true });
  const certificate = join(store, 'own.pem');
  writeFileSync(certificate, ownCertificate());
  await using servers = await startMailServers(middle);
  const authority = join(own, 'authority.pem');
  writeFileSync(authority, servers.issuer);
  const learntWithin = Math.max(10 * SECOND, (middle / LEARNT_A_SECOND) * SECOND);
  const learning = await RunningDaemon.start(own, store, configured(servers, authority, learntWithin));
  await learning.passAfter(0);
  await learning.probed(middle, certificate);
  await learning.stop();

  // The first daemon has probed all servers faster than a daemon does. A second one, which starts
  // with its results, is measured.
  const since = Date.now();
  const daemon = await RunningDaemon.start(own, store, configured(servers, authority, EVERY));
  await daemon.passAfter(since);
  // After a start, all servers are probed again, 100 per second. This is not measured either.
  await daemon.probed(middle, certificate);
  const [spokenBefore, cpuBefore, began] = [servers.conversations(), daemon.cpuMs(), performance.now()];
  await setTimeout(probingMs);
  const probing = daemon.cpuMs() - cpuBefore;
  const lasted = performance.now() - began;
  const conversations = servers.conversations() - spokenBefore;
  daemon.watchLoop();
  const beforePass = daemon.cpuMs();
  await daemon.passOnChange(certificate);
  const pass = daemon.cpuMs() - beforePass;
  const mebibytes = await daemon.mebibytesAtRest(restMs);
  const held = await daemon.stop();

  const share = 100 * (probing / lasted + pass / EVERY);
  const of = { probingMs: probing, lasted, conversations, passMs: pass, share };
  const what = `${middle} connectors probed every 15 minutes,`;
  return [
    { name: 'P12', what: `${what} share of one core`, value: share, goal: 10, unit: '%', of },
    { name: 'P5', what: `${what} memory`, value: mebibytes, goal: 110, unit: 'MiB', of: { restMs } },
    { name: 'P11', what: `${what} event loop delay (p99.9)`, value: held.p999, goal: 50, unit: 'ms', of: { ...held } },
  ];
}

/** Returns the certificate of this host, so that there are no other problems. */
function ownCertificate(): string {
  const now = Math.floor(Date.now() / SECOND) * SECOND;
  const dates = { notBefore: now - DAY, notAfter: now + 700 * DAY };
  const { certificatePem, privateKeyPem } = makeCertificate({ commonName: BENCH_HOST, ...dates });
  return certificatePem + privateKeyPem;
}

function configured({ servers }: MailServers, authority: string, intervalMs: number): readonly string[] {
  return [
    `probing: { interval: ${Math.round(intervalMs / SECOND)}s }`,
    `trust: [{ enterprise: ${authority} }]`,
    'connectors:',
    ...servers.map(
      ({ place, name }) => `  - { name: ${name}, direction: send, probe: { url: "smtp://${place}", name: ${name} } }`,
    ),
  ];
}
