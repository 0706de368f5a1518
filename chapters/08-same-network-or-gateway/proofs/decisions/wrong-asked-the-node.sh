# host: worker
# The right question, asked in the node's namespace instead of the pod's.
# fails: decisions
# says: another stack with other routes was asked
while read -r address; do
  echo "$address $(ip route get "$address" | grep -oP ' via \K[0-9.]+')"
done </root/addresses >/root/decisions
