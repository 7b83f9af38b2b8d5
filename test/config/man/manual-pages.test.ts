import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { visibleCommands } from '../../../config/man/command-reference.ts';
import { configurationKeys } from '../../../config/man/configuration-keys.ts';
import { escapeRoff } from '../../../config/man/escape-roff.ts';
import { manualPages } from '../../../config/man/manual-pages.ts';
import { programIn } from '../../../config/man/page-sources.ts';
import { ALL_EVENTS } from '../../../src/domain/event/catalog/all.ts';

const repository = resolve(import.meta.dirname, '../../..');
const pages = manualPages({ repository, date: '2026-11-30', version: '1.2.3' });
const pageOf = (path: string): string => pages.get(path) ?? '';
const program = programIn('en');
const commands = visibleCommands(program);

/** Returns the sections of a page, in order. */
const headingsOf = (path: string): readonly string[] =>
  [...pageOf(path).matchAll(/^\.SH (.+)$/gm)].map(([, heading = '']) => heading);

describe('the manual', () => {
  it('has a page for the program, each command, the configuration and the events, and the pages in Japanese that have Japanese sources', () => {
    const names = ['mailcertd', ...commands.map((command) => `mailcertd-${command.name()}`)];
    const expected = [
      'man5/mailcertd.yaml.5',
      ...['', 'ja/'].flatMap((language) => [
        ...names.map((name) => `${language}man1/${name}.1`),
        `${language}man7/mailcertd-events.7`,
      ]),
    ];
    expect([...pages.keys()].sort()).toEqual(expected.sort());
  });

  it('begins each page with its name, section, date and version', () => {
    for (const [path, text] of pages) {
      const [, name = '', section] = /([^/]+)\.(\d)$/.exec(path) ?? [];
      const title = `.TH "${escapeRoff(name.toUpperCase())}" ${section} 2026-11-30 "mailcertd 1.2.3" "`;
      expect(text.startsWith(title), path).toBe(true);
    }
  });

  it.each(commands.map((command) => command.name()))('has the sections that a reader expects for %s', (name) => {
    const headings = headingsOf(`man1/mailcertd-${name}.1`);
    const optional = ['COMMANDS', 'FILES'];
    expect(headings.filter((heading) => !optional.includes(heading))).toEqual([
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'OPTIONS',
      'EXIT STATUS',
      'EXAMPLES',
      'SEE ALSO',
    ]);
  });

  it('has files and examples for the program', () => {
    expect(headingsOf('man1/mailcertd.1')).toEqual(
      'NAME,SYNOPSIS,DESCRIPTION,COMMANDS,OPTIONS,EXIT STATUS,FILES,EXAMPLES,SEE ALSO'.split(','),
    );
    expect(headingsOf('ja/man1/mailcertd.1')).toEqual('名前,書式,説明,コマンド,オプション,使用例,関連項目'.split(','));
  });

  it('begins the description of the program with the first steps', () => {
    const headings = [...pageOf('man1/mailcertd.1').matchAll(/^\.SS (.+)$/gm)].map(([, heading]) => heading);
    expect(headings.slice(0, 2)).toEqual(['First steps', 'Rules for all commands']);
    expect(pageOf('man1/mailcertd.1')).toContain('systemctl reload mailcertd');
  });

  it.each(['en', 'ja'] as const)('describes every option as the help in %s does', (locale) => {
    for (const command of visibleCommands(programIn(locale))) {
      const text = pageOf(`${locale === 'ja' ? 'ja/' : ''}man1/mailcertd-${command.name()}.1`);
      for (const each of visibleCommands(command)) {
        const help = each.createHelp();
        for (const option of help.visibleOptions(each)) {
          const description = escapeRoff(help.optionDescription(option), locale === 'ja' ? 'japanese' : 'ascii');
          expect(text).toContain(`\\fB${escapeRoff(option.long ?? '')}\\fR`);
          expect(text).toContain(`\n${description}\n`);
        }
      }
    }
  });

  it('describes every key of the configuration', () => {
    const text = pageOf('man5/mailcertd.yaml.5');
    for (const { key } of configurationKeys()) expect(text).toContain(`\n\\fB${escapeRoff(key)}\\fR\n`);
  });

  it('describes every event with its title and parameters', () => {
    for (const [path, locale, label] of [
      ['man7/mailcertd-events.7', 'en', 'Parameters:'],
      ['ja/man7/mailcertd-events.7', 'ja', 'パラメーター:'],
    ] as const) {
      const encoding = locale === 'ja' ? 'japanese' : 'ascii';
      const text = pageOf(path);
      for (const { eventId, symbolicName, title, parameters } of ALL_EVENTS) {
        const [, part = ''] = text.split(`\n\\fB${eventId} ${symbolicName}\\fR\n`);
        const [entry = ''] = part.split('\n.TP 7\n');
        expect(entry).toContain(`: ${escapeRoff(title[locale], encoding)}\n`);
        if (parameters.length > 0)
          expect(entry).toContain(`\\fB${escapeRoff(label, encoding)}\\fR ${escapeRoff(parameters.join(', '))}`);
      }
    }
  });

  it('is ASCII in English, and has no other requests than the known ones', () => {
    const known = /^\.(TH|SH|SS|PP|TP 7|IP \\\(bu 2|RS 4|RE|nf|fi|br|sp|nh|ad l|ds AD l)( |$)/;
    for (const [path, text] of pages) {
      if (!path.startsWith('ja/')) expect(text).toMatch(/^[\x20-\x7e\n]*$/);
      const requests = text.split('\n').filter((line) => /^[.']/.test(line));
      expect([path, requests.filter((line) => !known.test(line))]).toEqual([path, []]);
    }
  });
});
