import { dirname } from 'node:path';
import type { Refusal } from '../../../domain/store-change/refusal.ts';
import { refusalDocument } from '../json/change-document.ts';
import { jsonDocument } from '../json/json-document.ts';
import type { Session } from '../session/session.ts';
import { refusalLine } from '../text/refusal-line.ts';
import type { StoreVerb } from '../text/refusal-words.ts';
import type { Invocation } from './invocation.ts';

/** The refused command and the output format. */
export interface RefusedCommand {
  readonly verb: StoreVerb;
  readonly format: 'text' | 'json';
}

/** Prints a refusal to standard error and, with `--format json`, as a value. Sets exit code 1. */
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
 * Returns the account that owns an unreadable path or its directory; undefined: unknown, or the
 * account of the user.
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
