import type { Failure } from '../../../src/domain/failure/failure.ts';
import { SAID_FAILURES } from '../../../src/domain/failure/said-failures.ts';

/** Returns the failure of what a system, server, tool or library said; default: nothing. */
export function said(text = ''): Failure {
  return SAID_FAILURES.said({ text });
}
