/**
 * Returns the value of a sample in the text format of Prometheus; `missing` if there is none.
 * @param connector the label of mailcertd. Default: the metric has no labels
 */
export function sampleOf(metrics: string, name: string, connector?: string): string {
  const start = `${name}${connector === undefined ? '' : `{connector="${connector}"}`} `;
  const line = metrics.split('\n').find((each) => each.startsWith(start));
  return line?.slice(start.length) ?? 'missing';
}
