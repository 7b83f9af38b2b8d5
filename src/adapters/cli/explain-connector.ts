import { dirname } from 'node:path';
import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { Explanation } from '../../domain/status.ts';
import { explanationDocument } from './explain-document.ts';
import { explainScreen, type Mending } from './explain-screen.ts';
import { findConnector } from './find-connector.ts';
import type { Invocation } from './invocation.ts';
import { jsonDocument } from './json-document.ts';
import type { Session } from './means.ts';
import { type ExplainOptions, rehearseConnectors, suppositionOf } from './rehearse-connectors.ts';
import { wordsOf } from './words-of.ts';

/**
 * What enabling the nearest miss for SMTP would come to, where that is all it lacks. What is written in its folder goes for
 * all that lies there, so whatever of that carries the name is enabled too.
 */
async function rehearseEnabling(
  { selection, connector }: Explanation,
  { operations }: Session,
  signal: AbortSignal,
): Promise<Mending | undefined> {
  if (selection.kind !== 'none' || selection.nearestMiss?.reason !== 'not-enabled-for-smtp') return undefined;
  const { candidate } = selection.nearestMiss;
  const folderOf = ({ location }: StoredCertificate): string => dirname(location.path);
  const enabled = [selection.nearestMiss, ...selection.rejected]
    .filter((each) => each.reason === 'not-enabled-for-smtp' && folderOf(each.candidate) === folderOf(candidate))
    .map((each) => each.candidate.certificate.thumbprint);
  const rehearsal = await operations.rehearse({ files: [], store: undefined, at: undefined, enabled }, signal);
  const after = rehearsal.after.find((each) => each.connector.name === connector.name);
  return after && { candidate, after, rehearsal };
}

/** `mailcertd connectors explain`. */
export async function explainConnector(
  word: string | undefined,
  options: ExplainOptions,
  invocation: Invocation,
): Promise<void> {
  await invocation.withSession([], async (session) => {
    const { output, means } = invocation;
    const supposition = suppositionOf(options, means, session);
    if (supposition !== undefined) return rehearseConnectors(word, supposition, options, { session, invocation });
    const { connectors } = await session.operations.scan(undefined, means.signal);
    const chosen = word === undefined ? connectors : [findConnector(word, connectors)];
    if (options.format === 'json') {
      const documents = chosen.map(explanationDocument);
      return output.print(jsonDocument(word === undefined ? documents : documents[0]));
    }
    const screen = invocation.screen(session);
    const parts: string[] = [];
    for (const explanation of chosen) {
      const mending = word === undefined ? undefined : await rehearseEnabling(explanation, session, means.signal);
      parts.push(explainScreen(explanation, screen, { mending }));
    }
    await output.print(parts.join('\n'));
    if (chosen.length === 0) output.tell(wordsOf(session.rendering.locale).noConnectors);
  });
}
