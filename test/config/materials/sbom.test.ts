import { describe, expect, it } from 'vitest';
import { sbom } from '../../../config/materials/sbom.ts';

const shipped = (path: string, name: string, dependencies: readonly string[] = [], license = 'MIT') => ({
  ...{ path, name, version: '1.0.0', license, licenseText: '', dependencies },
});

const document = JSON.parse(
  sbom(
    'deb',
    { version: '0.1.0', time: 0 },
    ['a', 'missing'],
    [
      shipped('node_modules/a', 'a', ['b', '@s/c']),
      shipped('node_modules/a/node_modules/b', 'b', ['@s/c'], '(BSD-3-Clause OR GPL-2.0)'),
      shipped('node_modules/@s/c', '@s/c', ['b']),
      shipped('node_modules/b', 'b'),
    ],
    [{ path: 'node_modules/b', name: 'sqlite', version: '3.0.0', license: 'blessing' }],
    { 'node_modules/a': { integrity: 'sha512-AQID' } },
  ),
);

describe('the software bill of materials', () => {
  it('names each package by its address on the registry, with the hash of the lock file', () => {
    expect(document.components[0]).toMatchObject({
      purl: 'pkg:npm/a@1.0.0',
      hashes: [{ alg: 'SHA-512', content: '010203' }],
      licenses: [{ license: { id: 'MIT' } }],
    });
    expect(document.components[1].licenses).toEqual([{ expression: '(BSD-3-Clause OR GPL-2.0)' }]);
    expect(document.components[2].purl).toBe('pkg:npm/%40s/c@1.0.0');
  });

  it('resolves dependencies as Node does: the nearest directory first', () => {
    expect(document.dependencies).toEqual([
      { ref: 'mailcertd', dependsOn: ['node_modules/a'] },
      { ref: 'node_modules/a', dependsOn: ['node_modules/@s/c', 'node_modules/a/node_modules/b'] },
      { ref: 'node_modules/a/node_modules/b', dependsOn: ['node_modules/@s/c'] },
      { ref: 'node_modules/@s/c', dependsOn: ['node_modules/b'] },
      { ref: 'node_modules/b', dependsOn: ['node_modules/b#sqlite'] },
      { ref: 'node_modules/b#sqlite', dependsOn: [] },
    ]);
  });

  it('is the same for the same content: its number is made from it, and its time is given', () => {
    expect(document.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(document.metadata.timestamp).toBe('1970-01-01T00:00:00.000Z');
  });
});
