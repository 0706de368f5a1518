# host: worker
# The third number keeps the bits that the mask leaves to it, and gets ones in the others.
echo "10.77.$((THIRD | 255 >> (PREFIX - 16))).255"
