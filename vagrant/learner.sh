#!/bin/bash
# learner.sh PORT install|link: inside the learner's machine. install: the copy in /tmp/wirebook.tar becomes a service
# that serves the page; link: starts it anew and prints the link that opens it once. Progress is kept by both.
set -euo pipefail
port=$1
home=/home/vagrant/wirebook
words_of_this_start() {
  journalctl --quiet --no-pager --output cat "_SYSTEMD_INVOCATION_ID=$(systemctl show --property InvocationID --value wirebook)"
}

new_enough() {
  command -v node > /dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'
}

install() {
  mkdir -p $home
  # All but what was installed and built there: that is looked after by the set-up of Wirebook itself.
  find $home -mindepth 1 -maxdepth 1 ! -name node_modules ! -name .build -exec rm -rf {} +
  tar -C $home -xf /tmp/wirebook.tar
  rm /tmp/wirebook.tar
  if [ -e $home/.node/bin/node ]; then ln -sf $home/.node/bin/node /usr/local/bin/node; fi
  if ! new_enough; then
    echo "Installing Debian's Node..."
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update
    apt-get -qq install -y --no-install-recommends nodejs npm ca-certificates uidmap > /dev/null
  fi
  new_enough || {
    echo "This machine's Debian has Node $(node --version 2> /dev/null), and Wirebook needs 20.19: use a box of Debian 13 or newer." >&2
    exit 1
  }
  chown -R vagrant:vagrant $home
  $home/vagrant/load-modules.sh $home/vagrant/box/modules

  # With a user manager that outlives logins, labs get a memory limit of their own.
  loginctl enable-linger vagrant 2> /dev/null || true
  cat > /etc/systemd/system/wirebook.service <<UNIT
[Unit]
Description=Wirebook, a notebook that you run
After=network-online.target user@$(id -u vagrant).service
Wants=network-online.target

[Service]
User=vagrant
WorkingDirectory=$home
Environment=XDG_RUNTIME_DIR=/run/user/$(id -u vagrant)
# The port that Vagrant forwards ends at this machine's network card; on the other side only its localhost has it.
ExecStart=$(command -v node) runner/setup/start.mjs --host 0.0.0.0 --port $port --no-open
KillMode=mixed
Restart=on-failure
RestartSec=5

[Install]
WantedBy=multi-user.target
UNIT
  systemctl daemon-reload
  systemctl --quiet enable wirebook
}

link() {
  systemctl restart wirebook
  echo "Starting Wirebook; the first time this installs its packages..."
  local deadline=$((SECONDS + 900)) found
  until found=$(words_of_this_start | grep -o 'http://127[^ ]*token=[A-Za-z0-9_-]*'); do
    if ((SECONDS > deadline)) || ! systemctl --quiet is-active wirebook; then
      words_of_this_start | tail -20 >&2
      echo 'Wirebook did not start; its last words are above. All of them: vagrant ssh -c "journalctl -u wirebook"' >&2
      exit 1
    fi
    sleep 0.5
  done
  printf '\nWirebook is at %s\n' "$found"
  echo 'The link opens once. Another one: vagrant provision --provision-with link'
}

"$2"
