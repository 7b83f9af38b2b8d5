import { readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputOptions, Plugin, RolldownOptions } from 'rolldown';

const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/**
 * Of a source in which one character is beyond Latin-1, V8 keeps all in two octets a character, for as long as the process
 * lasts. Such characters stand in texts and patterns alone, and are written as escapes, which mean the same there: but not
 * behind a backslash, nor in what is read raw.
 */
const escaped: Plugin = {
  name: 'escaped',
  generateBundle: (_options, bundle) => {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      const [raw] = /\\[^\x00-\x7f]|String\.raw/.exec(file.code) ?? [];
      if (raw !== undefined) throw new Error(`${file.fileName}: an escape would mean something else in ${raw}`);
      file.code = file.code.replace(
        /[^\x00-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

/** npm makes a program executable once, at its first installation; every later build would leave it unable to be run. */
const executable: Plugin = {
  name: 'executable',
  writeBundle: async ({ dir = '' }, bundle) => {
    const entry = 'main/bin.js';
    if (entry in bundle) await chmod(join(dir, entry), 0o755);
  },
};

const input: RolldownOptions = {
  plugins: [escaped, executable],
  // Packages stay where npm puts them.
  external: Object.keys({ ...dependencies, ...optionalDependencies }),
  platform: 'node',
  tsconfig: 'tsconfig.json',
  // Node 20 knows no `using`.
  transform: { target: 'node20.19' },
};

// Everything lies flat in dist/main: src/main finds package.json, and the thread, from where its code lies.
const output: OutputOptions = {
  dir: 'dist',
  entryFileNames: 'main/[name].js',
  minify: false,
  // They are of use to who reads the sources, and would lie in memory with the code.
  comments: false,
  minifyInternalExports: false,
  sourcemap: true,
};

/** The program and its threads, one after the other; docs/adr/0012 says why. */
const configuration: RolldownOptions[] = [
  {
    ...input,
    input: { bin: './src/main/bin.ts' },
    output: {
      ...output,
      cleanDir: true,
      chunkFileNames: 'main/[name].js',
      codeSplitting: {
        groups: [
          // What every command loads is one file. Not the entry: it awaits the command, and what imports it would wait for ever.
          { name: 'base', tags: ['$initial'], test: (id) => !id.endsWith('/src/main/bin.ts') },
          // What asks questions is one file too: thirty files took a hundredth of a second longer.
          { name: 'session', test: /\/src\/main\/open-session\.ts$/ },
        ],
      },
    },
  },
  {
    ...input,
    // Threads share no module: with copies of its own, this one loads nothing that it does not need.
    input: { 'reading-thread': './src/main/workers/reading-thread.ts' },
    output: { ...output, chunkFileNames: 'main/reading-thread-[name].js' },
  },
  {
    ...input,
    input: { 'configuration-thread': './src/main/workers/configuration-thread.ts' },
    output: { ...output, chunkFileNames: 'main/configuration-thread-[name].js' },
  },
];

export default configuration;
