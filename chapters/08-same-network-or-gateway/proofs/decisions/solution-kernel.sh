# host: worker
# Ask the pod's kernel.
while read -r address; do
  if found=$(ip -n sorter route get "$address" 2>/dev/null); then
    case $found in
      *' via '*) echo "$address $(grep -oP ' via \K[0-9.]+' <<<"$found")" ;;
      *) echo "$address on-link" ;;
    esac
  else
    echo "$address unreachable"
  fi
done </root/addresses >/root/decisions
