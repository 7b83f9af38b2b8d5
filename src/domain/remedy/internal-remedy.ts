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

/** Records a certificate as the internal transport certificate, in place of another; none where that takes a line of the configuration. */
function recording(stored: StoredCertificate, assessment: Assessment): readonly Command[] {
  const { observation, settings } = assessment;
  if (observation.internalTransport.source !== 'recorded') return [];
  if (storeLocationOf(stored, assessment) === 'own-folder') {
    const { thumbprint } = stored.certificate;
    return [[...settings.command, 'certificates', 'enable', thumbprint, '--services', 'SMTP', '--force']];
  }
  // A copy of what certbot renews would end with it.
  if (certbotLineage(stored.location.path) !== undefined) return [];
  return (copyToPersonalStore(stored, assessment)?.commands ?? []).map((command) => [...command, '--force']);
}

/** The valid one that carries the computer's FQDN, as a connector of that name would choose it. */
function standIn({ observation: { computer, now }, context: ground }: Assessment): StoredCertificate | undefined {
  const selection = selectCertificate({ value: computer.fqdn, from: 'computer' }, ground);
  return selection.kind === 'chosen' && !isExpired(selection.chosen.certificate, now) ? selection.chosen : undefined;
}

/** The same, where it lasts longer than the one there is. */
function longer(internal: StoredCertificate | undefined, assessment: Assessment): StoredCertificate | undefined {
  const other = standIn(assessment);
  const end = internal?.certificate.notAfter ?? Number.NEGATIVE_INFINITY;
  return other !== undefined && other.certificate.notAfter > end ? other : undefined;
}

function showing({ certificate }: StoredCertificate, { settings }: Assessment): Command {
  return [...settings.command, 'certificates', 'show', certificate.thumbprint];
}

/**
 * What has to be written where the configuration names the internal transport certificate: no command records another one
 * then. As facts of an event; empty where the configuration leaves it to the store.
 */
export function internalLine(assessment: Assessment): Pick<Facts, 'configurationLine'> {
  const { internal, observation } = assessment;
  if (observation.internalTransport.source !== 'configured') return {};
  const { thumbprint } = longer(internal, assessment)?.certificate ?? { thumbprint: YET_UNKNOWN };
  return { configurationLine: `internalTransportCertificate: ${thumbprint}` };
}

/** For one that has expired, or will soon: another that lasts longer is recorded, else it is renewed. */
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

/** For one that is gone: the one that stands in for it is recorded, else a new one is made. */
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
