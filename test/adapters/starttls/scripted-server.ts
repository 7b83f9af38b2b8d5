import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { TLSSocket, type TLSSocketOptions } from 'node:tls';
import type { ProbeProtocol } from '../../../src/domain/connector/probe-target.ts';
import type { MadeCertificate } from '../../fixtures/make-certificate.ts';

/** One step of a server: it sends text, or does something else with the connection. */
export type Act = string | ((socket: Socket) => void);

/** The deviations of a server from the protocol, by step. */
export interface Habits {
  readonly greeting?: Act;
  readonly capabilities?: Act;
  /** The answer to HELO; left out: the server does not know it. */
  readonly helo?: Act;
  readonly starttls?: Act | undefined;
  readonly quit?: Act;
  /** Replaces the handshake of the server. */
  readonly handshake?: Act | undefined;
  /** Replaces the conversation within TLS. */
  readonly within?: Act;
  readonly tls?: TLSSocketOptions;
  readonly host?: string;
}

export interface ScriptedServer extends AsyncDisposable {
  readonly port: number;
  /** The commands of the client, unencrypted and within TLS. */
  readonly clear: readonly string[];
  readonly within: readonly string[];
  /** The server names of the TLS connections; false: none was sent. */
  readonly names: readonly (string | false)[];
  /** The common names of the client certificates. */
  readonly clients: readonly string[];
  /** Resolves when this many clients have connected. */
  readonly met: (count: number) => Promise<void>;
  /** Resolves when no connection is open. */
  readonly gone: () => Promise<void>;
  /** The number of connections. */
  readonly connections: () => number;
  /** The number of bytes that the server has written to the socket. */
  readonly written: () => number;
}

interface Tongue {
  readonly greeting: string;
  /** The verbs of the commands, and their answers; `%` is replaced with the tag. */
  readonly capabilities: readonly [verb: string, answer: string];
  readonly starttls: readonly [verb: string, answer: string];
  readonly quit: readonly [verb: string, answer: string];
  readonly greetsWithin: boolean;
}

const SMTP: Tongue = {
  greeting: '220 mx.contoso.com ESMTP\r\n',
  capabilities: ['EHLO', '250-mx.contoso.com\r\n250-SIZE 1000\r\n250 STARTTLS\r\n'],
  starttls: ['STARTTLS', '220 go\r\n'],
  quit: ['QUIT', '221 bye\r\n'],
  greetsWithin: false,
};
const SIEVE_GREETING = '"IMPLEMENTATION" {5}\r\nsieve\r\n"SASL" ""\r\n"STARTTLS"\r\nOK\r\n';

const TONGUES: Readonly<Record<'smtp' | 'lmtp' | 'imap' | 'pop3' | 'sieve', Tongue>> = {
  smtp: SMTP,
  lmtp: { ...SMTP, capabilities: ['LHLO', SMTP.capabilities[1]] },
  imap: {
    greeting: '* OK ready\r\n',
    capabilities: ['CAPABILITY', '* CAPABILITY IMAP4rev2 STARTTLS LOGINDISABLED\r\n% OK\r\n'],
    starttls: ['STARTTLS', '% OK go\r\n'],
    quit: ['LOGOUT', '* BYE\r\n% OK\r\n'],
    greetsWithin: false,
  },
  pop3: {
    greeting: '+OK ready\r\n',
    capabilities: ['CAPA', '+OK\r\nUIDL\r\nSTLS\r\n.\r\n'],
    starttls: ['STLS', '+OK go\r\n'],
    quit: ['QUIT', '+OK bye\r\n'],
    greetsWithin: false,
  },
  sieve: {
    greeting: SIEVE_GREETING,
    capabilities: ['CAPABILITY', SIEVE_GREETING],
    starttls: ['STARTTLS', 'OK\r\n'],
    quit: ['LOGOUT', 'OK\r\n'],
    greetsWithin: true,
  },
};

const PLAIN = { smtps: 'smtp', imaps: 'imap', pop3s: 'pop3' } as const;

