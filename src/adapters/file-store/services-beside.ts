import { dirname, join } from 'node:path';
import type { Service } from '../../domain/certificate/certificate.ts';
import type { Problem } from '../../domain/problem.ts';
import { type FileIdentity, sameIdentity } from './file-identity.ts';
import type { Neighbours } from './neighbours.ts';
import type { FileReader } from './read-file.ts';

/** The file beside a certificate that says what it is enabled for. */
export const CERTIFICATE_FILE = 'certificate.yaml';

const SERVICES: ReadonlySet<string> = new Set(['IMAP', 'POP', 'UM', 'IIS', 'SMTP', 'Federation'] satisfies Service[]);

/** What `certificate.yaml` says. Undefined services: nothing, so the store's own count. */
export interface WrittenServices {
  readonly services: readonly Service[] | undefined;
  readonly problem: Problem | undefined;
}

const NOTHING_WRITTEN: WrittenServices = { services: undefined, problem: undefined };

/** Reads the `certificate.yaml` beside certificates, again only when it has changed. */
export class ServicesBeside {
  readonly #reader: FileReader;
  readonly #read: Map<string, { readonly identity: FileIdentity; readonly written: WrittenServices }> = new Map();

  constructor(reader: FileReader) {
    this.#reader = reader;
  }

  /** What is written for the certificates of the folder in which `path` lies. */
  async of(path: string, neighbours: Neighbours): Promise<WrittenServices> {
    const file = join(dirname(path), CERTIFICATE_FILE);
    const { source, identity } = neighbours.known(file) ?? (await neighbours.at(file));
    if (identity === undefined) {
      this.#read.delete(file);
      return source.kind === 'problem' ? { services: undefined, problem: source.problem } : NOTHING_WRITTEN;
    }
    const before = this.#read.get(file);
    if (before !== undefined && sameIdentity(before.identity, identity)) return before.written;
    const reading = this.#reader.read(file);
    if (reading.kind === 'problem') return { services: undefined, problem: reading.problem };
    if (reading.kind === 'gone') return NOTHING_WRITTEN;
    const written = await parseServices(reading.bytes.toString('utf8'), file);
    this.#read.set(file, { identity: reading.identity, written });
    return written;
  }
}

async function parseServices(text: string, location: string): Promise<WrittenServices> {
  const invalid = (detail: string): WrittenServices => ({
    services: undefined,
    problem: { reason: 'configuration_invalid', location, detail },
  });
  const { parse } = await import('yaml');
  try {
    const document: unknown = parse(text, { maxAliasCount: 0 });
    if (typeof document !== 'object' || document === null || !('services' in document)) return NOTHING_WRITTEN;
    const { services } = document;
    if (!Array.isArray(services)) return invalid('services is not a list');
    const unknown = services.find((service) => !isService(service));
    if (unknown !== undefined) return invalid(`services: ${String(unknown)} is none of ${[...SERVICES].join(', ')}`);
    return { services: services.filter(isService), problem: undefined };
  } catch (error) {
    return invalid(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

function isService(value: unknown): value is Service {
  return typeof value === 'string' && SERVICES.has(value);
}
