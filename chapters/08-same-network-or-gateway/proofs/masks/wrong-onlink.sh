# host: worker
# With `onlink` the kernel accepts the gateway without a check; grey's mask is still too narrow.
# fails: grey-mask
# says: 10.5.7.10 is on eth0 with /23, not /22
# passes: grey-default grey-shop
ip -n grey route add default via 10.5.4.1 dev eth0 onlink