/** Starts a server that follows the protocol, except for its habits. */
export async function scriptedServer(
  protocol: ProbeProtocol,
  certificate: MadeCertificate,
  habits: Habits = {},
): Promise<ScriptedServer> {
  const plain = protocol === 'tls' ? undefined : protocol in PLAIN ? PLAIN[protocol as keyof typeof PLAIN] : protocol;
  const tongue = plain === undefined ? undefined : TONGUES[plain as keyof typeof TONGUES];
  const sockets = new Set<Socket>();
  const waiting: (() => void)[] = [];
  const meeting: { readonly count: number; readonly resolve: () => void }[] = [];
  let met = 0;
  let written = 0;
  const kept = {
    clear: [] as string[],
    within: [] as string[],
    names: [] as (string | false)[],
    clients: [] as string[],
  };

  const act = (socket: Socket, does: Act, tag = ''): void => {
    if (typeof does === 'string') socket.write(does.replaceAll('%', tag));
    else does(socket);
  };

  const secure = (socket: Socket, greets: boolean): void => {
    if (habits.handshake !== undefined) {
      const does = habits.handshake;
      // Text that is sent immediately can arrive with the previous response, and is then
      // unencrypted.
      if (typeof does === 'string') socket.once('data', () => act(socket, does));
      else act(socket, does);
      // The server only sees the end of the connection if it reads.
      socket.resume();
      return;
    }
    const tls = new TLSSocket(socket, {
      isServer: true,
      cert: certificate.certificatePem,
      key: certificate.privateKeyPem,
      ...habits.tls,
    });
    tls.on('error', () => socket.destroy());
    tls.once('secure', () => {
      kept.names.push((tls as TLSSocket & { servername: string | false }).servername);
      const shown = tls.getPeerCertificate().subject?.CN;
      if (shown !== undefined) kept.clients.push(String(shown));
      if (habits.within !== undefined) act(tls, habits.within);
      else if (tongue !== undefined) {
        if (greets) act(tls, tongue.greeting);
        converse(tls, tongue, kept.within);
      } else tls.resume().once('end', () => tls.end());
    });
  };

  const converse = (socket: Socket, spoken: Tongue, dialogue: string[]): void => {
    let rest = '';
    const read = (bytes: Buffer): void => {
      const lines = `${rest}${bytes.toString('latin1')}`.split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        dialogue.push(line);
        const [tag = '', tagged = ''] = line.split(' ');
        const verb = plain === 'imap' ? tagged : tag;
        if (verb === spoken.capabilities[0]) act(socket, habits.capabilities ?? spoken.capabilities[1], tag);
        else if (verb === 'HELO' && habits.helo !== undefined) act(socket, habits.helo);
        else if (verb === spoken.quit[0]) {
          act(socket, habits.quit ?? spoken.quit[1], tag);
          if (habits.quit === undefined) socket.end();
        } else if (verb === spoken.starttls[0]) {
          act(socket, habits.starttls ?? spoken.starttls[1], tag);
          if (habits.starttls !== undefined) continue;
          socket.removeListener('data', read);
          secure(socket, spoken.greetsWithin);
        } else act(socket, '500 what\r\n');
      }
    };
    socket.on('data', read);
  };

  const server: Server = createServer((socket) => {
    sockets.add(socket);
    met += 1;
    for (const { count, resolve } of meeting) if (met >= count) resolve();
    socket
      .on('error', () => undefined)
      .once('close', () => {
        sockets.delete(socket);
        written += socket.bytesWritten;
        if (sockets.size === 0) for (const resolve of waiting.splice(0)) resolve();
      });
    if (tongue === undefined || protocol in PLAIN) return secure(socket, true);
    act(socket, habits.greeting ?? tongue.greeting);
    converse(socket, tongue, kept.clear);
  });
  server.listen(0, habits.host ?? '127.0.0.1');
  await once(server, 'listening');
  return {
    ...kept,
    port: (server.address() as AddressInfo).port,
    met: (count) => new Promise((resolve) => (met >= count ? resolve() : meeting.push({ count, resolve }))),
    gone: () => new Promise((resolve) => (sockets.size === 0 ? resolve() : waiting.push(resolve))),
    connections: () => met,
    written: () => written,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
