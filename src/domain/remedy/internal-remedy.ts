import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { isExpired } from '../certificate/lifetime.ts';
import type { Facts } from '../event/facts.ts';
import { YET_UNKNOWN } from '../event/sentences.ts';
import { selectCertificate } from '../selection/select-certificate.ts';
import { certbotLineage } from './certbot.ts';
import { showCertificate } from './diagnostic-commands.ts';
import { copyToPersonalStore } from './enable-for-smtp.ts';
import { issueSelfSignedCommands } from './issue-self-signed-commands.ts';
import { storeLocationOf } from './personal.ts';
import type { Command } from './remedy.ts';
import { renewCommands } from './renew-commands.ts';

/**
 * Returns the commands that record a certificate as the internal transport certificate. Empty if
 * the configuration decides, or if there is no such command.
 */
function recording(stored: StoredCertificate, assessment: Assessment): readonly Command[] {
  const { observation, settings } = assessment;
  if (observation.internalTransport.source !== 'recorded') return [];
  if (storeLocationOf(stored, assessment) === 'own-directory') {
    const { thumbprint } = stored.certificate;
    return [[...settings.command, 'certificates', 'enable', thumbprint, '--services', 'SMTP', '--force']];
  }
  // certbot would not renew a copy.
  if (certbotLineage(stored.location.path) !== undefined) return [];
  return (copyToPersonalStore(stored, assessment)?.commands ?? []).map((command) => [...command, '--force']);
}

/** Returns the valid certificate that a connector with the computer's FQDN would select. */
function standIn({ observation: { computer, now }, context }: Assessment): StoredCertificate | undefined {
  const selection = selectCertificate({ value: computer.fqdn, from: 'computer' }, context);
  return selection.kind === 'chosen' && !isExpired(selection.chosen.certificate, now) ? selection.chosen : undefined;
}

/** Returns that certificate if it expires later than the current one. */
function longer(internal: StoredCertificate | undefined, assessment: Assessment): StoredCertificate | undefined {
  const other = standIn(assessment);
  const end = internal?.certificate.notAfter ?? Number.NEGATIVE_INFINITY;
  return other !== undefined && other.certificate.notAfter > end ? other : undefined;
}

function showing({ certificate }: StoredCertificate, { settings }: Assessment): Command {
  return [...settings.command, 'certificates', 'show', certificate.thumbprint];
}

/**
 * Returns the line to change if the configuration names the internal transport certificate, as
 * facts of an event. Empty otherwise, because commands can record another one.
 */
export function internalLine(assessment: Assessment): Pick<Facts, 'configurationLine'> {
  const { internal, observation } = assessment;
  if (observation.internalTransport.source !== 'configured') return {};
  const { thumbprint } = longer(internal, assessment)?.certificate ?? { thumbprint: YET_UNKNOWN };
  return { configurationLine: `internalTransportCertificate: ${thumbprint}` };
}

/**
 * Returns the commands for an expired or expiring certificate: another with a later expiry is
 * recorded, or the certificate is renewed.
 */
export function longerValidInternal(internal: StoredCertificate, assessment: Assessment): readonly Command[] {
  const other = longer(internal, assessment);
  const recorded = other === undefined ? [] : recording(other, assessment);
  if (recorded.length > 0) return recorded;
  if (other !== undefined && assessment.observation.internalTransport.source === 'configured') {
    return [showing(other, assessment)];
  }
  return (
    renewCommands(internal, assessment)?.commands ?? [
      showCertificate(internal, assessment.settings, ['-subject', '-dates']),
    ]
  );
}

/**
 * Returns the commands for a missing certificate: its substitute is recorded, or a new one is
 * issued.
 */
export function replacingInternal(assessment: Assessment): readonly Command[] {
  const { observation, settings } = assessment;
  const other = standIn(assessment);
  if (other !== undefined) {
    const recorded = recording(other, assessment);
    return recorded.length > 0 ? recorded : [showing(other, assessment)];
  }
  const made = issueSelfSignedCommands(observation.computer.fqdn, assessment);
  return made?.commands ?? [[...settings.command, 'certificates', 'list']];
}
