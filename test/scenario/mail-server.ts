import type { Socket } from 'node:net';
import { type ScriptedServer, scriptedServer } from '../adapters/starttls/scripted-server.ts';
import type { MadeCertificate } from '../fixtures/make-certificate.ts';

/** An SMTP server whose behavior can change while it runs. */
export class MailServer implements AsyncDisposable {
  readonly #server: ScriptedServer;
  readonly #state: State;

  private constructor(server: ScriptedServer, state: State) {
    this.#server = server;
    this.#state = state;
  }

  static async start(certificate: MadeCertificate, host = '127.0.0.1'): Promise<MailServer> {
    const state: State = {
      certificate,
      offersStarttls: true,
      refusesStarttls: false,
      drops: 0,
      greeted: new Map(),
      isSilent: () => false,
    };
    const server = await scriptedServer('smtp', certificate, {
      host,
      greeting: (socket) => greet(socket, state),
      capabilities: (socket) =>
        void socket.write(`250-mx.contoso.com\r\n250 ${state.offersStarttls ? 'STARTTLS' : 'HELP'}\r\n`),
      get starttls() {
        return state.refusesStarttls ? '454 4.7.0 TLS not available due to local problem\r\n' : undefined;
      },
      tls: {
        get cert() {
          return state.certificate.certificatePem;
        },
        get key() {
          return state.certificate.privateKeyPem;
        },
      },
    });
    return new MailServer(server, state);
  }

  get port(): number {
    return this.#server.port;
  }

  /** The number of accepted connections. */
  get greeted(): number {
    return [...this.#state.greeted.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The number of accepted connections by address. */
  get greetedAt(): ReadonlyMap<string, number> {
    return new Map(this.#state.greeted);
  }

  /** Uses another certificate, as after a reload. */
  load(certificate: MadeCertificate): void {
    this.#state.certificate = certificate;
  }

  offerStarttls(offers: boolean): void {
    this.#state.offersStarttls = offers;
  }

  /** Answers STARTTLS with 454, as Postfix does without a certificate. */
  refuseStarttls(refuses: boolean): void {
    this.#state.refusesStarttls = refuses;
  }

  /** Closes the next connections before the greeting. */
  drop(count: number): void {
    this.#state.drops = count;
  }

  /** Sends nothing at some of its addresses. */
  silence(isSilent: (address: string) => boolean): void {
    this.#state.isSilent = isSilent;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}

interface State {
  certificate: MadeCertificate;
  offersStarttls: boolean;
  refusesStarttls: boolean;
  drops: number;
  readonly greeted: Map<string, number>;
  isSilent: (address: string) => boolean;
}

function greet(socket: Socket, state: State): void {
  const { localAddress = '' } = socket;
  state.greeted.set(localAddress, (state.greeted.get(localAddress) ?? 0) + 1);
  if (state.isSilent(localAddress)) return;
  if (state.drops > 0) {
    state.drops -= 1;
    socket.destroy();
  } else socket.write('220 mx.contoso.com ESMTP\r\n');
}
