import { renderDuration } from '../../formats/duration.ts';

/** The written form of such a time. */
export function renderBriefTime(time: number): string {
  return time % 1000 === 0 ? renderDuration(time) : `${time}ms`;
}
