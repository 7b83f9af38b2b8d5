import { visible } from '../terminal/visible.ts';

/** The state of a check. @see https://nagios-plugins.org/doc/guidelines.html */
export type NagiosState = 'OK' | 'WARNING' | 'CRITICAL' | 'UNKNOWN';

/** The exit codes of a plugin. */
export const NAGIOS_CODES: Readonly<Record<NagiosState, 0 | 1 | 2 | 3>> = {
  OK: 0,
  WARNING: 1,
  CRITICAL: 2,
  UNKNOWN: 3,
};

/** A measurement. All numbers are finite. */
export interface PerformanceValue {
  readonly label: string;
  readonly value: number;
  /** `s` for seconds; empty for a count. */
  readonly unit: 's' | '';
  /** The thresholds and the range of the value, in the same unit; undefined: not printed. */
  readonly warning: number | undefined;
  readonly critical: number | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
}

/** The result of a plugin. */
export interface NagiosResult {
  readonly state: NagiosState;
  readonly text: string;
  readonly measurements: readonly PerformanceValue[];
}

/** Replaces the vertical bar, which would start the measurements. */
function escapeText(text: string): string {
  return visible(text).replaceAll('|', '_');
}

function renderLabel(label: string): string {
  return `'${escapeText(label).replaceAll('=', '_').replaceAll("'", "''")}'`;
}

function renderPerformance({ label, value, unit, ...range }: PerformanceValue): string {
  const limits = [range.warning, range.critical, range.minimum, range.maximum];
  const givenLimits = limits.slice(0, limits.findLastIndex((limit) => limit !== undefined) + 1);
  return `${renderLabel(label)}=${[`${value}${unit}`, ...givenLimits.map((limit) => limit ?? '')].join(';')}`;
}

/**
 * Renders the output line of a plugin, without a line end: `MAILCERTD OK - text |
 * 'label'=18985010s;25574400;10281600;0;102470399`. Repeated labels get a number, because labels
 * must differ.
 */
export function renderNagios({ state, text, measurements }: NagiosResult): string {
  const line = `MAILCERTD ${state} - ${escapeText(text)}`;
  if (measurements.length === 0) return line;
  const countByLabel = new Map<string, number>();
  const values = measurements.map((measurement) => {
    const occurrence = (countByLabel.get(measurement.label) ?? 0) + 1;
    countByLabel.set(measurement.label, occurrence);
    return renderPerformance(
      occurrence === 1 ? measurement : { ...measurement, label: `${measurement.label} ${occurrence}` },
    );
  });
  return `${line} | ${values.join(' ')}`;
}
