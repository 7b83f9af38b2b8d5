import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { vi } from 'vitest';
import type { TemporaryDirectory } from '../fixtures/temporary-directory.ts';
import { freePort } from './free-port.ts';
import { startRsyslog } from './start-rsyslog.ts';

/** A message as rsyslog parsed it; names of structured data are in lower case. */
export interface ReadMessage {
  readonly pri: string;
  readonly timestamp: string;
  readonly hostname: string;
  readonly appName: string;
  readonly procid: string;
  readonly msgid: string;
  readonly msg: string;
  readonly raw: string;
  readonly data: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A separate rsyslog, stopped when it is disposed. */
export interface RunningRsyslog extends AsyncDisposable {
  readonly ports: { readonly udp: number; readonly tcp: number; readonly tls: number };
  /** Returns the received messages, in order. */
  messages(): readonly ReadMessage[];
}

/**
 * Starts an rsyslog with this certificate for TLS.
 * @param ports the ports of an earlier rsyslog, to use them again
 */
export async function runRsyslog(
  directory: TemporaryDirectory,
  files: { readonly ca: string; readonly certificate: string; readonly key: string },
  ports?: RunningRsyslog['ports'],
): Promise<RunningRsyslog> {
  const { udp, tcp, tls } = ports ?? { udp: await freeUdpPort(), tcp: await freePort(), tls: await freePort() };
  const out = directory.at('messages');
  const properties = ['pri', 'timestamp', 'hostname', 'app-name', 'procid', 'msgid', 'msg', 'rawmsg'];
  const fields = properties.map((name, index) => {
    const date = name === 'timestamp' ? ' dateFormat="rfc3339"' : '';
    const comma = index === 0 ? '{' : ',';
    return `constant(value="${comma}\\"${name}\\":\\"") property(name="${name}" format="json"${date}) constant(value="\\"")`;
  });
  const configuration = [
    `global(workDirectory="${directory.path}" maxMessageSize="64k" defaultNetstreamDriverCAFile="${files.ca}"`,
    `  defaultNetstreamDriverCertFile="${files.certificate}" defaultNetstreamDriverKeyFile="${files.key}"`,
    // Messages are stored unchanged.
    '  parser.escapeControlCharactersOnReceive="off" parser.dropTrailingLFOnReception="off")',
    'module(load="imudp") module(load="imptcp") module(load="imtcp") module(load="mmpstrucdata")',
    'template(name="json" type="list") {',
    ...fields,
    'constant(value=",\\"data\\":") property(name="$!rfc5424-sd") constant(value="}\\n") }',
    'ruleset(name="all") {',
    '  action(type="mmpstrucdata")',
    `  action(type="omfile" file="${out}" template="json" asyncWriting="off" flushOnTXEnd="on")`,
    '}',
    `input(type="imudp" address="127.0.0.1" port="${udp}" ruleset="all")`,
    `input(type="imptcp" address="127.0.0.1" port="${tcp}" ruleset="all")`,
    `input(type="imtcp" address="127.0.0.1" port="${tls}" ruleset="all" streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon")`,
    '',
  ].join('\n');
  const daemon = await startRsyslog(directory, configuration);
  for (const port of [tcp, tls]) {
    await vi.waitFor(() => accepts(port), { timeout: 20_000, interval: 50 });
  }
  return {
    ports: { udp, tcp, tls },
    messages: () =>
      existsSync(out)
        ? readFileSync(out, 'utf8')
            .split('\n')
            .slice(0, -1)
            .map((line) => {
              const { 'app-name': appName, rawmsg: raw, ...rest } = JSON.parse(line);
              return { ...rest, appName, raw };
            })
        : [],
    [Symbol.asyncDispose]: () => daemon[Symbol.asyncDispose](),
  };
}

async function accepts(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
