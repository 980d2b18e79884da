// A virtual network with the app's subnet, and private endpoints for all that the app reads and writes.
param name string
param location string
param tags object

@description('The app\'s own storage account: its package, and what the Functions host keeps.')
param storageId string

@description('The storage account of Relay\'s tables: the same, or that of another region.')
param tablesStorageId string

param vaultId string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.0.0.0/16'
      ]
    }
    subnets: [
      {
        name: 'snet-app'
        properties: {
          addressPrefix: '10.0.0.0/24'
          delegations: [
            {
              name: 'flex-consumption'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'snet-endpoints'
        properties: {
          addressPrefix: '10.0.1.0/24'
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }
}

var endpointSubnetId = '${network.id}/subnets/snet-endpoints'

module blob 'private-endpoint.bicep' = {
  name: 'endpoint-blob'
  params: {
    name: 'pe-${name}-blob'
    location: location
    tags: tags
    targetId: storageId
    groupId: 'blob'
    zoneName: 'privatelink.blob.${environment().suffixes.storage}'
    networkId: network.id
    subnetId: endpointSubnetId
  }
}

module table 'private-endpoint.bicep' = {
  name: 'endpoint-table'
  params: {
    name: 'pe-${name}-table'
    location: location
    tags: tags
    targetId: tablesStorageId
    groupId: 'table'
    zoneName: 'privatelink.table.${environment().suffixes.storage}'
    networkId: network.id
    subnetId: endpointSubnetId
  }
}

module vault 'private-endpoint.bicep' = {
  name: 'endpoint-vault'
  params: {
    name: 'pe-${name}-vault'
    location: location
    tags: tags
    targetId: vaultId
    groupId: 'vault'
    zoneName: 'privatelink.vaultcore.azure.net'
    networkId: network.id
    subnetId: endpointSubnetId
  }
}

output appSubnetId string = '${network.id}/subnets/snet-app'
