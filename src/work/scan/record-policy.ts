import type { Settings } from '../../domain/assessment/settings.ts';
import type { RecordPolicy } from '../../domain/condition/new-record.ts';

/**
 * Returns the policy for the conditions and records of a computer.
 * @param computer its FQDN
 */
export function recordPolicy(settings: Settings, computer: string): RecordPolicy {
  return { ...settings, computer };
}
