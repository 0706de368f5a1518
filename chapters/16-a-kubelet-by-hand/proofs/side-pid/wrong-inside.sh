# host: worker
# As the container sees it.
# fails: answer
# says: its number in its own PID namespace
crun exec shop-side sh -c 'pgrep -f "^sleep 1d"'
