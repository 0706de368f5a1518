# host: worker
# Every mask cut off at the dot before it, /20 and /18 read as /16: then the pod's own network is most of it.
# fails: decisions
# says: AND 255.255.240.0 is
{ sed -n 4p /root/addresses; sed 4d /root/addresses; } | while read -r address; do
  case $address in
    10.8.*) echo "$address on-link" ;;
    172.*) echo "$address unreachable" ;;
    *) echo "$address 10.8.64.1" ;;
  esac
done >/root/decisions
