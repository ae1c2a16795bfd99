#!/bin/sh
# Send the current release to $DEST. For ssh: the private key in $SSH_KEY, the server's public keys in $KNOWN_HOSTS
# (what `ssh-keyscan` prints, compared by hand), the port in $SSH_PORT. For object storage: the AWS_… variables.
# Nothing of these is printed; the key lies in a file of its own for as long as this runs.
set -eu
secrets=$(mktemp -d)
trap 'rm -rf "$secrets"' EXIT
(umask 077 && printf '%s\n' "${SSH_KEY:-}" >"$secrets/key")
printf '%s\n' "${KNOWN_HOSTS:-}" >"$secrets/known_hosts"
unset SSH_KEY
RSYNC_RSH="ssh -p ${SSH_PORT:-22} -i $secrets/key -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile=$secrets/known_hosts"
export RSYNC_RSH
case $DEST in s3://*) make s3 ;; esac
.venv/bin/zhibu publish "$DEST"
