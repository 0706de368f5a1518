# host: worker
# By hand: each address through the whole table, and of the lines that fit the one with the longest mask.
number() {
  local IFS=.
  # shellcheck disable=SC2086 # to be split at the dots
  set -- $1
  echo $((($1 * 256 + $2) * 65536 + $3 * 256 + $4))
}
table=$(ip -n sorter -j route | jq -r '.[] | "\(.dst)/\(.gateway // .type // "on-link")"')
while read -r address; do
  longest=-1
  while IFS=/ read -r network prefix decision; do
    # The default route has no prefix of its own: its decision is one field further to the left.
    [ "$network" = default ] && decision=$prefix prefix=0 network=0.0.0.0
    size=$((1 << (32 - prefix)))
    if [ $(($(number "$address") / size)) = $(($(number "$network") / size)) ] && [ "$prefix" -gt "$longest" ]; then
      longest=$prefix
      best=$decision
    fi
  done <<<"$table"
  echo "$address $best"
done </root/addresses >/root/decisions
