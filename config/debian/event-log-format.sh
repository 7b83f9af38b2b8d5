# Prints the format of the event log that the database $1 contains, in bytes 60 to 63, big-endian. 0: it
# has none. Its write-ahead log can contain a newer one.
event_log_format() {
  bytes=$(od -An -tu1 -j60 -N4 "$1" 2>/dev/null) || bytes=
  echo "$bytes" | awk '{ print (($1 * 256 + $2) * 256 + $3) * 256 + $4 }'
}
