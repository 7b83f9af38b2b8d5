import { Option } from 'commander';

/** Returns the option `--exchange-export FILE`. */
export function exchangeExportOption(): Option {
  return new Option('--exchange-export <file>', 'export of an Exchange server (command: docs/discovery.md)');
}
