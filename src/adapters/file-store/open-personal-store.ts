import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { Look } from '../../domain/observation/look.ts';
import type { StoreSnapshot } from '../../domain/observation/observation.ts';
import { IssueError } from '../../work/errors.ts';
import type { Attention, CertificateStore, Clock, NewCertificate, PersonalStore } from '../../work/ports.ts';
import { errorCode } from './file-trouble.ts';
import { installCertificate } from './install-certificate.ts';
import { INTERNAL_TRANSPORT, readInternalTransport, recordInternalTransport } from './internal-transport-link.ts';
import { openStore } from './open-store.ts';
import type { StoreReaderOptions } from './read-store.ts';

/**
 * The store that is written to: a folder that holds one folder a certificate, named by its thumbprint, with
 * certificate.pem, privkey.pem and certificate.yaml in it; and the link `internal-transport`. What else lies in it is read too.
 */
export function openPersonalStore(
  definition: StoreDefinition,
  clock: Clock,
  options: Partial<StoreReaderOptions> = {},
): PersonalStore {
  return new FilePersonalStore(definition, clock, options);
}

class FilePersonalStore implements PersonalStore {
  readonly name: string;
  readonly #path: string;
  readonly #store: CertificateStore;
  #recorded: Thumbprint | undefined;

  constructor(definition: StoreDefinition, clock: Clock, options: Partial<StoreReaderOptions>) {
    this.name = definition.name;
    this.#path = definition.path;
    const link = join(definition.path, INTERNAL_TRANSPORT);
    this.#store = openStore(definition, clock, { ...options, isIgnored: (path) => path === link });
  }

  read(signal: AbortSignal, attention?: Attention): Promise<Look<StoreSnapshot>> {
    return this.#store.read(signal, attention);
  }

  watch(hint: () => void): Disposable {
    return this.#store.watch(hint);
  }

  async create(): Promise<void> {
    try {
      await mkdir(this.#path, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw new IssueError(`making the personal store ${this.#path}: ${errorCode(error) ?? String(error)}`, error);
    }
  }

  async install(certificate: NewCertificate): Promise<{ readonly path: string }> {
    return { path: await installCertificate(this.#path, certificate) };
  }

  async recordInternalTransport(thumbprint: Thumbprint): Promise<void> {
    await recordInternalTransport(this.#path, thumbprint);
    this.#recorded = thumbprint;
  }

  async recordedInternalTransport(): Promise<Thumbprint | undefined> {
    const recorded = await readInternalTransport(this.#path);
    // While the store is closed to us, what it last said stands: "none" would be a guess.
    if (recorded !== 'refused') this.#recorded = recorded;
    return this.#recorded;
  }
}
