/** A sample as Prometheus reads it. */
export interface ReadSample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

const HELP = /^# HELP ([a-z0-9_]+) (.+)$/;
const TYPE = /^# TYPE ([a-z0-9_]+) (counter|gauge)$/;
const SAMPLE = /^([a-z0-9_]+)(?:\{(.*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;
const LABEL = /([a-zA-Z_]+)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/y;

function labelsOf(text: string): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const at = LABEL.lastIndex;
    const [, name = '', value = ''] = LABEL.exec(text) ?? [];
    if (name === '') throw new Error(`not a label: ${text.slice(at)}`);
    if (labels.has(name)) throw new Error(`label ${name} is repeated: ${text}`);
    labels.set(
      name,
      value.replace(/\\(.)/g, (_, character) => (character === 'n' ? '\n' : character)),
    );
  }
  return labels;
}

/**
 * Parses the text format of Prometheus in the strict form that mailcertd writes. Each metric occurs
 * once, as HELP, TYPE and its samples. Labels and values have one spelling, and no sample occurs
 * twice.
 * @throws {Error} with the number of the invalid line
 */
export function parseMetrics(text: string): readonly ReadSample[] {
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line does not end');
  const seen = new Set<string>();
  const samples: ReadSample[] = [];
  let [helped, metric, hasSample] = ['', '', true];
  for (const line of text.split('\n').slice(0, -1)) {
    const [, help] = HELP.exec(line) ?? [];
    const [, typed] = TYPE.exec(line) ?? [];
    if (help !== undefined) {
      if (!hasSample) throw new Error(`${metric} has no sample`);
      if (seen.has(help)) throw new Error(`${help} is repeated`);
      seen.add(help);
      helped = help;
    } else if (typed !== undefined) {
      if (typed !== helped) throw new Error(`a type without its help: ${line}`);
      [metric, hasSample] = [typed, false];
    } else {
      const [, name, labels = '', value = ''] = SAMPLE.exec(line) ?? [];
      if (name === undefined || name !== metric) throw new Error(`not a sample of ${metric}: ${line}`);
      const key = line.slice(0, -value.length);
      if (seen.has(key)) throw new Error(`it is repeated: ${key}`);
      seen.add(key);
      hasSample = true;
      samples.push({ name, labels: labelsOf(labels), value: Number(value) });
    }
  }
  if (!hasSample) throw new Error(`${metric} has no sample`);
  return samples;
}
