# Puts a random admin key into the vault, if there is none, and says where Relay answers and how to read the key.
# Runs after each `azd provision`, whose outputs are its environment; running it again changes nothing.
$ErrorActionPreference = 'Stop'
# The exit codes of az are looked at below.
$PSNativeCommandUseErrorActionPreference = $false

$name = 'RELAY-ADMIN-KEY'
$vault = $env:AZURE_KEY_VAULT_NAME
$uri = $env:SERVICE_RELAY_URI

# A role that was granted a moment ago may be refused for minutes: 30 tries, 10 s apart.
$tries = 30
$pause = 10

function Stop-WithSentence([string] $sentence) {
    [Console]::Error.WriteLine($sentence)
    exit 1
}

if (-not $vault) { Stop-WithSentence 'AZURE_KEY_VAULT_NAME: set it to the name of the vault, or run this with azd.' }
if (-not $uri) { Stop-WithSentence 'SERVICE_RELAY_URI: set it to the address of the app, or run this with azd.' }

if ($env:RELAY_PRIVATE_NETWORK -eq 'true') {
    Write-Output "The vault $vault is in a private network, which this machine may be outside of, so the admin key is left to you:"
    Write-Output 'on a machine inside the network, with the Azure CLI signed in as who deployed this, run'
    Write-Output "  `$env:RELAY_PRIVATE_NETWORK = 'false'; `$env:AZURE_KEY_VAULT_NAME = '$vault'; `$env:SERVICE_RELAY_URI = '$uri'"
    Write-Output '  pwsh infra/hooks/admin-key.ps1'
    Write-Output 'It makes the key if there is none. Secrets of providers that the deployment was given are there already.'
    exit 0
}

if (-not (Get-Command az -ErrorAction SilentlyContinue)) {
    Stop-WithSentence 'The admin key was not made: install the Azure CLI (https://aka.ms/azure-cli), az login, then azd hooks run postprovision.'
}
az account show --output none
if ($LASTEXITCODE -ne 0) {
    Stop-WithSentence 'The admin key was not made: sign the Azure CLI in with az login, then azd hooks run postprovision.'
}

# Runs az until it succeeds, and returns what it printed then.
function Invoke-AzPatiently([string[]] $arguments) {
    for ($try = 1; ; $try++) {
        $printed = az @arguments 2>&1
        $output = @($printed | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] })
        if ($LASTEXITCODE -eq 0) { return $output }
        if ($try -ge $tries) {
            $printed | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { [Console]::Error.WriteLine($_) }
            Stop-WithSentence "The vault $vault still refuses after $tries tries. Who deploys needs the role Key Vault Secrets Officer on it."
        }
        if ($try -eq 1) { [Console]::Error.WriteLine("Waiting for access to the vault $vault ...") }
        Start-Sleep -Seconds $pause
    }
}

function Get-RandomText([int] $length, [string] $characters) {
    -join (1..$length | ForEach-Object { $characters[[System.Security.Cryptography.RandomNumberGenerator]::GetInt32($characters.Length)] })
}

# A list, and not a look at the one: an empty list is an answer, where a missing secret would be an error like any other.
$found = Invoke-AzPatiently @('keyvault', 'secret', 'list', '--vault-name', $vault, '--query', "[?name=='$name'].name", '--output', 'tsv')
if ($found) {
    Write-Output 'The vault has an admin key already; it is left as it is.'
}
else {
    # Through a file of the user's own folder: arguments of a command can be seen by everybody on a machine.
    $file = [System.IO.Path]::GetTempFileName()
    try {
        $key = "sk-relay-$(Get-RandomText 12 'abcdefghjkmnpqrstuvwxyz23456789')-$(Get-RandomText 64 '0123456789abcdef')"
        [System.IO.File]::WriteAllText($file, $key)
        Invoke-AzPatiently @(
            'keyvault', 'secret', 'set', '--vault-name', $vault, '--name', $name, '--file', $file, '--encoding', 'utf-8', '--output', 'none') | Out-Null
    }
    finally {
        Remove-Item $file -Force
    }
    Write-Output 'An admin key was made and put into the vault.'
}

Write-Output ''
Write-Output "Relay answers at   $uri"
Write-Output "Read the key with  az keyvault secret show --vault-name $vault --name $name --query value --output tsv"
