# host: worker
# fails: answer
# says: that is not how many packets were sent to 10.244.1.2:80
echo "$VISITS"
