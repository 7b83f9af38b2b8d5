import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Metric, renderMetrics } from '../../../src/formats/metrics/metrics.ts';
import { visible } from '../../../src/formats/terminal/visible.ts';
import { parseMetrics } from './parse-metrics.ts';

const metric = (parts: Partial<Metric> = {}): Metric => ({
  ...{ name: 'mailcertd_things', type: 'gauge', help: 'How many things there are.' },
  samples: [{ labels: {}, value: 3 }],
  ...parts,
});

describe('metrics', () => {
  it('are a header and a line for each sample', () => {
    const samples = [
      { labels: { notifier: 'ops', outcome: 'retry', reason: 'timed_out' }, value: 7 },
      { labels: { notifier: 'ops', outcome: 'delivered', reason: '' }, value: 0 },
    ];
    const attempts = metric({ name: 'mailcertd_attempts_total', type: 'counter', help: 'Attempts.', samples });
    expect(renderMetrics([metric(), attempts], 'prometheus')).toBe(`# HELP mailcertd_things How many things there are.
# TYPE mailcertd_things gauge
mailcertd_things 3
# HELP mailcertd_attempts_total Attempts.
# TYPE mailcertd_attempts_total counter
mailcertd_attempts_total{notifier="ops",outcome="retry",reason="timed_out"} 7
mailcertd_attempts_total{notifier="ops",outcome="delivered",reason=""} 0
`);
  });

  it('have the header lines and the end of OpenMetrics in that format', () => {
    const attempts = metric({ name: 'mailcertd_attempts_total', type: 'counter', help: 'All "attempts" \\.' });
    expect(renderMetrics([attempts], 'openmetrics')).toBe(`# HELP mailcertd_attempts All \\"attempts\\" \\\\.
# TYPE mailcertd_attempts counter
mailcertd_attempts_total 3
# EOF
`);
  });

  it('without a sample are left out', () => {
    expect(renderMetrics([metric({ samples: [] })], 'prometheus')).toBe('');
  });

  it.each([
    ['a "quoted" \\ name', 'a \\"quoted\\" \\\\ name'],
    ['two\nlines', 'two\\\\x0alines'],
    ['\u001b[2J\u0000', '\\\\x1b[2J\\\\x00'],
    ['\u202egpj.exe', '\\\\u202egpj.exe'],
    ['配信', '配信'],
  ])('escape label values: %j', (name, written) => {
    expect(renderMetrics([metric({ samples: [{ labels: { name }, value: 1 }] })], 'prometheus')).toContain(
      `{name="${written}"} 1\n`,
    );
  });

  it('are the same when they are parsed again, for any label values', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: 'binary' }), { selector: visible }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.string(),
        (names, value, help) => {
          const samples = names.map((name) => ({ labels: { kind: 'a', name }, value }));
          const text = renderMetrics([metric({ samples, help: `x${help}` })], 'prometheus');
          expect(parseMetrics(text).map((read) => [read.labels.get('name'), read.value])).toEqual(
            names.map((name) => [visible(name), value === 0 ? 0 : value]),
          );
        },
      ),
    );
  });
});
