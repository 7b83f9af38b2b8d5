import { type ResolvedSettings, unresolved } from '../resolved-settings.ts';
import { expandMacros } from './postfix-macro.ts';

/** A line of master.cf, as `postconf -M` prints it. */
export interface PostfixService {
  /** For example `smtp` or `127.0.0.1:10025`; unique with the type. */
  readonly name: string;
  /** For example `inet`, `unix` or `pass`. */
  readonly type: string;
  /** The program without its directory: `smtpd`. */
  readonly program: string;
}

/** The output of Postfix's own tool for one instance. */
export interface PostfixTexts {
  /** `postconf`: every parameter, not expanded. */
  readonly parameters: string;
  /** `postconf -M` */
  readonly services: string;
  /** `postconf -P` */
  readonly overrides: string;
}

const MAX_LINES = 100_000;
const NAMED = /^([^\s=]+) =(?: (.*))?$/;

/** An intermediate value is unresolved. */
class NotDetermined extends Error {}

/** Returns the error for `derive` if a value is unresolved. */
export function notDetermined(why: string): Error {
  return new NotDetermined(why);
}

function linesOf(text: string): readonly string[] {
  return text.split('\n', MAX_LINES);
}

function servicesOf(text: string): readonly PostfixService[] {
  return linesOf(text).flatMap((line) => {
    const [name, type, , , , , , program] = line.trim().split(/\s+/, 8);
    if (name === undefined || type === undefined || program === undefined || name.startsWith('#')) return [];
    return [{ name, type, program: program.slice(program.lastIndexOf('/') + 1) }];
  });
}

/** The settings of a Postfix instance: its services, and the parameters of each service. */
export class PostfixSettings {
  readonly services: readonly PostfixService[];
  readonly #parameters: ReadonlyMap<string, string>;
  readonly #overrides: ReadonlyMap<string, ReadonlyMap<string, string>>;

  constructor({ parameters, services, overrides }: PostfixTexts) {
    this.services = servicesOf(services);
    this.#parameters = new Map(
      linesOf(parameters).flatMap((line) => {
        const [, name, value = ''] = NAMED.exec(line) ?? [];
        return name === undefined ? [] : [[name, value] as const];
      }),
    );
    const byService = new Map<string, Map<string, string>>();
    for (const line of linesOf(overrides)) {
      const [, path = '', value = ''] = NAMED.exec(line) ?? [];
      const slash = path.lastIndexOf('/');
      if (slash < 0) continue;
      const own = byService.get(path.slice(0, slash)) ?? new Map();
      byService.set(path.slice(0, slash), own.set(path.slice(slash + 1), value));
    }
    this.#overrides = byService;
  }

  /**
   * True if the output is complete. Without any service, master.cf is empty or is just being
   * written.
   */
  get isWhole(): boolean {
    return this.services.length > 0 && this.#parameters.has('queue_directory');
  }

  /**
   * Returns a parameter of a service; without a service, that of main.cf. An unknown parameter is
   * empty.
   */
  settle(name: string, service?: PostfixService): ResolvedSettings<string> {
    const own = service && this.#overrides.get(`${service.name}/${service.type}`);
    const built = service && { service_name: service.name, process_name: service.program };
    const lookUp = (wanted: string): string | undefined => {
      if (built !== undefined && (wanted === 'service_name' || wanted === 'process_name')) return built[wanted];
      return own?.get(wanted) ?? this.#parameters.get(wanted);
    };
    return expandMacros(lookUp(name) ?? '', lookUp);
  }

  /**
   * Computes a result from several trimmed values of a service; returns the reason if one of them
   * is unresolved.
   */
  derive<T>(service: PostfixService | undefined, make: (value: (name: string) => string) => T): ResolvedSettings<T> {
    try {
      const value = make((name) => {
        const settled = this.settle(name, service);
        if (settled.kind === 'value') return settled.value.trim();
        throw notDetermined(`${name}: ${settled.detail}`);
      });
      return { kind: 'value', value };
    } catch (error) {
      if (error instanceof NotDetermined) return unresolved(error.message);
      throw error;
    }
  }
}
