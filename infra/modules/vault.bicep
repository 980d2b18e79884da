// The vault, and the keys of providers that the deployment was given.
param name string
param location string
param tags object

@description('Whether it can be reached from outside the virtual network.')
param isPublic bool

@secure()
param providerKeys object

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: isPublic ? 'enabled' : 'disabled'
    networkAcls: {
      // Resource Manager, which writes the secrets below, is one of these services.
      bypass: 'AzureServices'
      defaultAction: isPublic ? 'Allow' : 'Deny'
    }
  }
}

// A key that was not given is not touched: what the vault has stays.
resource secrets 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = [for key in items(providerKeys): if (!empty(key.value)) {
  parent: vault
  name: key.key
  properties: {
    value: key.value
  }
}]
