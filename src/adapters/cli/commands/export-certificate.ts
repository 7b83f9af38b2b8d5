import { resolve } from 'node:path';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { storedDocument } from '../../../formats/document/explain-document.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ExportTarget } from '../../../work/ports/stores.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { printRefusal } from '../invocation/print-refusal.ts';
import type { Session } from '../session/session.ts';
import { CHANGE_PHRASES } from '../text/change-phrases.ts';
import { COMMAND_FAILURES } from '../text/command-failures.ts';
import { UsageError } from '../text/usage-error.ts';
import { findInStores } from './find-in-stores.ts';

/** The options of `certificates export`. */
export interface ExportOptions {
  readonly out: string;
  readonly passwordFile?: string;
  readonly as?: ExportTarget['format'];
  readonly format: 'text' | 'json';
}

const FORMATS_BY_EXTENSION: readonly (readonly [extension: RegExp, format: ExportTarget['format']])[] = [
  [/\.(p12|pfx)$/i, 'pkcs12'],
  [/\.pem$/i, 'pem'],
];

/**
 * Runs `certificates export`: writes a certificate with its chain and key to a file, and prints the
 * path.
 * @throws {UsageError} if the options or the word are invalid
 */
export async function runExport(
  word: string,
  options: ExportOptions,
  session: Session,
  invocation: Invocation,
): Promise<void> {
  const { dependencies, output } = invocation;
  const { rendering, storeChanges } = session;
  const target = targetOf(options);
  const refusedCommand = { verb: 'export', format: options.format } as const;
  const thumbprint = await findInStores(word, { ...refusedCommand, accepts: 'certificates' }, session, invocation);
  if (thumbprint === undefined) return;
  const outcome = await storeChanges.export(thumbprint, target, dependencies.signal);
  if (outcome.kind === 'refused') return printRefusal(outcome.refusal, refusedCommand, session, invocation);
  const { path, format, passwordFile } = target;
  const isEncrypted = passwordFile !== undefined;
  if (options.format === 'json') {
    await output.print(
      jsonDocument({ kind: 'done', stored: storedDocument(outcome.stored), path, format, isEncrypted }),
    );
    return;
  }
  const words = inLanguage(CHANGE_PHRASES, rendering.locale);
  const name = format === 'pem' ? 'PEM' : 'PKCS#12';
  await invocation.printLine(words.exported(outcome.stored.certificate.thumbprint, visible(path), name));
  if (!isEncrypted && invocation.verbosity >= 0) output.note(words.keyUnencrypted);
}

/**
 * Returns the file and format of the export.
 * @throws {UsageError} if the format is unknown, or if PKCS#12 has no password
 */
function targetOf({ out, as, passwordFile }: ExportOptions): ExportTarget {
  const format = as ?? FORMATS_BY_EXTENSION.find(([extension]) => extension.test(out))?.[1];
  if (format === undefined) {
    throw new UsageError(COMMAND_FAILURES.export_format_unknown({ file: out }));
  }
  if (format === 'pkcs12' && passwordFile === undefined) {
    throw new UsageError(COMMAND_FAILURES.export_password_missing({ file: out }));
  }
  return { path: resolve(out), format, passwordFile: passwordFile === undefined ? undefined : resolve(passwordFile) };
}
