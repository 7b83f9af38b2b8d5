import { Option } from 'commander';

/** Returns the option `--exchange-export FILE`. */
export function exchangeExportOption(): Option {
  return new Option(
    '--exchange-export <file>',
    'what an Exchange server exported of itself; docs/discovery.md has the line for that',
  );
}
