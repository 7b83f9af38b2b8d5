import { expect, it } from 'vitest';
import { readHost } from '../../../src/adapters/discovery/read-host.ts';
import { discoveryDependencies } from './discovery-dependencies.ts';

/** A name with a label longer than 63 characters, which no resolver accepts or sends. */
const UNANSWERED = `${'a'.repeat(64)}.example`;

it('names that cannot be resolved now keep their previous addresses, or have none', async () => {
  const known = new Map([[UNANSWERED, ['192.0.2.7']]]);
  const host = await readHost(discoveryDependencies(), [UNANSWERED, `b${UNANSWERED}`], known);
  expect(host.addressesOf(UNANSWERED)).toEqual(['192.0.2.7']);
  expect(host.addressesOf(`b${UNANSWERED}`)).toBeUndefined();
});

it('the current result for a name is used the next time', async () => {
  const known = new Map([['127.0.0.1', ['192.0.2.7']]]);
  const host = await readHost(discoveryDependencies(), ['127.0.0.1'], known);
  expect(host.addressesOf('127.0.0.1')).toEqual(['127.0.0.1']);
  expect(known.get('127.0.0.1')).toEqual(['127.0.0.1']);
});

it('a host has the addresses of all its interfaces', async () => {
  const { addresses } = await readHost(discoveryDependencies(), []);
  expect(addresses).toEqual(['127.0.0.1', '::1', '192.0.2.1', '2001:db8::1', 'fe80::1']);
});
