import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, expect, it, test } from 'vitest';
import { openEventSink } from '../../../src/adapters/log/open-event-sink.ts';
import { outputError, sendingError } from '../../../src/adapters/log/output-error.ts';
import type { OutputDependencies } from '../../../src/adapters/log/rendered-output.ts';
import { createLookup } from '../../../src/adapters/starttls/create-lookup.ts';
import { OUTPUT_FAILURES } from '../../../src/domain/failure/output-failures.ts';
import { LogOutputError } from '../../../src/work/errors.ts';
import type { LogOutput } from '../../../src/work/ports/outputs.ts';
import { saying } from '../../domain/failure/saying.ts';
import { EN } from '../../formats/event/records.ts';
import { freePort } from '../../peers/free-port.ts';
import { Collected, GO, records, temporaryDirectory } from './outputs.ts';

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

/** Returns the problem of writing a record to an output; undefined: none. */
async function problemOf(output: LogOutput, dependencies: Partial<OutputDependencies> = {}): Promise<unknown> {
  await using sink = openEventSink(output, EN, { stdout: new Collected(), ...dependencies });
  const error = await sink.write(records(1, 1), GO).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return error instanceof LogOutputError ? error.problem : error;
}

test('a closed port refuses the connection', async () => {
  const port = await freePort();
  const syslog = { type: 'syslog', format: 'line', facility: 'daemon', caFile: undefined } as const;
  expect(await problemOf({ ...syslog, address: `tcp://127.0.0.1:${port}` })).toEqual({
    reason: 'connection_refused',
    failure: saying(`connect ECONNREFUSED 127.0.0.1:${port}`),
  });
});

test('a directory is no file, and a missing directory is not found', async () => {
  const file = { type: 'file', format: 'line', maxSize: 1000, keep: 1 } as const;
  mkdirSync(`${directory.path}/events`);
  writeFileSync(`${directory.path}/plain`, '');
  const reasonOf = async (path: string): Promise<unknown> => problemOf({ ...file, path });
  expect(await reasonOf(`${directory.path}/events`)).toMatchObject({ reason: 'not_a_regular_file' });
  expect(await reasonOf(`${directory.path}/missing/events.log`)).toMatchObject({ reason: 'not_found' });
  expect(await reasonOf(`${directory.path}/plain/events.log`)).toMatchObject({ reason: 'not_found' });
});

test('both refused addresses of a name are reported, and a port without TLS as such', async () => {
  const port = await freePort();
  const syslog = { type: 'syslog', format: 'line', facility: 'daemon', caFile: undefined } as const;
  const hostsFile = `${directory.path}/hosts`;
  writeFileSync(hostsFile, '127.0.0.1 two.contoso.com\n127.0.0.2 two.contoso.com\n');
  const dependencies = { createLookup: (signal: AbortSignal) => createLookup(signal, { hostsFile, nameServers: [] }) };
  const address = `tcp://two.contoso.com:${port}`;
  expect(await problemOf({ ...syslog, address }, dependencies)).toEqual({
    reason: 'connection_refused',
    failure: saying(`connect ECONNREFUSED 127.0.0.1:${port}; connect ECONNREFUSED 127.0.0.2:${port}`),
  });
  const server = createServer((socket) => socket.on('error', () => undefined).end('220 mail01.contoso.com ESMTP\r\n'));
  await once(server.listen(port, '127.0.0.1'), 'listening');
  expect(await problemOf({ ...syslog, address: `tls://127.0.0.1:${port}` })).toEqual({
    reason: 'tls_failed',
    failure: saying('the response is not TLS (wrong version number)'),
  });
  server.close();
});

const failure = (code: string): Error => Object.assign(new Error('words'), { code });

it.each([
  ['EROFS', 'permission_denied'],
  ['EACCES', 'permission_denied'],
  ['EPIPE', 'connection_lost'],
  ['EINVAL', 'io_error'],
  ['ENOSPC', 'io_error'],
])('the error of a file %s is %s', (code, reason) => {
  const error = outputError(
    'file:/x',
    (values) => OUTPUT_FAILURES.file_not_appended({ path: '/x', ...values }),
    failure(code),
  );
  expect([error.message, error.problem]).toEqual(['cannot append to /x: words', { reason, failure: saying('words') }]);
});

it.each([
  ['EACCES', 'network_unreachable'],
  ['EMSGSIZE', 'io_error'],
])('the error of a server %s is %s', (code, reason) => {
  const error = sendingError('udp://loghost:514', failure(code));
  expect([error.message, error.problem]).toEqual([
    'cannot send to udp://loghost:514: words',
    { reason, failure: saying('words') },
  ]);
});
