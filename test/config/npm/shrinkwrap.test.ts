import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { shrinkwrap } from '../../../config/npm/shrinkwrap.ts';

test('npm-shrinkwrap.json keeps optional packages, and leaves out packages that only development needs', () => {
  const root = { version: '0.1.0', dependencies: { a: '1.0.0' }, devDependencies: { d: '1.0.0' } };
  const lock = {
    packages: {
      '': root,
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-AQID' },
      'node_modules/d': { version: '1.0.0', dev: true },
      'node_modules/e': { version: '1.0.0', devOptional: true },
      'node_modules/o': { version: '1.0.0', optional: true },
    },
  };
  expect(shrinkwrap(lock)).toEqual({
    packages: {
      '': { version: '0.1.0', dependencies: { a: '1.0.0' } },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-AQID' },
      'node_modules/o': { version: '1.0.0', optional: true },
    },
  });
});

test('npm-shrinkwrap.json of this repository has each package that mailcertd loads, and no test runner', () => {
  const read = (name: string) => JSON.parse(readFileSync(join(resolve(import.meta.dirname, '../../..'), name), 'utf8'));
  const paths = Object.keys(shrinkwrap(read('package-lock.json')).packages);
  const { dependencies, optionalDependencies } = read('package.json');
  const names = Object.keys({ ...dependencies, ...optionalDependencies });
  expect(paths).toEqual(expect.arrayContaining(names.map((name) => `node_modules/${name}`)));
  expect(paths).not.toContain('node_modules/vitest');
});
