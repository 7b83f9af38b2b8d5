# Prints the state directory that a configuration names, or else the default one.
state_directory() {
  named=$(sed -n \
    -e "s/^stateDirectory:[[:space:]]*'\(\/[^']*\)'.*/\1/p;t" \
    -e 's/^stateDirectory:[[:space:]]*"\(\/[^"\\]*\)".*/\1/p;t' \
    -e 's/^stateDirectory:[[:space:]]*\(\/.*\)$/\1/;T;s/[[:space:]][[:space:]]*#.*//;s/[[:space:]]*$//p' \
    "$1" 2>/dev/null | head -n 1)
  echo "${named:-/var/lib/mailcertd}"
}
