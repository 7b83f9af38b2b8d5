import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { certified, type MailSink, openMailSink } from '../adapters/notify/mail/mail-sink.ts';
import { Planted } from '../fixtures/planted.ts';
import { type Receiver, tlsReceiver } from '../fixtures/receiver.ts';
import { PlantedHost } from './planted-host.ts';
import { openRepeatingServer, type RepeatingServer } from './repeating-server.ts';

/** At these, escapings tear a text apart. */
export const AWKWARD = '"&<%2f>';

/** Where secrets are planted: a host, and those who are told things by it. */
export interface PlantedGround extends AsyncDisposable {
  readonly host: PlantedHost;
  /** What must not be found anywhere. */
  readonly secret: Planted;
  /** What is no secret, and must be found in each place that is looked through: else nothing would be found there at all. */
  readonly control: Planted;
  /** What the daemon has in its own environment, and must not hand on. */
  readonly own: Planted;
  readonly server: RepeatingServer;
  /** Repeats the passwords of some who log in. */
  readonly mail: MailSink;
  /** Offers no STARTTLS. */
  readonly clear: MailSink;
  /** Has a certificate for `localhost` that no system trusts. */
  readonly untrusted: Receiver & { readonly ca: string };
  readonly syslog: { readonly port: number; readonly datagrams: readonly Buffer[] };
  /** Lays a file with a new secret, between what is around it; answers its path. */
  plant(name: string, what: string, around?: string): string;
}

/** How a mail server repeats the password of a user, whom it then refuses. */
const SAID: Readonly<Record<string, (user: string, password: string) => string>> = {
  'mail-plain': (_, password) => password,
  'mail-base64': (_, password) => Buffer.from(password).toString('base64'),
  'mail-sasl': (user, password) => Buffer.from(`\0${user}\0${password}`).toString('base64'),
};

export async function openPlantedGround(): Promise<PlantedGround> {
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
