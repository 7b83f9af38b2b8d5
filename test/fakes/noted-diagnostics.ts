import { failureText } from '../../src/domain/failure/failure-text.ts';
import type { Diagnostics } from '../../src/work/ports/system.ts';

/** Returns diagnostics that give the English text of each note to a function. */
export function notedDiagnostics(onNote: (text: string, level: string) => void): Diagnostics {
  return { note: (level, message) => onNote(failureText(message, 'en'), level) };
}
