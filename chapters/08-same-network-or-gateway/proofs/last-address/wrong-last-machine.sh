# host: worker
# One too few: the last address that is for a machine.
# fails: answer
# says: the last address that a machine can have
echo "10.77.$((THIRD | 255 >> (PREFIX - 16))).254"
