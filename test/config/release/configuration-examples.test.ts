import { expect, it } from 'vitest';
import { configurationExamples } from '../../../config/release/configuration-examples.ts';

const page = (yaml: string): string => `A text:\n\n\`\`\`yaml\n${yaml}\n\`\`\`\n`;

it('completes a part of a configuration with the only key that has no default', () => {
  expect(configurationExamples('page.md', page('stores: []'))).toEqual([
    { place: 'page.md:4', text: 'stores: []\ncomputer: mail01.contoso.com\n' },
  ]);
  expect(configurationExamples('page.md', page('computer: a.example.org'))[0]?.text).toBe('computer: a.example.org\n');
});

it('leaves out configurations of other programs, but not misspelled keys', () => {
  expect(configurationExamples('page.md', page('scrape_configs: []'))).toEqual([]);
  expect(configurationExamples('page.md', page('apiVersion: v1\n---\napiVersion: v1'))).toEqual([]);
  expect(configurationExamples('page.md', page('notifers: []'))).toHaveLength(1);
  expect(configurationExamples('page.md', page('a: [')).map(({ text }) => text)).toHaveLength(1);
});
