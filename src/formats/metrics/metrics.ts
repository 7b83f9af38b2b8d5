import { visible } from '../terminal/visible.ts';

/** A value of a metric, identified by its labels. Several metrics can share the object of labels. */
export interface Sample {
  /** The names are `[a-zA-Z_]+`. The values are escaped when printed. */
  readonly labels: Readonly<Record<string, string>>;
  /** Finite. */
  readonly value: number;
}

/** A metric with its samples. No two samples have the same labels. */
export interface Metric {
  /** `[a-z0-9_]+`; a counter ends with `_total`, an instant with `_timestamp_seconds`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  /** One sentence. */
  readonly help: string;
  readonly samples: readonly Sample[];
}

function escapeLabel(text: string): string {
  return visible(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

/** Returns the labels of a sample as they follow the name of its metric; empty without labels. */
function labelsText(labels: Sample['labels']): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/**
 * Returns a function that returns the lines of a metric, by its labels. Of lines with equal labels,
 * it keeps the first. It remembers the texts of labels, because several metrics share them.
 */
function lineWriter(): (metric: Metric) => Iterable<string> {
  const texts = new Map<Sample['labels'], string>();
  return ({ name, samples }) => {
    const lines = new Map<string, string>();
    for (const { labels, value } of samples) {
      let text = texts.get(labels);
      if (text === undefined) {
        text = labelsText(labels);
        texts.set(labels, text);
      }
      if (!lines.has(text)) lines.set(text, `${name}${text} ${value}\n`);
    }
    return lines.values();
  };
}

/** The text formats of metrics: that of Prometheus, version 0.0.4, and OpenMetrics 1.0. */
export type MetricsFormat = 'prometheus' | 'openmetrics';

/** The ending of the samples of a counter. */
const TOTAL = '_total';

/**
 * Returns the two header lines of a metric. In OpenMetrics, the name of a counter has no ending
 * there.
 */
function headerOf({ name, type, help }: Metric, format: MetricsFormat): string {
  const isOpen = format === 'openmetrics';
  const family = isOpen && type === 'counter' && name.endsWith(TOTAL) ? name.slice(0, -TOTAL.length) : name;
  const escaped = visible(help).replaceAll('\\', '\\\\');
  return `# HELP ${family} ${isOpen ? escaped.replaceAll('"', '\\"') : escaped}\n# TYPE ${family} ${type}\n`;
}

/**
 * Renders metrics. Metrics without samples are left out. Invisible characters are escaped as on
 * screens. If labels are equal after escaping, only the first sample is kept, because Prometheus
 * would reject all of them.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 * @see https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
export function renderMetrics(metrics: readonly Metric[], format: MetricsFormat): string {
  const linesOf = lineWriter();
  const families = metrics
    .filter(({ samples }) => samples.length > 0)
    .map((metric) => headerOf(metric, format) + [...linesOf(metric)].join(''));
  return families.join('') + (format === 'openmetrics' ? '# EOF\n' : '');
}
