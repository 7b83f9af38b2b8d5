# Prints the state directory. The installed program reads it from its configuration. If that fails, it
# is taken from the lines of the configuration file $1. Without such lines, it is the default one.
state_directory() {
  settings=$(mailcertd config show 2>/dev/null) || settings=$(cat "$1" 2>/dev/null) || settings=
  # The value can be in the next line. It becomes a line that begins with a colon.
  named=$(printf '%s\n' "$settings" | sed -n \
    -e "s/^[\"']\{0,1\}stateDirectory[\"']\{0,1\}[[:space:]]*:[[:space:]]*/:/;T" \
    -e '/^:\(#.*\)\{0,1\}$/{n;s/^[[:space:]]\{1,\}/:/}' \
    -e 't value' -e ':value' \
    -e "s/^:'\(\/[^']*\)'.*/\1/p;t" \
    -e 's/^:"\(\/[^"\\]*\)".*/\1/p;t' \
    -e 's/^:\(\/.*\)$/\1/;T;s/[[:space:]][[:space:]]*#.*//;s/[[:space:]]*$//p' | head -n 1)
  while [ "${named%/}" != "$named" ]; do named=${named%/}; done
  echo "${named:-/var/lib/mailcertd}"
}
