# host: worker
# Every mask read as if it ended at the next dot: /20 and /22 as /24.
# fails: decisions
# says: AND 255.255.240.0 is
while read -r address; do
  case $address in
    10.8.64.*) echo "$address on-link" ;;
    10.8.72.*) echo "$address 10.8.64.3" ;;
    10.8.96.*) echo "$address unreachable" ;;
    10.8.*) echo "$address on-link" ;;
    172.*) echo "$address unreachable" ;;
    *) echo "$address 10.8.64.1" ;;
  esac
done < <(tac /root/addresses) >/root/decisions
