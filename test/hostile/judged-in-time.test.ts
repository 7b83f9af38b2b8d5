import { expect, it } from 'vitest';
import { readConfiguration } from '../../src/adapters/config/read/read-configuration.ts';
import { ALL_EVENTS } from '../../src/domain/event/catalog/all.ts';
import { Daemon } from '../../src/main/daemon.ts';
import type { EventSink } from '../../src/work/ports/outputs.ts';
import { CHANGES, type Change } from '../adapters/file-store/changes.ts';
import { Lateness } from '../adapters/file-store/lateness.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const DAY = 86_400_000;
/**
 * The maximum delay, ms: 1 s until the change is detected, 2 s until it has settled, and 1 s for
 * the scan.
 */
const JUDGED_WITHIN_MS = 4000;

/**
 * Starts a daemon that monitors one store, and changes a certificate in one way. Returns the time
 * until its record, ms.
 */
async function judgedAfter({ before, change }: Change): Promise<number> {
  using directory = temporaryDirectory();
  const certificate = (commonName: string): string => {
    const valid = { notBefore: Date.now() - DAY, notAfter: Date.now() + 300 * DAY };
    const { certificatePem, privateKeyPem } = makeCertificate({ commonName, ...valid });
    return certificatePem + privateKeyPem;
  };
  const path = before(directory, certificate('other.contoso.com'));
  const file = directory.write(
    'etc/mailcertd.yaml',
    `stateDirectory: ${directory.at('state')}
stores: [{ name: Two, path: "${path}", services: [SMTP] }]
connectors: [{ name: Internet, direction: receive, fqdn: mail.contoso.com }]
internalTransportCertificate: none
`,
  );
  const configuration = readConfiguration(file, {
    hostnameFile: 'mail01.contoso.com',
    kernelHostname: 'mail01',
    canonicalName: undefined,
    stateDirectory: directory.at('state'),
    locale: 'en',
    eventIds: ALL_EVENTS.map(({ eventId }) => eventId),
  });
  const waiting = new Map<string, () => void>();
  const printed = (what: string): Promise<void> => new Promise((resolve) => waiting.set(what, resolve));
  const sink: EventSink = {
    name: 'test',
    resumesAfterRestart: true,
    write: async (records) => {
      for (const { eventId, facts } of records) {
        waiting.get(eventId === 1900 ? `${facts.cleared?.eventId} cleared` : String(eventId))?.();
      }
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  const claimed = printed('12014');
  const cleared = printed('12014 cleared');
  await using _daemon = await Daemon.start(configuration, { note: () => undefined }, { sinks: () => [sink] });
  await claimed;
  using lateness = new Lateness();
  const started = performance.now();
  change(directory, certificate('mail.contoso.com'));
  await cleared;
  return performance.now() - started - lateness.ms;
}

/**
 * The ways to replace a certificate, each with one of the store types, which are a directory, a
 * file and globs.
 */
const EACH = CHANGES.filter((_, index) => index >= CHANGES.length - 2 || index % 4 === Math.floor(index / 4) % 4);

it('a certificate with any change is judged within four seconds', async () => {
  const times = await Promise.all(EACH.map(judgedAfter));
  for (const [at, ms] of times.entries()) expect(ms, EACH[at]?.title).toBeLessThan(JUDGED_WITHIN_MS);
  expect(Math.min(...times)).toBeGreaterThan(1000);
});
