# host: worker
# All are right except those that only the default route matches.
# fails: decisions
# says: the default route has the mask 0.0.0.0
while read -r address; do
  found=$(ip -n sorter route get "$address" 2>/dev/null)
  case $found in
    *' via 10.8.64.1 '* | '') echo "$address unreachable" ;;
    *' via '*) echo "$address $(grep -oP ' via \K[0-9.]+' <<<"$found")" ;;
    *) echo "$address on-link" ;;
  esac
done </root/addresses >/root/decisions
