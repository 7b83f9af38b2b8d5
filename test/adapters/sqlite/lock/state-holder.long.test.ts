import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { holdStateDirectory } from '../../../../src/adapters/sqlite/lock/hold-state-directory.ts';
import { isStateHeld, stateHolder } from '../../../../src/adapters/sqlite/lock/state-holder.ts';
import { CompiledSource } from '../compiled-source.ts';
import { stateDirectories } from '../state-directories.ts';

const stateDirectory = stateDirectories();
const source = new CompiledSource();
afterAll(() => source[Symbol.dispose]());

it('a state directory is held while a daemon runs on it, and no longer', async () => {
  const directory = stateDirectory();
  expect(isStateHeld(directory)).toBe(false);
  const script = source.run(
    `holdStateDirectory(${JSON.stringify(directory)}); console.log('held'); setInterval(() => {}, 1000);`,
  );
  await script.line();
  expect(stateHolder(directory)).toBe(script.child.pid);
  expect(isStateHeld(directory)).toBe(true);
  await script.kill();
  expect(isStateHeld(directory)).toBe(false);
});

it('a process with the number of a killed daemon holds nothing', () => {
  const directory = stateDirectory();
  holdStateDirectory(directory)[Symbol.dispose]();
  writeFileSync(join(directory, 'mailcertd.pid'), `${process.pid}\n`);
  expect(stateHolder(directory)).toBe(process.pid);
  expect(isStateHeld(directory)).toBe(false);
});

it('the named process counts if the lock cannot be queried', () => {
  const directory = stateDirectory();
  holdStateDirectory(directory)[Symbol.dispose]();
  writeFileSync(join(directory, 'mailcertd.pid'), `${process.pid}\n`);
  rmSync(join(directory, 'lock.db'));
  expect(isStateHeld(directory)).toBe(true);
});

it.each(['', '0', '-1', 'x', '99999999'])('no process is %j', (text) => {
  const directory = stateDirectory();
  holdStateDirectory(directory)[Symbol.dispose]();
  writeFileSync(join(directory, 'mailcertd.pid'), text);
  expect(isStateHeld(directory)).toBe(false);
});
