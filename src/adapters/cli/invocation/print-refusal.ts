import { dirname } from 'node:path';
import type { Refusal } from '../../../domain/store-change/refusal.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { refusalDocument } from '../json/change-document.ts';
import type { Session } from '../session/session.ts';
import type { StoreVerb } from '../text/refusal-commands.ts';
import { refusalLine } from '../text/refusal-line.ts';
import type { Invocation } from './invocation.ts';

/** A command that may be refused, and its output format. */
export interface RefusedCommand {
  readonly verb: StoreVerb;
  readonly format: 'text' | 'json';
}

/**
 * Prints a refusal to standard error and, with `--format json`, also as JSON to standard output.
 * Sets exit code 1.
 */
export async function printRefusal(
  refusal: Refusal,
  { verb, format }: RefusedCommand,
  session: Session,
  invocation: Invocation,
): Promise<void> {
  const { output } = invocation;
  invocation.exitCode = 1;
  const owner = await ownerOf(refusal, session, invocation);
  output.note(refusalLine(refusal, { verb, command: session.command, owner }, session.rendering.locale));
  if (format === 'json') await output.print(jsonDocument(refusalDocument(refusal)));
}

/**
 * Returns the account that could read a path without permission: the owner of the path or, if it is
 * unknown, of its directory. undefined: unknown, the user's own account, or another refusal.
 */
async function ownerOf(
  refusal: Refusal,
  { operations }: Session,
  { dependencies }: Invocation,
): Promise<string | undefined> {
  if (refusal.reason !== 'store-unavailable' || refusal.problem.reason !== 'permission_denied') return undefined;
  const { location } = refusal.problem;
  const rules = await operations.accessRulesAt([location, dirname(location)]);
  const owner = rules.find((accessRules) => accessRules !== undefined)?.owner;
  return owner === dependencies.account ? undefined : owner;
}
