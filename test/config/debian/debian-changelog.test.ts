import { describe, expect, it } from 'vitest';
import { debianChangelog } from '../../../config/debian/debian-changelog.ts';

const UNRELEASED = { version: '0.1.0+git1', time: Date.UTC(2026, 10, 30, 11) / 1000 };

describe('the changelog of Debian', () => {
  it('has one entry for each version, and the items of its lists', () => {
    const markdown = [
      '# Changelog\n\nText.\n',
      '## Unreleased\n\nNotes.\n\n### Added\n\n- `npm run x` does\n  [something](docs/x.md).\n- Another one.\n',
      '## 0.1.0 – 2026-11-25\n\n### Fixed\n\nStores:\n\n- A failure.\n',
    ].join('\n');
    expect(debianChangelog(markdown, UNRELEASED, 'Authors <a@b.example>')).toBe(
      [
        'mailcertd (0.1.0+git1) unstable; urgency=medium',
        '',
        '  * Added: npm run x does something.',
        '  * Added: Another one.',
        '',
        ' -- Authors <a@b.example>  Mon, 30 Nov 2026 11:00:00 +0000',
        '',
        'mailcertd (0.1.0) unstable; urgency=medium',
        '',
        '  * Fixed: A failure.',
        '',
        ' -- Authors <a@b.example>  Wed, 25 Nov 2026 00:00:00 +0000',
        '',
      ].join('\n'),
    );
  });

  it('wraps long items at 78 characters', () => {
    const markdown = `## Unreleased\n\n### Added\n\n- ${'word '.repeat(40)}\n`;
    const lines = debianChangelog(markdown, UNRELEASED, 'A <a@b.example>').split('\n');
    expect(lines.filter((line) => line.includes('word')).length).toBe(3);
    expect(lines.every((line) => line.length <= 78)).toBe(true);
  });

  it('says so if a version has no list', () => {
    expect(debianChangelog('## Unreleased\n', UNRELEASED, 'A <a@b.example>')).toContain(
      '\n  * No changes for users.\n',
    );
  });
});
