#!/bin/sh
# What the hook uses of the Azure CLI, for one vault that is the folder FAKE: "calls" has each command line, "secret" the
# secret, "refusals" how many calls of the vault are still refused, "signed-out" whether nobody is signed in.
printf '%s\n' "$*" >>"$FAKE/calls"

if [ "$1 $2" = "account show" ]; then
  if [ -e "$FAKE/signed-out" ]; then echo "Please run 'az login' to setup account." >&2; exit 1; fi
  exit 0
fi

command=$3
left=$(cat "$FAKE/refusals-of-$command" 2>/dev/null || echo 0)
if [ "$left" -gt 0 ]; then
  echo $((left - 1)) >"$FAKE/refusals-of-$command"
  echo "ERROR: (Forbidden) Caller is not authorized to perform action on resource." >&2
  exit 1
fi

case "$1 $2 $3" in
  "keyvault secret list") if [ -e "$FAKE/secret" ]; then echo RELAY-ADMIN-KEY; fi ;;
  "keyvault secret set")
    while [ "$1" != "--file" ]; do shift; done
    ls -l "$2" | cut -c 1-10 >"$FAKE/mode"
    echo "$2" >"$FAKE/file"
    cp "$2" "$FAKE/secret"
    ;;
  *) echo "ERROR: the hook uses what the test does not know: $*" >&2; exit 2 ;;
esac
