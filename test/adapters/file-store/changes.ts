import { renameSync, rmSync } from 'node:fs';
import type { TemporaryFolder } from '../../fixtures/temporary-folder.ts';

/** A way in which a certificate takes another's place, as some program does it. */
export interface Change {
  readonly title: string;
  /** Lays out a store with the first certificate in it; answers the store's path. */
  readonly before: (folder: TemporaryFolder, pem: string) => string;
  readonly change: (folder: TemporaryFolder, pem: string) => void;
}

/** A way that leaves the certificate at `store/mail.pem`, whatever leads there. */
interface Shape {
  readonly title: string;
  readonly before: (folder: TemporaryFolder, pem: string) => unknown;
  readonly change: (folder: TemporaryFolder, pem: string) => unknown;
}

const SHAPES: readonly Shape[] = [
  {
    title: 'rewritten in place',
    before: (folder, pem) => folder.write('store/mail.pem', pem),
    change: (folder, pem) => folder.write('store/mail.pem', pem),
  },
  {
    title: 'replaced by rename',
    before: (folder, pem) => folder.write('store/mail.pem', pem),
    change: (folder, pem) => renameSync(folder.write('store/.fresh', pem), folder.at('store/mail.pem')),
  },
  {
    title: 'removed and written again',
    before: (folder, pem) => folder.write('store/mail.pem', pem),
    change: (folder, pem) => {
      rmSync(folder.at('store/mail.pem'));
      folder.write('store/mail.pem', pem);
    },
  },
  {
    title: 'behind a link that is re-pointed, as certbot does',
    before: (folder, pem) => {
      folder.write('archive/mail1.pem', pem);
      folder.link('store/mail.pem', '../archive/mail1.pem');
    },
    change: (folder, pem) => {
      folder.write('archive/mail2.pem', pem);
      folder.link('store/mail.pem', '../archive/mail2.pem');
    },
  },
  {
    title: 'rewritten where a link leads',
    before: (folder, pem) => {
      folder.write('archive/mail1.pem', pem);
      folder.link('store/mail.pem', '../archive/mail1.pem');
    },
    change: (folder, pem) => folder.write('archive/mail1.pem', pem),
  },
  {
    title: 'behind a folder that is swapped, as Kubernetes does',
    before: (folder, pem) => {
      folder.write('store/..1/mail.pem', pem);
      folder.link('store/..data', '..1');
      folder.link('store/mail.pem', '..data/mail.pem');
    },
    change: (folder, pem) => {
      folder.write('store/..2/mail.pem', pem);
      folder.link('store/..data', '..2');
      rmSync(folder.at('store/..1'), { recursive: true });
    },
  },
  {
    title: 'behind a chain of links whose middle one is re-pointed',
    before: (folder, pem) => {
      folder.write('archive/1/mail.pem', pem);
      folder.link('middle/mail.pem', '../archive/1/mail.pem');
      folder.link('store/mail.pem', '../middle/mail.pem');
    },
    change: (folder, pem) => {
      folder.write('archive/2/mail.pem', pem);
      folder.link('middle/mail.pem', '../archive/2/mail.pem');
    },
  },
  {
    title: 'behind a linked folder in the middle that is re-pointed',
    before: (folder, pem) => {
      folder.write('archive/1/mail.pem', pem);
      folder.link('middle/current', '../archive/1');
      folder.link('store/mail.pem', '../middle/current/mail.pem');
    },
    change: (folder, pem) => {
      folder.write('archive/2/mail.pem', pem);
      folder.link('middle/current', '../archive/2');
    },
  },
  {
    title: 'below a folder in the middle that is swapped by two renames',
    before: (folder, pem) => {
      folder.write('middle/current/deep/mail.pem', pem);
      folder.link('store/mail.pem', '../middle/current/deep/mail.pem');
    },
    change: (folder, pem) => {
      folder.write('middle/fresh/deep/mail.pem', pem);
      renameSync(folder.at('middle/current'), folder.at('middle/old'));
      renameSync(folder.at('middle/fresh'), folder.at('middle/current'));
    },
  },
  {
    title: 'in a folder that is removed and made again',
    before: (folder, pem) => folder.write('store/mail.pem', pem),
    change: (folder, pem) => {
      rmSync(folder.at('store'), { recursive: true });
      folder.write('store/mail.pem', pem);
    },
  },
  {
    title: 'in a folder that is swapped by two renames',
    before: (folder, pem) => folder.write('store/mail.pem', pem),
    change: (folder, pem) => {
      folder.write('fresh/mail.pem', pem);
      renameSync(folder.at('store'), folder.at('old'));
      renameSync(folder.at('fresh'), folder.at('store'));
    },
  },
  {
    title: 'in a folder that is a link and is re-pointed',
    before: (folder, pem) => {
      folder.write('one/mail.pem', pem);
      folder.link('store', 'one');
    },
    change: (folder, pem) => {
      folder.write('two/mail.pem', pem);
      folder.link('store', 'two');
    },
  },
];

/** The possible definitions of a store that contains `store/mail.pem`. */
const PATHS: readonly (readonly [string, string])[] = [
  ['a folder', 'store'],
  ['a file', 'store/mail.pem'],
  ['a glob', 'store/*.pem'],
  ['a glob above', 'st*/mail.pem'],
];

const IN_GLOBS: readonly Change[] = [
  {
    title: 'in a folder that a glob comes to match, while it loses another',
    before: (folder, pem) => {
      folder.write('live/a/mail.pem', pem);
      return folder.at('live/*/mail.pem');
    },
    change: (folder, pem) => {
      folder.write('live/b/mail.pem', pem);
      rmSync(folder.at('live/a'), { recursive: true });
    },
  },
  {
    title: 'deep below a glob of any depth',
    before: (folder, pem) => {
      folder.write('live/a/b/mail.pem', pem);
      return folder.at('live/**/mail.pem');
    },
    change: (folder, pem) => {
      rmSync(folder.at('live/a'), { recursive: true });
      folder.write('live/c/d/e/mail.pem', pem);
    },
  },
];

export const CHANGES: readonly Change[] = [
  ...SHAPES.flatMap(({ title, before, change }) =>
    PATHS.map(([kind, path]) => ({
      title: `of ${kind} ${title}`,
      before: (folder: TemporaryFolder, pem: string) => {
        before(folder, pem);
        return folder.at(path);
      },
      change: (folder: TemporaryFolder, pem: string) => void change(folder, pem),
    })),
  ),
  ...IN_GLOBS,
];
