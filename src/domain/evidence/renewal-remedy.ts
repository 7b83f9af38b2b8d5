import type { Assessment } from '../assessment/assess.ts';
import { showCertificateCommand } from '../remedy/diagnostic-commands.ts';
import { explainCommand } from '../remedy/explain-command.ts';
import type { Command } from '../remedy/remedy.ts';
import { longerValidRemedy } from '../remedy/remedy-of.ts';
import type { SelectedCertificate } from './selected-certificates.ts';

/**
 * Returns the commands that renew an expired or expiring certificate. If there are none, returns
 * the command that explains the selection of its first connector. If no remedy is known at all, the
 * command that shows the certificate precedes it.
 */
export function renewalRemedy(
  { stored, connectors: [first] }: SelectedCertificate,
  assessment: Assessment,
): readonly Command[] {
  const { settings } = assessment;
  const remedy = longerValidRemedy(stored, first, assessment);
  if (remedy !== undefined && remedy.commands.length > 0) return remedy.commands;
  // A remedy without commands is a line to write, which the explanation shows.
  const diagnostics =
    remedy === undefined ? [showCertificateCommand(stored, settings, ['-subject', '-issuer', '-dates'])] : [];
  return first === undefined ? diagnostics : [...diagnostics, explainCommand(settings, first.name)];
}
