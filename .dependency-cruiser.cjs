const packages = (...names) => `node_modules/(@types/)?(${names.join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-imports-nothing',
      comment: 'The domain is what is true. It needs no Node, no package and no other floor to say it.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'formats-turn-bytes-into-values',
      comment: 'A format knows the domain, node:crypto and node-forge. It does no I/O.',
      severity: 'error',
      from: { path: '^src/formats/' },
      to: { pathNot: ['^src/(domain|formats)/', '^(node:)?crypto$', packages('node-forge')] },
    },
    {
      name: 'work-names-what-it-needs',
      comment: 'Work knows the domain. What it needs from outside it names in ports/ and is handed.',
      severity: 'error',
      from: { path: '^src/work/' },
      to: { pathNot: '^src/(domain|work)/' },
    },
    {
      name: 'adapters-are-strangers',
      comment: 'An adapter is one technology in one folder. It never imports another adapter.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/$1/' },
    },
    {
      name: 'adapters-have-a-folder',
      comment: 'A file beside the adapter folders belongs to no technology and escapes the other rules.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/adapters/[^/]+$' },
    },
    {
      name: 'adapters-see-work-by-its-ports',
      comment: 'An adapter fulfils a port, throws an error or asks an operation. How work does it is not its affair.',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: { path: '^src/work/', pathNot: '^src/work/(ports/[^/]+|errors|operations)\\.ts$' },
    },
    {
      name: 'nothing-imports-main',
      comment: 'Main composes the rest. What something else needs from it stands on the wrong floor.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/' },
      to: { path: '^src/main/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'sqlite-in-one-room',
      comment: 'SQLite stands behind the ledger ports; only its adapter speaks to it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/sqlite/' },
      to: { path: packages('better-sqlite3', 'better-sqlite3-13') },
    },
    {
      name: 'better-sqlite3-in-one-file',
      comment:
        'Which better-sqlite3 is loaded depends on the version of Node: one file knows it, the others have its types.',
      severity: 'error',
      from: { path: '^src/adapters/sqlite/' },
      to: {
        path: packages('better-sqlite3', 'better-sqlite3-13'),
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'winston-in-one-room',
      comment: 'winston is one way to write a log output; only the log adapter knows it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/log/' },
      to: { path: packages('winston', 'winston-transport') },
    },
    {
      name: 'node-cron-in-one-room',
      comment:
        'node-cron is the timer behind the schedule port; the configuration asks it whether an expression is one.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/(system|config)/' },
      to: { path: packages('node-cron') },
    },
    {
      name: 'zod-in-one-room',
      comment: 'A configuration is checked where it is read; everyone else is handed one that is valid.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/config/' },
      to: { path: packages('zod') },
    },
    {
      name: 'yaml-at-the-edge',
      comment: 'YAML is read from the configuration and from certificate.yaml, and written by the command line.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/(config|file-store|cli)/' },
      to: { path: packages('yaml') },
    },
    {
      name: 'terminal-in-one-room',
      comment: 'Options, tables and colours are the command line’s own.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/cli/' },
      to: { path: packages('commander', 'picocolors') },
    },
    {
      name: 'no-tools-at-run-time',
      comment: 'What only the tests and the build need is not installed where the daemon runs.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere, or to a package that package.json does not name, is a mistake.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Type imports count: a border is about who knows whom, and types are most of what is known.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
