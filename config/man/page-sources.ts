import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { buildProgram } from '../../src/adapters/cli/program.ts';
import type { CommandLineDependencies } from '../../src/adapters/cli/session/cli-dependencies.ts';
import { Output } from '../../src/adapters/cli/session/output.ts';
import type { Locale } from '../../src/domain/text/locale.ts';
import { commandLineDependencies } from '../../src/main/command-line-dependencies.ts';
import { type Block, parseMarkdown } from './parse-markdown.ts';

/** The sources of all manual pages. */
export interface PageSources {
  readonly repository: string;
  /** For example `2026-11-30`. */
  readonly date: string;
  readonly version: string;
}

/** Returns the blocks of a document, given relative to the repository. */
export function readDocument({ repository }: PageSources, page: string): readonly Block[] {
  return parseMarkdown(readFileSync(join(repository, page), 'utf8'));
}

/** Returns the blocks below a heading, down to the next heading of the same or a higher level. */
export function sectionOf(blocks: readonly Block[], heading: string): readonly Block[] {
  const start = blocks.findIndex((block) => block.kind === 'heading' && block.text === heading);
  const found = blocks[start];
  if (found?.kind !== 'heading') throw new Error(`no section "${heading}"`);
  const rest = blocks.slice(start + 1);
  const end = rest.findIndex((block) => block.kind === 'heading' && block.level <= found.level);
  return end < 0 ? rest : rest.slice(0, end);
}

/** Returns the table below a heading. */
export function tableOf(blocks: readonly Block[], heading: string): Extract<Block, { kind: 'table' }> {
  const table = sectionOf(blocks, heading).find((block) => block.kind === 'table');
  if (table?.kind !== 'table') throw new Error(`no table in the section "${heading}"`);
  return table;
}

/** Returns the paragraphs at the begin of a document, without the first code and its introduction. */
export function introductionOf(blocks: readonly Block[]): readonly Block[] {
  const end = blocks.findIndex(({ kind }) => kind === 'code');
  return blocks.slice(0, end - 1).filter(({ kind }) => kind === 'paragraph');
}

/** Returns dependencies of a command line that runs no command. */
export function idleDependencies(): CommandLineDependencies {
  const { signal } = new AbortController();
  return commandLineDependencies(signal, {
    catchInterrupt: () => {},
    beforeSignalEnds: () => ({ [Symbol.dispose]: () => {} }),
  });
}

/** Returns the program with the help of all commands in a language. */
export function programIn(locale: Locale): Command {
  const dependencies = idleDependencies();
  return buildProgram(dependencies, new Output(dependencies), ['--locale', locale]).program;
}
