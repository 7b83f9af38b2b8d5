/** The maintainer in the control file and in the changelog, as `name <address>`. */
export const MAINTAINER = 'mailcertd authors <maintainers@mailcertd.example>';
