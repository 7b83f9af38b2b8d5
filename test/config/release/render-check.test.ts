import { expect, it } from 'vitest';
import { renderCheck } from '../../../config/release/render-check.ts';

it('prints one line for a passed check', () => {
  expect(renderCheck('links', { status: 'ok', checked: '3 documents' })).toBe('links         ok       3 documents\n');
});

it('prints the problems and the next step of a check that did not pass, and counts the rest', () => {
  const problems = Array.from({ length: 23 }, (_, index) => `problem ${index}`);
  const lines = renderCheck('links', { status: 'failed', problems, next: 'correct it' }).split('\n');
  expect(lines[0]).toBe('links         failed   23 problems');
  expect(lines.slice(20)).toEqual(['  - problem 19', '  - and 3 more', '  Next: correct it', '']);
});
