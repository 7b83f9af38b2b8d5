import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../../src/adapters/config/read/read-configuration.ts';
import { ConfigurationError } from '../../../../src/work/errors.ts';
import { linesOf, MAIL01 } from '../mail01.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mailcertd-config-'));
  chmodSync(directory, 0o755);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function refusal(file: string): ConfigurationError {
  try {
    readConfiguration(file, MAIL01);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('it was read');
}

/** Runs a function as a user without privileges, because file modes do not restrict root. */
function unprivileged<T>(run: () => T): T {
  if (process.getuid?.() !== 0 || process.seteuid === undefined) return run();
  process.seteuid(65534);
  try {
    return run();
  } finally {
    process.seteuid(0);
  }
}

describe('a file that can be read', () => {
  it('is a configuration, with its absolute name and paths from its directory', () => {
    const file = join(directory, 'good.yaml');
    writeFileSync(file, '\ufeffstores:\r\n  - { name: A, path: certificates }\r\n');
    const { file: name, inventory } = readConfiguration(file, MAIL01);
    expect(name).toBe(file);
    expect(inventory.stores[0]).toMatchObject({
      path: join(directory, 'certificates'),
      source: { inventory: 'configuration', place: 'good.yaml:2' },
    });
  });

  it('is read through a symbolic link, whose directory counts', () => {
    mkdirSync(join(directory, 'elsewhere'));
    writeFileSync(join(directory, 'elsewhere/real.yaml'), 'stateDirectory: state');
    symlinkSync('elsewhere/real.yaml', join(directory, 'link.yaml'));
    expect(readConfiguration(join(directory, 'link.yaml'), MAIL01).stateDirectory).toBe(join(directory, 'state'));
  });

  it('with errors is refused with each of them at its position', () => {
    const file = join(directory, 'faulty.yaml');
    writeFileSync(file, 'watch: perhaps\r\nwebui: {}\r\n');
    const error = refusal(file);
    expect(error.code).toBe('configuration');
    expect(error.errors).toMatchObject([
      { file, line: 1, column: 8, failure: { code: 'value_wrong' } },
      { file, line: 2, column: 1, failure: { code: 'key_not_documented', arguments: { key: '"webui"' } } },
    ]);
    expect(error.message).toBe(
      `${file}:1:8: watch must be true or false, not "perhaps"\n${file}:2:1: unknown key "webui"; valid keys: docs/configuration.md`,
    );
  });
});

describe('a file that cannot be read', () => {
  it('is one error, with the cause', () => {
    const file = join(directory, 'missing.yaml');
    const error = refusal(file);
    expect(error.message).toBe(
      `${file}:1:1: the configuration cannot be read: the file does not exist; to write one: mailcertd config init`,
    );
    expect(error.cause).toMatchObject({ code: 'ENOENT' });
  });

  it.each([
    ['a directory', () => directory, 'it is not a regular file; give the path of the file'],
    [
      'a FIFO without a writer',
      () => {
        execFileSync('mkfifo', [join(directory, 'fifo')]);
        return join(directory, 'fifo');
      },
      'it is not a regular file; give the path of the file',
    ],
    ['a device without an end', () => '/dev/zero', 'it is not a regular file; give the path of the file'],
    [
      'a link to itself',
      () => {
        symlinkSync('loop', join(directory, 'loop'));
        return join(directory, 'loop');
      },
      'symbolic link loop; let the links point to the file',
    ],
    [
      'not UTF-8',
      () => {
        writeFileSync(join(directory, 'latin1.yaml'), Buffer.from('computer: b\xfccher.example', 'latin1'));
        return join(directory, 'latin1.yaml');
      },
      'it is not UTF-8 text; save it as UTF-8',
    ],
    [
      'one byte too large',
      () => {
        writeFileSync(join(directory, 'large.yaml'), '#'.repeat(2 * 1024 * 1024 + 1));
        return join(directory, 'large.yaml');
      },
      'it is larger than 2 MiB; reduce it',
    ],
    [
      'named with a NUL',
      () => 'a\0b',
      "The argument 'path' must be a string, Uint8Array, or URL without null bytes. Received 'a\\x00b'",
    ],
  ])('is reported when it is %s', (_, make, why) => {
    const file = make();
    const { errors } = refusal(file);
    expect(errors).toMatchObject([{ file, failure: { code: 'configuration_unreadable' } }]);
    expect(linesOf(errors)).toEqual([`1:1: the configuration cannot be read: ${why}`]);
  });

  it('is reported when permission is denied', () => {
    const file = join(directory, 'secret.yaml');
    writeFileSync(file, 'watch: true');
    chmodSync(file, 0o000);
    expect(linesOf(unprivileged(() => refusal(file)).errors)).toEqual([
      '1:1: the configuration cannot be read: permission denied; grant read access to the account of mailcertd',
    ]);
  });

  it('is read up to the maximum size', () => {
    const file = join(directory, 'largest.yaml');
    writeFileSync(file, '#'.repeat(2 * 1024 * 1024));
    expect(readConfiguration(file, MAIL01).watch).toBe(true);
  });
});
