#!/bin/sh
# Puts a random admin key into the vault, if there is none, and says where Relay answers and how to read the key.
# Runs after each `azd provision`, whose outputs are its environment; running it again changes nothing.
set -eu

name=RELAY-ADMIN-KEY
vault=${AZURE_KEY_VAULT_NAME:?"set it to the name of the vault, or run this with azd"}
uri=${SERVICE_RELAY_URI:?"set it to the address of the app, or run this with azd"}

# A role that was granted a moment ago may be refused for minutes: 30 tries, 10 s apart.
tries=30
pause=10

say() { printf '%s\n' "$*"; }

if [ "${RELAY_PRIVATE_NETWORK:-false}" = true ]; then
  say "The vault $vault is in a private network, which this machine may be outside of, so the admin key is left to you:"
  say "on a machine inside the network, with the Azure CLI signed in as who deployed this, run"
  say "  RELAY_PRIVATE_NETWORK=false AZURE_KEY_VAULT_NAME=$vault SERVICE_RELAY_URI=$uri sh infra/hooks/admin-key.sh"
  say "It makes the key if there is none. Secrets of providers that the deployment was given are there already."
  exit 0
fi

if ! command -v az >/dev/null 2>&1; then
  say "The admin key was not made: install the Azure CLI (https://aka.ms/azure-cli), az login, then azd hooks run postprovision." >&2
  exit 1
fi
if ! az account show --output none; then
  say "The admin key was not made: sign the Azure CLI in with az login, then azd hooks run postprovision." >&2
  exit 1
fi

key_file=
errors=$(mktemp)
cleanup() { rm -f "$errors" ${key_file:+"$key_file"}; }
trap cleanup EXIT
trap 'exit 1' INT TERM

# Runs its arguments until they succeed, and prints what they printed then.
patiently() {
  try=1
  until printed=$("$@" 2>"$errors"); do
    if [ "$try" -ge "$tries" ]; then
      cat "$errors" >&2
      say "The vault $vault still refuses after $tries tries. Who deploys needs the role Key Vault Secrets Officer on it." >&2
      return 1
    fi
    [ "$try" -gt 1 ] || say "Waiting for access to the vault $vault ..." >&2
    try=$((try + 1))
    sleep "$pause"
  done
  say "$printed"
}

# $1 characters out of the set $2, each as likely as another. The form of a key is that of src/Relay/Gate/KeyText.cs.
random() {
  LC_ALL=C tr -dc "$2" </dev/urandom | head -c "$1"
}

# A list, and not a look at the one: an empty list is an answer, where a missing secret would be an error like any other.
found=$(patiently az keyvault secret list --vault-name "$vault" --query "[?name=='$name'].name" --output tsv)
if [ -n "$found" ]; then
  say "The vault has an admin key already; it is left as it is."
else
  # Through a file that only its owner can read: arguments of a command can be seen by everybody on a machine.
  umask 077
  key_file=$(mktemp)
  printf 'sk-relay-%s-%s' "$(random 12 abcdefghjkmnpqrstuvwxyz23456789)" "$(random 64 0-9a-f)" >"$key_file"
  patiently az keyvault secret set --vault-name "$vault" --name "$name" --file "$key_file" --encoding utf-8 --output none >/dev/null
  say "An admin key was made and put into the vault."
fi

say ""
say "Relay answers at   $uri"
say "Read the key with  az keyvault secret show --vault-name $vault --name $name --query value --output tsv"
