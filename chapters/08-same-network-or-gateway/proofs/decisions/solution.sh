# host: worker
# By hand: each address through the whole table, and of the routes that match the one with the longest prefix.
number() {
  local IFS=.
  # shellcheck disable=SC2086 # to be split at the dots
  set -- $1
  echo $((($1 * 256 + $2) * 65536 + $3 * 256 + $4))
}
table=$(ip -n sorter -j route | jq -r '.[] | "\(.dst)/\(.gateway // .type // "on-link")"' | sed 's|default|0.0.0.0/0|')
while read -r address; do
  longest=-1 decision=unreachable
  while IFS=/ read -r network prefix what; do
    size=$((1 << (32 - prefix)))
    if [ $(($(number "$address") / size)) = $(($(number "$network") / size)) ] && [ "$prefix" -gt "$longest" ]; then
      longest=$prefix
      decision=$what
    fi
  done <<<"$table"
  echo "$address $decision"
done </root/addresses >/root/decisions
