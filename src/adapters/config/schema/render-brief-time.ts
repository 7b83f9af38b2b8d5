import { renderDuration } from '../../../formats/text/duration.ts';

/** Renders a duration in ms in the form of the configuration file. */
export function renderBriefTime(time: number): string {
  return time % 1000 === 0 ? renderDuration(time) : `${time}ms`;
}
