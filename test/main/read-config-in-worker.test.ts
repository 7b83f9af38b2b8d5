import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/adapters/config/read/read-configuration.ts';
import { readEnvironment } from '../../src/adapters/config/read-environment.ts';
import { CONFIGURATION_FAILURES } from '../../src/domain/failure/configuration-failures.ts';
import { failureText } from '../../src/domain/failure/failure-text.ts';
import type { ConfigurationReadRequest, ConfigurationReadResponse } from '../../src/main/read-config-in-worker.ts';
import { VERSION } from '../../src/main/version.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const repository = resolve(import.meta.dirname, '../..');
const built = pathToFileURL(join(repository, 'dist/main/configuration-thread.js'));
const shipped = join(repository, 'config/mailcertd.yaml');

async function asked(question: Partial<ConfigurationReadRequest>): Promise<ConfigurationReadResponse> {
  const environment = await readEnvironment();
  const whole: ConfigurationReadRequest = { version: VERSION, file: shipped, environment, ...question };
  return new Promise((answer, reject) => {
    new Worker(built, { workerData: whole }).once('message', answer).once('error', reject);
  });
}

/** Every key of connectors and stores, and a connector with only its required keys. */
const EVERY_KEY = `
computer: mail.contoso.com
connectors:
  - name: Internet
    direction: receive
    fqdn: MAIL.contoso.com.
    enabled: true
    starttls: true
    certificateFile: [/etc/mail/rsa.pem, /etc/mail/ecdsa.pem]
    keyFile: [/etc/mail/rsa.key, /etc/mail/ecdsa.key]
    keyLoadedBy: root
    probe: { url: 'smtp://[::1]:25', timeout: 20s, failureThreshold: 3, name: mx.contoso.com, keyTypes: [rsa, ecdsa] }
    reload: [systemctl, reload, postfix]
    grace: 1h
    trust: [system, { enterprise: /etc/mail/ca.pem }]
    requireTls: true
  - name: 'Partner "ü" 🖂'
    direction: send
    tlsCertificateName: <I>CN=CA<S>CN=mail.contoso.com
    internal: true
  - { name: Bare, direction: send, probe: 'imaps://192.0.2.1' }
stores:
  - { name: My, path: /srv/my, services: [SMTP], passwordFile: /etc/mail/pass, passwordFiles: [/etc/mail/older] }
  - { name: Live, path: '/srv/live/*/fullchain.pem', personal: false, autoRenewed: true }
`;

async function answered(file: string): Promise<unknown> {
  const answer = await asked({ file });
  if (!('configuration' in answer)) throw new Error(JSON.stringify(answer));
  return { ...answer.configuration, inventory: JSON.parse(answer.inventory) };
}

describe('the thread that reads a configuration', () => {
  it('returns the same configuration as reading without it', async () => {
    expect(await answered(shipped)).toEqual(readConfiguration(shipped, await readEnvironment()));
  });

  it('returns all that a connector or a store can contain', async () => {
    using directory = temporaryDirectory();
    const file = join(directory.path, 'mailcertd.yaml');
    writeFileSync(file, EVERY_KEY);
    const read = readConfiguration(file, await readEnvironment());
    expect(Object.keys(read.inventory.connectors[0] ?? {})).toHaveLength(14);
    expect(await answered(file)).toEqual(read);
  });

  it('returns the errors', async () => {
    const file = join(repository, 'package.json.missing');
    expect(await asked({ file })).toMatchObject({ errors: [{ file, line: 1, column: 1 }] });
  });

  it('asks for a restart of mailcertd if it is another version', async () => {
    const restartRequired = CONFIGURATION_FAILURES.version_changed({ running: '0.0.1', installed: VERSION });
    expect(await asked({ version: '0.0.1' })).toEqual({ restartRequired });
    expect(failureText(restartRequired, 'en')).toBe(
      `mailcertd 0.0.1 is running and ${VERSION} is installed; restart mailcertd`,
    );
  });
});
