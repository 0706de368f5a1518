# host: worker
# fails: answer
# says: 10.244.1.2:9090
echo 41
