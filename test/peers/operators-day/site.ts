import { renameSync, rmSync } from 'node:fs';
import type { MadeCertificate } from '../../fixtures/make-certificate.ts';
import type { TemporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { servedLeaf } from '../found/served-leaf.ts';
import { Authority, type CertificateFlaw, NAME } from './authority.ts';
import type { MailServer, ServerKind, ServerSettings } from './servers/mail-server.ts';
import { makeDovecot } from './servers/make-dovecot.ts';
import { makeNginx } from './servers/make-nginx.ts';
import { makePostfix } from './servers/make-postfix.ts';

/** On a busy machine, `openssl s_client` may exit before it prints anything. */
const ATTEMPTS = 5;

const MAKE = { postfix: makePostfix, dovecot: makeDovecot, nginx: makeNginx } as const;

/** One server with its certificate files and its connector, separate from all others. */
export class Site implements Disposable {
  /** The name of its connector. */
  readonly name: string;
  readonly kind: ServerKind;
  readonly grace: string;
  readonly #files: TemporaryDirectory;
  readonly #authority: Authority;
  readonly #server: MailServer;
  readonly #settings: ServerSettings;
  #good: MadeCertificate;

  private constructor(kind: ServerKind, { name, grace, files, root }: SitePlace, server: MailServer) {
    this.kind = kind;
    this.name = name;
    this.grace = grace;
    this.#files = files;
    this.#authority = new Authority(root, name);
    this.#server = server;
    this.#settings = {
      certificateFile: this.certificateFile,
      keyFile: this.keyFile,
      starttls: true,
      isRefusing: false,
    };
    this.#good = this.#authority.issue();
  }

  /** Starts its server with a good certificate. */
  static async start(kind: ServerKind, place: SitePlace): Promise<Site> {
    const site = new Site(kind, place, await MAKE[kind](place.files, `${place.name}-server`));
    site.putBack();
    site.restoreServer();
    return site;
  }

  get directory(): string {
    return this.#files.at(this.name);
  }

  get certificateFile(): string {
    return this.#files.at(this.name, 'fullchain.pem');
  }

  get keyFile(): string {
    return this.#files.at(this.name, 'privkey.pem');
  }

  /** The line of its connector in the configuration. */
  get connector(): string {
    const { protocol, port, reloadCommand } = this.#server;
    return `  - { name: ${this.name}, direction: receive, fqdn: ${NAME}, certificateFile: ${this.certificateFile}, keyFile: ${this.keyFile}, probe: "${protocol}://127.0.0.1:${port}", grace: ${this.grace}, reload: ${JSON.stringify(reloadCommand)} }`;
  }

  /** The last valid certificate. */
  get good(): MadeCertificate {
    return this.#good;
  }

  /**
   * Returns the thumbprint of the certificate that OpenSSL receives; `nothing` if it receives none
   * in several attempts.
   */
  async served(): Promise<string> {
    const { protocol, port } = this.#server;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const leaf = await servedLeaf({ protocol, port, host: '127.0.0.1', serverName: NAME }, undefined);
      if (!leaf.startsWith('nothing')) return leaf;
    }
    return 'nothing';
  }

  /** Writes the last valid certificate and its key again. */
  putBack(): void {
    this.put(this.#good);
  }

  /** Renews the certificate, with a new key. */
  renew(): void {
    this.#good = this.#authority.issue();
    this.putBack();
  }

  issue(flaw: CertificateFlaw): MadeCertificate {
    return this.#authority.issue(flaw);
  }

  /**
   * Writes a certificate and its key, each by one rename.
   * @param content the content of the certificate file; left out: the complete chain
   */
  put(made: MadeCertificate, content: string = this.#authority.fileOf(made)): void {
    this.write('privkey.pem', made.privateKeyPem);
    this.write('fullchain.pem', content);
  }

  fileOf(made: MadeCertificate): string {
    return this.#authority.fileOf(made);
  }

  /**
   * Returns the content of a file with the intermediate certificate before the server certificate.
   */
  misorderedFileOf(made: MadeCertificate): string {
    return this.#authority.misorderedFileOf(made);
  }

  /** Returns the settings of a server that uses a copy of an older certificate. */
  oldFiles(): Pick<ServerSettings, 'certificateFile' | 'keyFile'> {
    const old = this.#authority.issue({ fromDays: -30, toDays: 60 });
    this.write('old-fullchain.pem', this.fileOf(old));
    this.write('old-privkey.pem', old.privateKeyPem);
    const at = (name: string): string => this.#files.at(this.name, name);
    return { certificateFile: at('old-fullchain.pem'), keyFile: at('old-privkey.pem') };
  }

  /** Replaces one file of the site. */
  write(file: string, content: string): void {
    renameSync(this.#files.write(`${this.name}/.new`, content, 0o600), this.#files.at(this.name, file));
  }

  remove(file: string): void {
    rmSync(this.#files.at(this.name, file));
  }

  /** Changes the server's settings, and reloads or starts it. */
  set(settings: Partial<ServerSettings>): void {
    this.#server.write({ ...this.#settings, ...settings });
    this.#server.apply();
  }

  /** Restores the settings of the server, and reloads or starts it. */
  restoreServer(): void {
    this.set({});
  }

  stopServer(): void {
    this.#server.stop();
  }

  [Symbol.dispose](): void {
    this.#server[Symbol.dispose]();
  }
}

/** The directory of a site, and its shared resources. */
export interface SitePlace {
  readonly name: string;
  /** The time for which a server may serve the previous certificate. */
  readonly grace: string;
  readonly files: TemporaryDirectory;
  /** The root certificate that is trusted. */
  readonly root: MadeCertificate;
}
