// What somebody should look at. The queries run on what the Functions host sends: see host.json.
param location string
param tags object
param componentName string

@description('Where alerts are mailed to; empty to show them in the portal only.')
param email string

var rules = [
  {
    name: 'server-errors'
    description: 'More than 5 % of at least 20 calls in 15 minutes were answered with a status of 500 or more.'
    severity: 1
    frequency: 'PT5M'
    threshold: 5
    query: loadTextContent('../queries/server-errors.kql')
  }
  {
    name: 'no-healthy-account'
    description: 'Calls found no account that could answer them.'
    severity: 1
    frequency: 'PT5M'
    threshold: 0
    query: loadTextContent('../queries/no-healthy-account.kql')
  }
  {
    name: 'open-records'
    description: 'Calls were left open by instances that died, or nobody settles them: the sweep fails, or does not run.'
    severity: 2
    frequency: 'PT15M'
    threshold: 0
    query: loadTextContent('../queries/open-records.kql')
  }
]

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-relay'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'relay'
    enabled: true
    emailReceivers: [
      {
        name: 'mail'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in rules: {
  name: 'alert-${rule.name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Relay: ${rule.name}'
    description: rule.description
    severity: rule.severity
    enabled: true
    scopes: [
      component.id
    ]
    evaluationFrequency: rule.frequency
    windowSize: 'PT15M'
    autoMitigate: true
    // A component that has received nothing yet has no tables to check the query against.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: rule.query
          metricMeasureColumn: 'value'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: rule.threshold
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: empty(email) ? [] : [
        group.id
      ]
    }
  }
}]
