import type { Problem } from '../../../src/domain/failure/problem.ts';
import { saying } from './saying.ts';

/** Returns a problem whose failure has the English text `detail`. */
export function problemSaying(
  reason: string,
  location: string,
  detail: string,
): Omit<Problem, 'reason'> & { readonly reason: string } {
  return { reason, location, failure: saying(detail) };
}
