import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/adapters/config/read-configuration.ts';
import { readEnvironment } from '../../src/adapters/config/read-environment.ts';
import type { ConfigurationAnswer, ConfigurationQuestion } from '../../src/main/read-apart.ts';
import { VERSION } from '../../src/main/version.ts';

const repository = resolve(import.meta.dirname, '../..');
const built = pathToFileURL(join(repository, 'dist/main/configuration-thread.js'));
const shipped = join(repository, 'config/mailcertd.yaml');

async function asked(question: Partial<ConfigurationQuestion>): Promise<ConfigurationAnswer> {
  const environment = await readEnvironment();
  const whole: ConfigurationQuestion = { version: VERSION, file: shipped, environment, ...question };
  return new Promise((answer, reject) => {
    new Worker(built, { workerData: whole }).once('message', answer).once('error', reject);
  });
}

describe('the thread that reads a configuration', () => {
  it('answers what is read without it', async () => {
    const { inventory, ...configuration } = readConfiguration(shipped, await readEnvironment());
    const answer = await asked({});
    expect(answer).toMatchObject({ configuration });
    expect('inventory' in answer && JSON.parse(answer.inventory)).toEqual(inventory);
  });

  it('answers the faults', async () => {
    const file = join(repository, 'package.json.missing');
    expect(await asked({ file })).toMatchObject({ faults: [{ file, line: 1, column: 1 }] });
  });

  it('answers another version that mailcertd has to be restarted', async () => {
    const message = `mailcertd 0.0.1 is running and ${VERSION} is installed; restart mailcertd`;
    expect(await asked({ version: '0.0.1' })).toEqual({ faults: [{ file: shipped, line: 1, column: 1, message }] });
  });
});
