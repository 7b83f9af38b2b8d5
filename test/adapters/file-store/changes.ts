import { renameSync, rmSync } from 'node:fs';
import type { TemporaryDirectory } from '../../fixtures/temporary-directory.ts';

/** A way in which a program replaces a certificate. */
export interface Change {
  readonly title: string;
  /** Creates a store with the first certificate, and returns its path. */
  readonly before: (directory: TemporaryDirectory, pem: string) => string;
  readonly change: (directory: TemporaryDirectory, pem: string) => void;
}

/** A way in which the certificate at `store/mail.pem` is replaced, directly or through links. */
interface Shape {
  readonly title: string;
  readonly before: (directory: TemporaryDirectory, pem: string) => unknown;
  readonly change: (directory: TemporaryDirectory, pem: string) => unknown;
}

const SHAPES: readonly Shape[] = [
  {
    title: 'rewritten in place',
    before: (directory, pem) => directory.write('store/mail.pem', pem),
    change: (directory, pem) => directory.write('store/mail.pem', pem),
  },
  {
    title: 'replaced by rename',
    before: (directory, pem) => directory.write('store/mail.pem', pem),
    change: (directory, pem) => renameSync(directory.write('store/.fresh', pem), directory.at('store/mail.pem')),
  },
  {
    title: 'removed and written again',
    before: (directory, pem) => directory.write('store/mail.pem', pem),
    change: (directory, pem) => {
      rmSync(directory.at('store/mail.pem'));
      directory.write('store/mail.pem', pem);
    },
  },
  {
    title: 'through a link that is re-pointed, as certbot does',
    before: (directory, pem) => {
      directory.write('archive/mail1.pem', pem);
      directory.link('store/mail.pem', '../archive/mail1.pem');
    },
    change: (directory, pem) => {
      directory.write('archive/mail2.pem', pem);
      directory.link('store/mail.pem', '../archive/mail2.pem');
    },
  },
  {
    title: 'rewritten where a link leads',
    before: (directory, pem) => {
      directory.write('archive/mail1.pem', pem);
      directory.link('store/mail.pem', '../archive/mail1.pem');
    },
    change: (directory, pem) => directory.write('archive/mail1.pem', pem),
  },
  {
    title: 'through a directory that is swapped, as Kubernetes does',
    before: (directory, pem) => {
      directory.write('store/..1/mail.pem', pem);
      directory.link('store/..data', '..1');
      directory.link('store/mail.pem', '..data/mail.pem');
    },
    change: (directory, pem) => {
      directory.write('store/..2/mail.pem', pem);
      directory.link('store/..data', '..2');
      rmSync(directory.at('store/..1'), { recursive: true });
    },
  },
  {
    title: 'through a chain of links whose middle one is re-pointed',
    before: (directory, pem) => {
      directory.write('archive/1/mail.pem', pem);
      directory.link('middle/mail.pem', '../archive/1/mail.pem');
      directory.link('store/mail.pem', '../middle/mail.pem');
    },
    change: (directory, pem) => {
      directory.write('archive/2/mail.pem', pem);
      directory.link('middle/mail.pem', '../archive/2/mail.pem');
    },
  },
  {
    title: 'through a linked directory in the middle that is re-pointed',
    before: (directory, pem) => {
      directory.write('archive/1/mail.pem', pem);
      directory.link('middle/current', '../archive/1');
      directory.link('store/mail.pem', '../middle/current/mail.pem');
    },
    change: (directory, pem) => {
      directory.write('archive/2/mail.pem', pem);
      directory.link('middle/current', '../archive/2');
    },
  },
  {
    title: 'below a directory in the middle that is swapped by two renames',
    before: (directory, pem) => {
      directory.write('middle/current/deep/mail.pem', pem);
      directory.link('store/mail.pem', '../middle/current/deep/mail.pem');
    },
    change: (directory, pem) => {
      directory.write('middle/fresh/deep/mail.pem', pem);
      renameSync(directory.at('middle/current'), directory.at('middle/old'));
      renameSync(directory.at('middle/fresh'), directory.at('middle/current'));
    },
  },
  {
    title: 'in a directory that is removed and made again',
    before: (directory, pem) => directory.write('store/mail.pem', pem),
    change: (directory, pem) => {
      rmSync(directory.at('store'), { recursive: true });
      directory.write('store/mail.pem', pem);
    },
  },
  {
    title: 'in a directory that is swapped by two renames',
    before: (directory, pem) => directory.write('store/mail.pem', pem),
    change: (directory, pem) => {
      directory.write('fresh/mail.pem', pem);
      renameSync(directory.at('store'), directory.at('old'));
      renameSync(directory.at('fresh'), directory.at('store'));
    },
  },
  {
    title: 'in a directory that is a link and is re-pointed',
    before: (directory, pem) => {
      directory.write('one/mail.pem', pem);
      directory.link('store', 'one');
    },
    change: (directory, pem) => {
      directory.write('two/mail.pem', pem);
      directory.link('store', 'two');
    },
  },
];

/** The possible paths of a store that contains `store/mail.pem`. */
const PATHS: readonly (readonly [string, string])[] = [
  ['a directory', 'store'],
  ['a file', 'store/mail.pem'],
  ['a glob', 'store/*.pem'],
  ['a glob above', 'st*/mail.pem'],
];

const IN_GLOBS: readonly Change[] = [
  {
    title: 'in a directory that a glob comes to match, while it loses another',
    before: (directory, pem) => {
      directory.write('live/a/mail.pem', pem);
      return directory.at('live/*/mail.pem');
    },
    change: (directory, pem) => {
      directory.write('live/b/mail.pem', pem);
      rmSync(directory.at('live/a'), { recursive: true });
    },
  },
  {
    title: 'deep below a glob of any depth',
    before: (directory, pem) => {
      directory.write('live/a/b/mail.pem', pem);
      return directory.at('live/**/mail.pem');
    },
    change: (directory, pem) => {
      rmSync(directory.at('live/a'), { recursive: true });
      directory.write('live/c/d/e/mail.pem', pem);
    },
  },
];

export const CHANGES: readonly Change[] = [
  ...SHAPES.flatMap(({ title, before, change }) =>
    PATHS.map(([kind, path]) => ({
      title: `of ${kind} ${title}`,
      before: (directory: TemporaryDirectory, pem: string) => {
        before(directory, pem);
        return directory.at(path);
      },
      change: (directory: TemporaryDirectory, pem: string) => void change(directory, pem),
    })),
  ),
  ...IN_GLOBS,
];
