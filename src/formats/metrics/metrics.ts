import { visible } from '../terminal/visible.ts';

/** One value, told apart from others of its metric by its labels. */
export interface Sample {
  /** Names are `[a-z_]+`; values raw. */
  readonly labels: Readonly<Record<string, string>>;
  /** Finite. */
  readonly value: number;
}

/** A metric, with all its samples. No two samples have the same labels. */
export interface Metric {
  /** `[a-z_]+`; a counter's ends with `_total`, one of an instant with `_timestamp_seconds`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  /** One sentence. */
  readonly help: string;
  readonly samples: readonly Sample[];
}

function escaped(text: string): string {
  return visible(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

function sampleLine(name: string, { labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
}

/** The lines of a metric, by their labels. */
function linesOf(name: string, samples: readonly Sample[]): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  for (const sample of samples) {
    const line = sampleLine(name, sample);
    const labels = line.slice(0, line.lastIndexOf(' '));
    if (!lines.has(labels)) lines.set(labels, line);
  }
  return lines;
}

/**
 * Metrics as Prometheus reads them, in its text format 0.0.4. A metric without samples is left out. Characters that cannot be
 * seen are escaped as on screens. Of samples whose labels are equal then, the first counts: Prometheus would refuse them all.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function renderMetrics(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, type, help, samples }) => {
      const head = `# HELP ${name} ${visible(help).replaceAll('\\', '\\\\')}\n# TYPE ${name} ${type}\n`;
      return head + [...linesOf(name, samples).values()].join('');
    })
    .join('');
}
