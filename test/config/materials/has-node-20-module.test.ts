import { expect, it } from 'vitest';
import { hasNode20Module } from '../../../config/materials/has-node-20-module.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const MODULE = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';

it('knows a native module that Node 20 can load from one for another Node', () => {
  using directory = temporaryDirectory();
  expect(hasNode20Module(directory.path)).toBe(false);
  directory.write(MODULE, '\x7fELF\0node_register_module_v137\0');
  expect(hasNode20Module(directory.path)).toBe(false);
  directory.write(MODULE, '\x7fELF\0node_register_module_v115\0');
  expect(hasNode20Module(directory.path)).toBe(true);
});
