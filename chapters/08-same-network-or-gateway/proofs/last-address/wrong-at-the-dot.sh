# host: worker
# As if every mask ended at a dot.
# fails: answer
# says: where the mask ends at a dot
echo "10.77.255.255"
