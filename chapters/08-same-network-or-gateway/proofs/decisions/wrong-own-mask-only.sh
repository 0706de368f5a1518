# host: worker
# As the article has it: the pod's own mask, and else the default gateway.
# fails: decisions
# says: so does a longer prefix, and the longest wins
while read -r address; do
  third=$(cut -d. -f3 <<<"$address")
  case $address in
    10.8.*) [ $((third & 240)) = 64 ] && echo "$address on-link" || echo "$address 10.8.64.1" ;;
    *) echo "$address 10.8.64.1" ;;
  esac
done </root/addresses >/root/decisions
