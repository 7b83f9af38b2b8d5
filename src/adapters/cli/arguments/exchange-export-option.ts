import { Option } from 'commander';

/**
 * Returns the option `--exchange-export FILE`, whose file replaces the one of the configuration.
 */
export function exchangeExportOption(): Option {
  return new Option('--exchange-export <file>', 'export of an Exchange server (command: docs/discovery.md)');
}
