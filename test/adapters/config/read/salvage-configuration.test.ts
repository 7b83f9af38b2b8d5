import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { salvageConfiguration } from '../../../../src/adapters/config/read/salvage-configuration.ts';
import { MAIL01 } from '../mail01.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mailcertd-salvage-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Returns the salvaged state directory of a file with this text; undefined if nothing is salvaged. */
function salvagedDirectory(text: string): string | undefined {
  const file = join(directory, 'mailcertd.yaml');
  writeFileSync(file, text);
  return salvageConfiguration(file, MAIL01)?.stateDirectory;
}

describe('the state directory of a file that is valid YAML and no valid configuration', () => {
  it('is the directory in the file', () => {
    expect(salvagedDirectory('stateDirectory: /srv/mailcertd\nnoSuchKey: 1\n')).toBe('/srv/mailcertd');
  });

  it.each(['noSuchKey: 1\n', '[]\n', 'stateDirectory:\nnoSuchKey: 1\n', 'stateDirectory: null\nnoSuchKey: 1\n'])(
    'is the default without a value: %j',
    (text) => {
      expect(salvagedDirectory(text)).toBe(MAIL01.stateDirectory);
    },
  );

  it.each(['5', '""', '[/srv/mailcertd]', '{ path: /srv/mailcertd }', 'false', '"/srv/\\0"'])(
    'is unknown for the invalid value %s, because the default directory may have the log of another daemon',
    (value) => {
      expect(salvagedDirectory(`stateDirectory: ${value}\n`)).toBeUndefined();
    },
  );
});

describe('the state directory of a file that is no valid YAML', () => {
  it('is read from the last line with the key', () => {
    expect(salvagedDirectory('stateDirectory: /srv/old\nstores: [\nstateDirectory: /srv/new\n')).toBe('/srv/new');
  });

  it('is the default without the key', () => {
    expect(salvagedDirectory('stores: [\n')).toBe(MAIL01.stateDirectory);
  });

  it('is unknown if the last line with the key is not valid YAML, even if an earlier line is', () => {
    expect(salvagedDirectory('stateDirectory: /srv/old\nstateDirectory: [\n')).toBeUndefined();
  });

  it('is unknown if the line has no value, because the value may be on the next line', () => {
    expect(salvagedDirectory('stateDirectory:\n  /srv/new\nstores: [\n')).toBeUndefined();
  });
});
