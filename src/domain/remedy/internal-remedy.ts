import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { isExpired } from '../certificate/lifetime.ts';
import type { ConfigurationData } from '../event/data/change-data.ts';
import { selectCertificate } from '../selection/select-certificate.ts';
import { certbotLineage } from './certbot.ts';
import { showCertificateCommand } from './diagnostic-commands.ts';
import { copyToPersonalStore } from './enable-for-smtp.ts';
import { issueSelfSignedForName } from './issue-self-signed-for-name.ts';
import { storeLocationOf } from './personal-location.ts';
import type { Command } from './remedy.ts';
import { renewOnThisHost } from './renew-on-this-host.ts';

/**
 * Returns the commands that record a certificate as the internal transport certificate (for mail
 * between Exchange servers) in place of the recorded one. Empty if none is recorded, because the
 * configuration names it or it is selected automatically, or if no command can record this
 * certificate.
 */
function recordCommands(stored: StoredCertificate, assessment: Assessment): readonly Command[] {
  const { observation, settings } = assessment;
  if (observation.internalTransport.source !== 'recorded') return [];
  // In both commands, `--force` replaces the recorded certificate without confirmation.
  if (storeLocationOf(stored, assessment) === 'own-directory') {
    const { thumbprint } = stored.certificate;
    return [[...settings.command, 'certificates', 'enable', thumbprint, '--services', 'SMTP', '--force']];
  }
  // Only a copy in the personal store can be recorded, and certbot would not renew the copy.
  if (certbotLineage(stored.location.path) !== undefined) return [];
  return (copyToPersonalStore(stored, assessment)?.commands ?? []).map((command) => [...command, '--force']);
}

/** Returns the valid certificate that a connector with the computer's FQDN would select. */
function selectReplacement({ observation: { computer, now }, context }: Assessment): StoredCertificate | undefined {
  const selection = selectCertificate({ value: computer.fqdn, from: 'computer' }, context);
  return selection.kind === 'chosen' && !isExpired(selection.chosen.certificate, now) ? selection.chosen : undefined;
}

/** Returns the replacement if it expires later than the current internal transport certificate. */
function longerValidReplacement(
  internalCertificate: StoredCertificate | undefined,
  assessment: Assessment,
): StoredCertificate | undefined {
  const replacement = selectReplacement(assessment);
  const currentEnd = internalCertificate?.certificate.notAfter ?? Number.NEGATIVE_INFINITY;
  return replacement !== undefined && replacement.certificate.notAfter > currentEnd ? replacement : undefined;
}

function showInMailcertd({ certificate }: StoredCertificate, { settings }: Assessment): Command {
  return [...settings.command, 'certificates', 'show', certificate.thumbprint];
}

/**
 * Returns the line of the configuration to change, as a fact of an event, if the configuration
 * names the internal transport certificate. Empty otherwise, because a command can record another
 * one.
 */
export function configurationLineFacts(assessment: Assessment): Partial<ConfigurationData> {
  const { internalCertificate: internal, observation } = assessment;
  if (observation.internalTransport.source !== 'configured') return {};
  const replacement = longerValidReplacement(internal, assessment);
  return replacement === undefined
    ? { configurationLine: 'internalTransportCertificate: THUMBPRINT', hasPlaceholder: true }
    : { configurationLine: `internalTransportCertificate: ${replacement.certificate.thumbprint}` };
}

/**
 * Returns the commands for an expired or expiring internal transport certificate. They record
 * another certificate with a later expiry, or renew this one. If the configuration names the
 * certificate, a command only shows the other one, because the user must edit the configuration. If
 * this certificate cannot be renewed here, a command shows it.
 */
export function replaceExpiringInternal(internal: StoredCertificate, assessment: Assessment): readonly Command[] {
  const replacement = longerValidReplacement(internal, assessment);
  const commands = replacement === undefined ? [] : recordCommands(replacement, assessment);
  if (commands.length > 0) return commands;
  if (replacement !== undefined && assessment.observation.internalTransport.source === 'configured') {
    return [showInMailcertd(replacement, assessment)];
  }
  return (
    renewOnThisHost(internal, assessment)?.commands ?? [
      showCertificateCommand(internal, assessment.settings, ['-subject', '-dates']),
    ]
  );
}

/**
 * Returns the commands for a missing internal transport certificate. They record or at least show
 * the certificate that is used while it is missing. If there is none, they issue a new certificate
 * or list all.
 */
export function replaceMissingInternal(assessment: Assessment): readonly Command[] {
  const { observation, settings } = assessment;
  const replacement = selectReplacement(assessment);
  if (replacement !== undefined) {
    const commands = recordCommands(replacement, assessment);
    return commands.length > 0 ? commands : [showInMailcertd(replacement, assessment)];
  }
  const issued = issueSelfSignedForName(observation.computer.fqdn, assessment);
  return issued?.commands ?? [[...settings.command, 'certificates', 'list']];
}
