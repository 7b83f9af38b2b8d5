import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, expect, it, test } from 'vitest';
import { openEventSink } from '../../../src/adapters/log/open-event-sink.ts';
import { outputError } from '../../../src/adapters/log/output-error.ts';
import { LogOutputError } from '../../../src/work/errors.ts';
import type { LogOutput } from '../../../src/work/ports.ts';
import { EN } from '../../formats/event/records.ts';
import { freePort } from '../../peers/free-port.ts';
import { Collected, GO, records, temporaryFolder } from './outputs.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

/** What comes of writing a record to an output. */
async function troubleOf(output: LogOutput): Promise<unknown> {
  await using sink = openEventSink(output, EN, { stdout: new Collected() });
  const error = await sink.write(records(1, 1), GO).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return error instanceof LogOutputError ? error.trouble : error;
}

test('a port that is closed refuses the connection', async () => {
  const port = await freePort();
  const syslog = { to: 'syslog', format: 'line', facility: 'daemon', caFile: undefined } as const;
  expect(await troubleOf({ ...syslog, address: `tcp://127.0.0.1:${port}` })).toEqual({
    reason: 'connection_refused',
    detail: `connect ECONNREFUSED 127.0.0.1:${port}`,
  });
});

test('a folder is no file, and a folder that is missing is not found', async () => {
  const file = { to: 'file', format: 'line', maxSize: 1000, keep: 1 } as const;
  mkdirSync(`${folder.path}/events`);
  writeFileSync(`${folder.path}/plain`, '');
  const reasonOf = async (path: string): Promise<unknown> => troubleOf({ ...file, path });
  expect(await reasonOf(`${folder.path}/events`)).toMatchObject({ reason: 'not_a_regular_file' });
  expect(await reasonOf(`${folder.path}/missing/events.log`)).toMatchObject({ reason: 'not_found' });
  expect(await reasonOf(`${folder.path}/plain/events.log`)).toMatchObject({ reason: 'not_found' });
});

it.each([
  ['ENOTFOUND', 'host_not_found'],
  ['EHOSTUNREACH', 'network_unreachable'],
  ['ETIMEDOUT', 'timed_out'],
  ['ECONNRESET', 'connection_lost'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate_not_trusted'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls_failed'],
  ['EROFS', 'permission_denied'],
  ['ENOSPC', 'io_error'],
])('%s is %s', (code, reason) => {
  const error = outputError('file:/x', 'appending to /x', Object.assign(new Error('words'), { code }));
  expect([error.message, error.trouble]).toEqual(['appending to /x: words', { reason, detail: 'words' }]);
});
