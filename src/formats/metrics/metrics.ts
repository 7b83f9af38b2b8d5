import { visible } from '../terminal/visible.ts';

/** A value of a metric, identified by its labels. */
export interface Sample {
  /** The names are `[a-z_]+`. The values are escaped when printed. */
  readonly labels: Readonly<Record<string, string>>;
  /** Finite. */
  readonly value: number;
}

/** A metric with its samples. No two samples have the same labels. */
export interface Metric {
  /** `[a-z_]+`; a counter ends with `_total`, an instant with `_timestamp_seconds`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  /** One sentence. */
  readonly help: string;
  readonly samples: readonly Sample[];
}

function escapeLabel(text: string): string {
  return visible(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

/** Returns the name of a metric with the labels of a sample, which identify its line. */
function seriesOf(name: string, { labels }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}

/**
 * Returns the lines of a metric, by name and labels. Of lines with equal labels, keeps the first.
 */
function linesOf(name: string, samples: readonly Sample[]): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  for (const sample of samples) {
    const series = seriesOf(name, sample);
    if (!lines.has(series)) lines.set(series, `${series} ${sample.value}\n`);
  }
  return lines;
}

/**
 * Renders metrics in Prometheus text format 0.0.4. Metrics without samples are left out. Invisible
 * characters are escaped as on screens. If labels are equal after escaping, only the first sample
 * is kept, because Prometheus would reject all of them.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function renderMetrics(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, type, help, samples }) => {
      const header = `# HELP ${name} ${visible(help).replaceAll('\\', '\\\\')}\n# TYPE ${name} ${type}\n`;
      return header + [...linesOf(name, samples).values()].join('');
    })
    .join('');
}
