import type { Locale } from '../text/locale.ts';
import type { Failure } from './failure.ts';
import { failureText } from './failure-text.ts';

/** One error or warning of a configuration file. Line and column count from 1. */
export interface ConfigurationIssue {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The error and its fix, without the position. */
  readonly failure: Failure;
}

/** Returns an error or warning as `file:line:column: message`. */
export function renderConfigurationIssue({ file, line, column, failure }: ConfigurationIssue, locale: Locale): string {
  return `${file}:${line}:${column}: ${failureText(failure, locale)}`;
}
