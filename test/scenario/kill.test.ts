import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { beforeAll, describe, expect, test } from 'vitest';
import configuration from '../../rolldown.config.ts';
import { openLedgerReader } from '../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { notation } from '../domain/world.ts';
import { type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const SOURCE = fileURLToPath(new URL('killed-daemon.ts', import.meta.url));
/** The file is in the repository, so that Node finds its packages. */
const DAEMON = fileURLToPath(new URL('../../var/killed/daemon.js', import.meta.url));

beforeAll(async () => {
  await build({ ...configuration[0], input: { daemon: SOURCE }, output: { dir: dirname(DAEMON) } });
});

/**
 * Starts a daemon with a clock and kills it: a number of ms after its start, or when its first scan
 * is committed.
 */
async function liveAndDie(directory: TemporaryDirectory, now: number, killAfterMs: number | undefined): Promise<void> {
  const daemon = spawn(process.execPath, [DAEMON, directory.at('mailcertd.yaml'), directory.at('state'), String(now)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = (): boolean => daemon.kill('SIGKILL');
  daemon.stdout.on('data', (text) => {
    if (String(text).includes('passed')) kill();
    else if (killAfterMs !== undefined) setTimeout(kill, killAfterMs);
  });
  await new Promise((resolve) => daemon.once('exit', resolve));
}

async function history(directory: TemporaryDirectory): Promise<readonly string[]> {
  await using ledger = openLedgerReader(directory.at('state'));
  const records = await ledger.after(0, 10_000);
  expect(records.map(({ eventRecordId }) => eventRecordId)).toEqual(records.map((_, index) => index + 1));
  return records.filter(({ eventId }) => eventId !== 1000 && eventId !== 1001).map(notation);
}

describe('kill -9 between any two steps', () => {
  for (const profile of ['exchange-2007', 'exchange-2019']) {
    test(`raise, silence, repeat and clear have the same result, ${profile}`, async () => {
      using directory = temporaryDirectory();
      directory.write(
        'mailcertd.yaml',
        `profile: ${profile}\nstateDirectory: state\nwatch: false\nlogs: []\nexpiresSoon: { within: 1h, remindAt: [] }
stores: [{ name: My, path: store }]\nconnectors: [{ name: Default MAIL01, direction: receive }]\n`,
      );
      const place = (notBefore: number, notAfter: number): MadeCertificate => {
        const made = makeCertificate({ commonName: 'MAIL01', dnsNames: ['mail01.contoso.com'], notBefore, notAfter });
        directory.write('store/a.pem', made.certificatePem);
        directory.write('store/a.key', made.privateKeyPem, 0o600);
        return made;
      };
      const { thumbprint } = place(NOON - 365 * DAY, NOON);
      const expired = [
        `12015(${thumbprint})`,
        profile === 'exchange-2007'
          ? '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)'
          : `12016(mail01.contoso.com; ${thumbprint})`,
      ];
      // The daemon is killed between opening the ledger and the commit, and once more at the end of
      // the scan.
      const step = async (now: number, moments: readonly number[]): Promise<void> => {
        for (const moment of moments) await liveAndDie(directory, now, moment);
        await liveAndDie(directory, now, undefined);
      };
      await step(NOON + 1, [2, 12, 25]);
      await step(NOON + 15 * MINUTE, [8]);
      await step(NOON + 24 * HOUR + 1, [5, 18]);
      rmSync(directory.at('store/a.pem'));
      place(NOON + HOUR, NOON + 365 * DAY);
      await step(NOON + 25 * HOUR, [10]);

      const events = await history(directory);
      expect(events.slice(0, 4)).toEqual([...expired, ...expired.map((event) => `${event} repeated`)]);
      expect(events.slice(4).map((event) => event.slice(0, 10))).toEqual(
        expired.map((event) => `1900(${event.slice(0, 5)}`),
      );
    });
  }
});
