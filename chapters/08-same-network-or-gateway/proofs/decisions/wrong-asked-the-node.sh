# host: worker
# The question was right, and asked in the wrong stack.
# fails: decisions
# says: another stack with other routes was asked
while read -r address; do
  echo "$address $(ip route get "$address" | grep -oP ' via \K[0-9.]+')"
done </root/addresses >/root/decisions
