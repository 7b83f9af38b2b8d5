import type { Settings } from '../../domain/assessment/settings.ts';
import type { LifePolicy } from '../../domain/condition/new-record.ts';

/**
 * Returns the policy for the conditions and records of a computer.
 * @param computer its FQDN
 */
export function lifePolicy(settings: Settings, computer: string): LifePolicy {
  return { ...settings, computer };
}
