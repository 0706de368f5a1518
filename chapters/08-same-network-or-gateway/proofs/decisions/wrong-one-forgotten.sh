# host: worker
# Nine of ten.
# fails: decisions
# says: 9 of 10 are right, and there is no line for
while read -r address; do
  if found=$(ip -n sorter route get "$address" 2>/dev/null); then
    case $found in
      *' via '*) echo "$address $(grep -oP ' via \K[0-9.]+' <<<"$found")" ;;
      *) echo "$address on-link" ;;
    esac
  else
    echo "$address unreachable"
  fi
done < <(head -9 /root/addresses) >/root/decisions
