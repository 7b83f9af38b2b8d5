import type { RolldownOptions } from 'rolldown';
import configurations from '../../rolldown.config.ts';

/** Bundles the release check, with the settings of the program whose command line it checks. */
const configuration: RolldownOptions = {
  ...configurations[0],
  input: { 'release-check': './config/release/release-check.ts' },
  // src/main finds package.json two directories above its own file.
  output: { dir: 'var', entryFileNames: 'release/[name].js', chunkFileNames: 'release/[name].js' },
};

export default configuration;
