import { expect, it } from 'vitest';
import { auditResult } from '../../../config/release/audit-result.ts';

const report = (vulnerabilities: object): string =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: { dependencies: { prod: 41 } } });

it('passes if the registry knows no advisory for a shipped package', () => {
  expect(auditResult(report({}))).toEqual({ status: 'ok', checked: 'no advisory for 41 packages' });
});

it('fails with each package that has an advisory', () => {
  expect(auditResult(report({ yaml: { severity: 'high', range: '<2.0.0', via: ['x'] } }))).toMatchObject({
    status: 'failed',
    problems: ['yaml <2.0.0: high'],
  });
});

it.each([
  ['', 'no output'],
  ['<html>', 'no output'],
  [JSON.stringify({ message: '405 Method Not Allowed' }), '405 Method Not Allowed'],
  [JSON.stringify({ error: { code: 'ENOTFOUND', summary: 'request failed' } }), 'request failed'],
])('is unknown, and not passed, without an answer of the registry: %s', (output, reason) => {
  expect(auditResult(output)).toMatchObject({
    status: 'unknown',
    problems: [`npm audit has no answer from the registry: ${reason}`],
  });
});
