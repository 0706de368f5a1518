# host: worker
# The other end.
# fails: answer
# says: the first address, all of whose host bits are 0
echo "10.77.$((THIRD & ~(255 >> (PREFIX - 16)))).0"
