import type { Failure } from '../../../domain/failure/failure.ts';
import type { Problem, Reason } from '../../../domain/failure/problem.ts';
import { problemOfFailure } from '../../../domain/failure/problem-of-failure.ts';
import type { ConfiguredFiles, NamedFiles } from '../named-files.ts';
import { type ResolvedSettings, reasonOf } from '../resolved-settings.ts';
import { type MasterLineFinder, masterLineFinder } from './master-line-finder.ts';
import type { PostfixContext } from './postfix-context.ts';
import type { PostfixService } from './postfix-settings.ts';

/**
 * A collector of the problems and unread parts of a Postfix instance. An unread part is a part of
 * the settings whose connectors are unknown; the connectors of earlier scans are then kept.
 */
export class PostfixReport {
  readonly problems: Problem[] = [];
  readonly unreadParts: string[] = [];
  /** Returns the position of a service. */
  readonly positionOf: MasterLineFinder;
  readonly #instance: string;

  constructor({ instance, master }: PostfixContext) {
    this.#instance = instance;
    this.positionOf = masterLineFinder(master);
  }

  addProblem(service: PostfixService, failure: Failure, reason: Reason = 'unresolved'): void {
    this.problems.push(problemOfFailure(reason, `${this.positionOf(service)} ${service.name}`, failure));
  }

  /** Adds an unread part. @param part its name without the name of the instance */
  addUnreadPart(part: string): void {
    this.unreadParts.push(`${this.#instance} ${part}`);
  }

  /** Adds the SNI names of a service as unread parts. */
  addUnreadSniNames({ name }: PostfixService): void {
    this.addUnreadPart('sni');
    this.addUnreadPart(`${name} sni`);
  }

  /** Returns the value. If it is unresolved, adds a problem and returns undefined. */
  valueOrProblem<T>(service: PostfixService, resolved: ResolvedSettings<T>): T | undefined {
    if (resolved.kind === 'value') return resolved.value;
    this.addProblem(service, resolved.failure, reasonOf(resolved));
    return undefined;
  }

  /** Returns the value. If it is unresolved, adds a problem and an unread part. */
  valueOrUnreadPart<T>(part: string, service: PostfixService, resolved: ResolvedSettings<T>): T | undefined {
    if (resolved.kind === 'unresolved') this.addUnreadPart(part);
    return this.valueOrProblem(service, resolved);
  }

  /** Returns the files that are served. Adds a problem for each file that is never served. */
  servedFiles(
    service: PostfixService,
    resolved: ResolvedSettings<ConfiguredFiles | undefined>,
  ): NamedFiles | undefined {
    const configured = this.valueOrProblem(service, resolved);
    for (const remark of configured?.remarks ?? []) this.addProblem(service, remark, 'settings_malformed');
    return configured?.files;
  }
}
