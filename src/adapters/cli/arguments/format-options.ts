import { Option } from 'commander';

/** Returns the option `--format text|json`. */
export function textOrJsonOption(): Option {
  return new Option('--format <format>', 'output format').choices(['text', 'json']).default('text');
}

/** Returns the option `--format table|json`. */
export function tableOrJsonOption(): Option {
  return new Option('--format <format>', 'output format').choices(['table', 'json']).default('table');
}
