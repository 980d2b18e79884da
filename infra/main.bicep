// One relay in one region, in a resource group of its own. docs/deploy.md says what each parameter does.
targetScope = 'subscription'

@description('Name of the azd environment; part of the name of the resource group.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Region of everything. It must offer Flex Consumption.')
@minLength(1)
param location string

@description('Object id of who deploys: may read and write secrets of the vault. Empty for nobody.')
param principalId string = ''

@description('What the deploying principal is.')
@allowed([
  'User'
  'ServicePrincipal'
])
param principalType string = 'User'

@description('Keys of providers by the name of their secret; an empty one is left as it is in the vault.')
@secure()
param providerKeys object = {}

@description('Whether the app may write secrets, for PUT /api/secrets.')
param allowSecretWrites bool = false

@description('Memory of an instance in MB.')
@allowed([
  512
  2048
  4096
])
param instanceMemoryMB int = 2048

@description('Most instances that the app scales out to.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 100

@description('Calls that one instance serves at a time before another is started.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 100

@description('Instances that are kept warm for calls; 0 scales to zero.')
@minValue(0)
@maxValue(100)
param alwaysReadyInstances int = 0

@description('Redundancy of the storage account.')
@allowed([
  'Standard_LRS'
  'Standard_ZRS'
  'Standard_GRS'
  'Standard_GZRS'
])
param storageSku string = 'Standard_LRS'

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Where alerts are mailed to; empty to show them in the portal only.')
param alertEmail string = ''

@description('Whether storage and vault are reached over private endpoints in a virtual network only.')
param privateNetwork bool = false

@description('Resource id of the storage account of another region\'s relay, whose tables this one shares; empty for its own.')
param sharedStorageId string = ''

@description('Resource id of the vault of another region\'s relay, whose secrets this one shares; empty for its own.')
param sharedVaultId string = ''

@description('Id of the Front Door profile that alone may call the app; empty to let everybody.')
param frontDoorId string = ''

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var groupName = 'rg-${environmentName}'
var appName = 'func-${token}'
var vaultName = 'kv-${token}'
var ownStorage = empty(sharedStorageId)
var ownVault = empty(sharedVaultId)
// /subscriptions/{2}/resourceGroups/{4}/providers/{6}/{7}/{8}
var sharedStorage = split(sharedStorageId, '/')
var sharedVault = split(sharedVaultId, '/')

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: groupName
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: 'log-${token}'
    componentName: 'appi-${token}'
    location: location
    tags: tags
    retentionDays: logRetentionDays
    identityPrincipalId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    sku: storageSku
    containerName: 'app-package-${appName}'
    withTables: ownStorage
    isPublic: !privateNetwork
    identityPrincipalId: identity.outputs.principalId
  }
}

module sharedStorageAccess 'modules/table-access.bicep' = if (!ownStorage) {
  name: 'tables-${token}'
  scope: resourceGroup(ownStorage ? subscription().subscriptionId : sharedStorage[2], ownStorage ? groupName : sharedStorage[4])
  params: {
    storageName: last(sharedStorage)
    identityPrincipalId: identity.outputs.principalId
  }
}

module vault 'modules/vault.bicep' = if (ownVault) {
  name: 'vault'
  scope: group
  params: {
    name: vaultName
    location: location
    tags: tags
    isPublic: !privateNetwork
    providerKeys: providerKeys
  }
}

module vaultAccess 'modules/vault-access.bicep' = {
  name: 'secrets-${token}'
  scope: resourceGroup(ownVault ? subscription().subscriptionId : sharedVault[2], ownVault ? groupName : sharedVault[4])
  params: {
    vaultName: ownVault ? vaultName : last(sharedVault)
    identityPrincipalId: identity.outputs.principalId
    allowWrites: allowSecretWrites
    deployerPrincipalId: principalId
    deployerPrincipalType: principalType
  }
  dependsOn: [
    vault
  ]
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  scope: group
  params: {
    name: 'vnet-${token}'
    location: location
    tags: tags
    storageId: storage.outputs.id
    tablesStorageId: ownStorage ? storage.outputs.id : sharedStorageId
    vaultId: vaultAccess.outputs.vaultId
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  scope: group
  params: {
    name: appName
    planName: 'plan-${token}'
    location: location
    tags: union(tags, { 'azd-service-name': 'relay' })
    identityName: identity.outputs.name
    componentName: monitoring.outputs.componentName
    storageName: storage.outputs.name
    containerName: storage.outputs.containerName
    tablesUri: ownStorage ? storage.outputs.tablesUri : 'https://${last(sharedStorage)}.table.${environment().suffixes.storage}/'
    vaultUri: vaultAccess.outputs.vaultUri
    allowSecretWrites: allowSecretWrites
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    httpConcurrency: httpConcurrency
    alwaysReadyInstances: alwaysReadyInstances
    subnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    frontDoorId: frontDoorId
  }
  dependsOn: [
    sharedStorageAccess
  ]
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    location: location
    tags: tags
    componentName: monitoring.outputs.componentName
    email: alertEmail
  }
}

output AZURE_KEY_VAULT_NAME string = ownVault ? vaultName : last(sharedVault)
output RELAY_PRIVATE_NETWORK bool = privateNetwork
output RELAY_STORAGE_ID string = ownStorage ? storage.outputs.id : sharedStorageId
output RELAY_VAULT_ID string = vaultAccess.outputs.vaultId
output SERVICE_RELAY_NAME string = appName
output SERVICE_RELAY_URI string = app.outputs.uri
