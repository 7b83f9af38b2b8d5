import type { StoredCertificate } from '../certificate/certificate.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { selectCertificate } from '../connector/select-certificate.ts';
import type { Assessment } from '../observation/assess.ts';
import { certbotLineage } from './certbot.ts';
import { importing } from './enabling.ts';
import { showCertificate } from './looking.ts';
import { making } from './making.ts';
import type { Command } from './mending.ts';
import { placeOf } from './personal.ts';
import { renewing } from './renewing.ts';

/** Records a certificate as the internal transport certificate, in place of another; none where that takes a line of the configuration. */
function recording(stored: StoredCertificate, assessment: Assessment): readonly Command[] {
  const { observation, settings } = assessment;
  if (observation.internalTransport.source !== 'recorded') return [];
  if (placeOf(stored, assessment) === 'own-folder') {
    const { thumbprint } = stored.certificate;
    return [[...settings.command, 'certificates', 'enable', thumbprint, '--services', 'SMTP', '--force']];
  }
  // A copy of what certbot renews would end with it.
  if (certbotLineage(stored.location.path) !== undefined) return [];
  return (importing(stored, assessment)?.commands ?? []).map((command) => [...command, '--force']);
}

/** The valid one that carries the computer's FQDN, as a connector of that name would choose it. */
function standIn({ observation: { computer, now }, ground }: Assessment): StoredCertificate | undefined {
  const selection = selectCertificate({ value: computer.fqdn, from: 'computer' }, ground);
  return selection.kind === 'chosen' && !isExpired(selection.chosen.certificate, now) ? selection.chosen : undefined;
}

/** For one that has expired, or will soon: another that lasts longer is recorded, else it is renewed. */
export function outlastingInternal(internal: StoredCertificate, assessment: Assessment): readonly Command[] {
  const other = standIn(assessment);
  const isLonger = other !== undefined && other.certificate.notAfter > internal.certificate.notAfter;
  const recorded = isLonger ? recording(other, assessment) : [];
  if (recorded.length > 0) return recorded;
  return (
    renewing(internal, assessment)?.commands ?? [showCertificate(internal, assessment.settings, ['-subject', '-dates'])]
  );
}

/** For one that is gone: the one that stands in for it is recorded, else a new one is made. */
export function replacingInternal(assessment: Assessment): readonly Command[] {
  const { observation, settings } = assessment;
  const other = standIn(assessment);
  if (other !== undefined) {
    const recorded = recording(other, assessment);
    return recorded.length > 0
      ? recorded
      : [[...settings.command, 'certificates', 'show', other.certificate.thumbprint]];
  }
  const made = making(observation.computer.fqdn, assessment);
  return made?.commands ?? [[...settings.command, 'certificates', 'list']];
}
