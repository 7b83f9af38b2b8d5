import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { certified, type MailSink, openMailSink } from '../adapters/notify/mail/mail-sink.ts';
import { Planted } from '../fixtures/planted.ts';
import { type Receiver, tlsReceiver } from '../fixtures/receiver.ts';
import { PlantedHost } from './planted-host.ts';
import { openRepeatingServer, type RepeatingServer } from './repeating-server.ts';

/** Characters that formats and protocols must escape. */
export const AWKWARD = '"&<%2f>';

/** A host with secrets that must not be found in any output, and the receivers of its alerts. */
export interface PlantedScene extends AsyncDisposable {
  readonly host: PlantedHost;
  /** The secrets, which must not be found anywhere. */
  readonly secret: Planted;
  /**
   * The markers that are not secret. They must be found in every searched place, which proves that
   * the search works.
   */
  readonly control: Planted;
  /** The secrets in the daemon's environment, which it must not pass on. */
  readonly own: Planted;
  readonly server: RepeatingServer;
  /** A mail server that repeats the passwords of some users. */
  readonly mail: MailSink;
  /** A mail server without STARTTLS. */
  readonly clear: MailSink;
  /** A server with an untrusted certificate for `localhost`. */
  readonly untrusted: Receiver & { readonly ca: string };
  readonly syslog: { readonly port: number; readonly datagrams: readonly Buffer[] };
  /**
   * Writes a file with a new secret and returns its path.
   * @param around the text around the secret
   */
  plant(name: string, what: string, around?: string): string;
}

/** The ways in which a mail server repeats the password of a user and then rejects it. */
const SAID: Readonly<Record<string, (user: string, password: string) => string>> = {
  'mail-plain': (_, password) => password,
  'mail-base64': (_, password) => Buffer.from(password).toString('base64'),
  'mail-sasl': (user, password) => Buffer.from(`\0${user}\0${password}`).toString('base64'),
};

/** Opens the environment. */
export async function openPlantedScene(): Promise<PlantedScene> {
  const [secret, control, own] = [new Planted(), new Planted(), new Planted()];
  const host = new PlantedHost({
    HTTPS_PROXY: `http://user:${own.plant('HTTPS_PROXY')}@127.0.0.1:9`,
    TOKEN: own.plant('TOKEN'),
    NOTIFY_SOCKET: '/nowhere',
  });
  const { ca, leaf } = certified('localhost');
  const [server, mail] = [await openRepeatingServer(), await openMailSink()];
  const clear = await openMailSink({ hideSTARTTLS: true, allowInsecureAuth: true });
  const untrusted = Object.assign(await tlsReceiver(leaf, (socket) => void socket.destroy()), {
    ca: ca.certificatePem,
  });
  mail.habits = {
    login: (user, password) => {
      const said = SAID[user]?.(user, password);
      return said === undefined ? undefined : `535 5.7.8 ${said} is wrong`;
    },
  };
  const datagrams: Buffer[] = [];
  const syslog = createSocket('udp4', (datagram) => datagrams.push(datagram));
  syslog.bind(0, '127.0.0.1');
  await once(syslog, 'listening');
  return {
    ...{ host, secret, control, own, server, mail, clear, untrusted },
    syslog: { port: syslog.address().port, datagrams },
    plant: (name, what, around = '') =>
      host.lay(`${name}.${what}`, `${around}${secret.plant(`${name}: ${what}`)}${around}\n`),
    [Symbol.asyncDispose]: async () => {
      syslog.close();
      for (const one of [host, server, mail, clear, untrusted]) await one[Symbol.asyncDispose]();
    },
  };
}
