import type { Failure } from '../../../domain/failure/failure.ts';
import { type ResolvedSettings, type Unresolved, unresolved, unresolvedIn } from '../resolved-settings.ts';
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
/** A line such as `NAME = VALUE`. */
const PARAMETER_LINE = /^([^\s=]+) =(?: (.*))?$/;

/** An error that ends the computation of `PostfixSettings.derive` with an unresolved result. */
class UnresolvedValue extends Error {
  readonly result: Unresolved;

  constructor(result: Unresolved) {
    super(result.failure.code);
    this.result = result;
  }
}

/**
 * Returns an error about a value that Postfix rejects. If it is thrown in `PostfixSettings.derive`,
 * the result is unresolved.
 */
export function rejectedValue(failure: Failure): Error {
  return new UnresolvedValue({ ...unresolved(failure), isRejected: true });
}

function linesOf(text: string): readonly string[] {
  return text.split('\n', MAX_LINES);
}

function servicesOf(text: string): readonly PostfixService[] {
  return linesOf(text).flatMap((line) => {
    // The columns of master.cf: the private, unprivileged, chroot, wakeup and limit flags are unused.
    const [name, type, _private, _unpriv, _chroot, _wakeup, _maxproc, program] = line.trim().split(/\s+/, 8);
    if (name === undefined || type === undefined || program === undefined || name.startsWith('#')) return [];
    return [{ name, type, program: program.slice(program.lastIndexOf('/') + 1) }];
  });
}

/** The settings of a Postfix instance: its services, and the parameters of each service. */
export class PostfixSettings {
  readonly services: readonly PostfixService[];
  readonly #parameters: ReadonlyMap<string, string>;
  /** The parameters that are set in master.cf, by `NAME/TYPE` of the service. */
  readonly #overrides: ReadonlyMap<string, ReadonlyMap<string, string>>;

  constructor({ parameters, services, overrides }: PostfixTexts) {
    this.services = servicesOf(services);
    this.#parameters = new Map(
      linesOf(parameters).flatMap((line) => {
        const [, name, value = ''] = PARAMETER_LINE.exec(line) ?? [];
        return name === undefined ? [] : [[name, value] as const];
      }),
    );
    const overridesByService = new Map<string, Map<string, string>>();
    for (const line of linesOf(overrides)) {
      const [, path = '', value = ''] = PARAMETER_LINE.exec(line) ?? [];
      const slash = path.lastIndexOf('/');
      if (slash < 0) continue;
      const service = path.slice(0, slash);
      const parameters = overridesByService.get(service) ?? new Map();
      overridesByService.set(service, parameters.set(path.slice(slash + 1), value));
    }
    this.#overrides = overridesByService;
  }

  /**
   * False if main.cf or master.cf is empty or is just being written. `postconf` then prints no
   * service, or not even `queue_directory`, which Postfix always has.
   */
  get isComplete(): boolean {
    return this.services.length > 0 && this.#parameters.has('queue_directory');
  }

  /**
   * Returns the expanded value of a parameter: for a service, its override in master.cf, otherwise
   * the value in main.cf. An unknown parameter is empty.
   */
  resolve(name: string, service?: PostfixService): ResolvedSettings<string> {
    const overrides = service && this.#overrides.get(`${service.name}/${service.type}`);
    const builtIn = service && { service_name: service.name, process_name: service.program };
    const lookUp = (parameter: string): string | undefined => {
      if (builtIn !== undefined && (parameter === 'service_name' || parameter === 'process_name')) {
        return builtIn[parameter];
      }
      return overrides?.get(parameter) ?? this.#parameters.get(parameter);
    };
    return expandMacros(lookUp(name) ?? '', lookUp);
  }

  /**
   * Computes a result from several trimmed values of a service; unresolved if one of the values is
   * unresolved.
   */
  derive<T>(service: PostfixService | undefined, compute: (value: (name: string) => string) => T): ResolvedSettings<T> {
    try {
      const value = compute((name) => {
        const resolved = this.resolve(name, service);
        if (resolved.kind === 'value') return resolved.value.trim();
        throw new UnresolvedValue(unresolvedIn(name, resolved));
      });
      return { kind: 'value', value };
    } catch (error) {
      if (error instanceof UnresolvedValue) return error.result;
      throw error;
    }
  }
}
